"""Emptying the database after a test that commits: it is then as the migrations made it.

Django empties every table, then makes all content types and permissions anew: a hundred tables, hundreds of
queries, far longer than most of the tests; and what migrations wrote (subjects of cards, units of outcomes,
rules of the ESS) would be gone for the tests that come next. Here only the tables that differ are emptied,
and what the migrations wrote there is put back. The journal, the stories and the records of sources refuse
to be emptied, and are unsealed for that moment.
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
# What migrations make of the models themselves: nothing that a test could change.
KEPT = {"django_content_type", "auth_permission"}
# The rows that the migrations wrote, by table; read once, before the first test.
_written: dict[str, list[tuple[Any, ...]]] = {}


def remember() -> None:
    """Note what the migrations wrote. Call it on a database that no test has touched."""
    for name in tables_with_rows():
        _written[name] = _rows_of(name)


def tables_with_rows() -> list[str]:
    """Return the tables of the models that hold rows, apart from those that stay."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = [
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {_quoted(name)})"  # noqa: S608 -- names of our own tables
        for name in names
        if name not in KEPT
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [name for (name,) in cursor.fetchall()]


def changed_tables() -> set[str]:
    """Return the tables whose rows are not those that the migrations wrote."""
    return {
        name
        for name in {*tables_with_rows(), *_written}
        if name not in _written or _rows_of(name) != _written[name]
    }


@contextmanager
def unsealed() -> Iterator[None]:
    """Let sealed tables be emptied meanwhile, inside a transaction."""
    if connection.vendor == "postgresql":
        # Triggers stay, and sleep until the end of the transaction: no lock on the tables is needed.
        _execute(["SET LOCAL session_replication_role = replica"])
        yield
        _execute(["SET LOCAL session_replication_role = origin"])
        return
    # Foreign keys wait for the end of a transaction, seals do not wait for them: they are verified here.
    connection.check_constraints()
    _execute(statement for seals in SEALS for statement in seals.unsealing(connection.vendor))
    yield
    connection.check_constraints()
    _execute(statement for seals in SEALS for statement in seals.sealing(connection.vendor))


def empty() -> None:
    """Leave every table as the migrations made it, and sealed again."""
    changed = changed_tables()
    if not changed:
        return
    with transaction.atomic(), unsealed():
        _execute(f"DELETE FROM {_quoted(name)}" for name in changed)  # noqa: S608 -- names of our own tables
        for name in changed & _written.keys():
            _put_back(name)


def _put_back(name: str) -> None:
    marks = ", ".join(["%s"] * len(_written[name][0]))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", _written[name])  # noqa: S608 -- the same


def _rows_of(name: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {_quoted(name)} ORDER BY 1")  # noqa: S608 -- names of our own tables
        return cursor.fetchall()


def _execute(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


def install() -> None:
    """Take the place of Django's emptying."""

    def empty_after(self: TransactionTestCase) -> Any:
        empty()

    TransactionTestCase._fixture_teardown = empty_after
