"""Emptying the database after a test that commits: only the tables that hold rows, sealed ones too.

Django empties every table, then makes all content types and permissions anew: a hundred tables, hundreds of
queries, far longer than most of the tests. Content types and permissions are what the migrations made of the
models: nothing that a test could change, so that they stay. The journal and the stories refuse to be emptied,
and are unsealed for that moment.
"""

from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase

from maillage.core.activity import seals as journal
from maillage.core.initiatives import seals as told

KEPT = {"django_content_type", "auth_permission"}


def tables_with_rows() -> list[str]:
    """Return the tables of the models that hold rows, apart from those that stay."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    quote = connection.ops.quote_name
    asked = [
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quote(name)})"  # noqa: S608 -- names of our own tables
        for name in names
        if name not in KEPT
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [name for (name,) in cursor.fetchall()]


def empty() -> None:
    """Empty every table but those that stay; the journal and the stories are left empty and sealed."""
    filled = [connection.ops.quote_name(name) for name in tables_with_rows()]
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (*journal.unsealing(connection.vendor), *told.unsealing(connection.vendor)):
            cursor.execute(statement)
        for table in filled:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 -- a table of ours
        # Foreign keys wait for the end of a transaction, seals do not wait for them: they are verified here.
        connection.check_constraints()
        cursor.execute("INSERT INTO activity_head (id, count, digest) VALUES (1, 0, '')")
        for statement in (*journal.sealing(connection.vendor), *told.sealing(connection.vendor)):
            cursor.execute(statement)


def install() -> None:
    """Take the place of Django's emptying."""

    def empty_after(self: TransactionTestCase) -> Any:
        empty()

    TransactionTestCase._fixture_teardown = empty_after
