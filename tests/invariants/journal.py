"""Emptying the database between two tests: the journal refuses it, and is unsealed for that moment."""

from typing import Any

from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

from maillage.core.activity.seals import sealing, unsealing


def install() -> None:
    """Unseal the journal, let Django empty every table, seal an empty journal again."""
    empty_every_table = BaseDatabaseOperations.execute_sql_flush

    def empty_journal_too(self: BaseDatabaseOperations, sql_list: Any) -> None:
        with connection.cursor() as cursor:
            for statement in unsealing(connection.vendor):
                cursor.execute(statement)
        empty_every_table(self, sql_list)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO activity_head (id, count, digest) VALUES (1, 0, '')")
            for statement in sealing(connection.vendor):
                cursor.execute(statement)

    BaseDatabaseOperations.execute_sql_flush = empty_journal_too
