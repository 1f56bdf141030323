"""Emptying the database between two tests: what is sealed refuses it, and is unsealed for that moment."""

from typing import Any

from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

from maillage.core.activity import seals as journal
from maillage.core.initiatives import seals as told


def install() -> None:
    """Unseal the journal and the stories, let Django empty every table, seal the empty ones again."""
    empty_every_table = BaseDatabaseOperations.execute_sql_flush

    def empty_sealed_too(self: BaseDatabaseOperations, sql_list: Any) -> None:
        with connection.cursor() as cursor:
            for statement in (*journal.unsealing(connection.vendor), *told.unsealing(connection.vendor)):
                cursor.execute(statement)
        empty_every_table(self, sql_list)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO activity_head (id, count, digest) VALUES (1, 0, '')")
            for statement in (*journal.sealing(connection.vendor), *told.sealing(connection.vendor)):
                cursor.execute(statement)

    BaseDatabaseOperations.execute_sql_flush = empty_sealed_too
