"""Emptying the database after a test that commits: only the tables that hold rows, sealed ones too.

Django empties every table, then makes all content types and permissions anew: a hundred tables, hundreds of
queries, far longer than most of the tests. Content types and permissions are what the migrations made of the
models: nothing that a test could change, so that they stay. The journal, the stories and the records of
sources refuse to be emptied, and are unsealed for that moment.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase

from maillage.core.activity.seals import SEALS as JOURNAL
from maillage.core.initiatives.seals import SEALS as STORIES
from maillage.core.organisations.seals import SEALS as SOURCES

SEALS = (JOURNAL, STORIES, SOURCES)
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


@contextmanager
def unsealed() -> Iterator[None]:
    """Let sealed tables be emptied meanwhile, inside a transaction."""
    # Foreign keys wait for the end of a transaction, seals do not wait for them: they are verified here.
    connection.check_constraints()
    _execute(statement for seals in SEALS for statement in seals.unsealing(connection.vendor))
    yield
    connection.check_constraints()
    _execute(statement for seals in SEALS for statement in seals.sealing(connection.vendor))


def _execute(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def empty() -> None:
    """Empty every table but those that stay; those that are sealed are left empty and sealed."""
    filled = [connection.ops.quote_name(name) for name in tables_with_rows()]
    with transaction.atomic(), unsealed(), connection.cursor() as cursor:
        for table in filled:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 -- a table of ours
        cursor.execute("INSERT INTO activity_head (id, count, digest) VALUES (1, 0, '')")


def install() -> None:
    """Take the place of Django's emptying."""

    def empty_after(self: TransactionTestCase) -> Any:
        empty()

    TransactionTestCase._fixture_teardown = empty_after
