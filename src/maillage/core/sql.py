"""Reads that every visitor makes, written as SQL at once.

Built of the ORM's small expressions, such a read takes longer to write than to answer. A text holds names of
our own tables and columns alone; whatever comes from outside is a parameter.
"""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import BooleanField, Func, Model, QuerySet

Row = TypeVar("Row", bound=Model)


class Sql(NamedTuple):
    """A piece of SQL and its parameters, in the order of its ``%s``."""

    text: str
    parameters: tuple[Any, ...] = ()


def every(conditions: Iterable[Sql]) -> Sql:
    """Return the condition that all of these hold; true when there is none."""
    said = list(conditions)
    return Sql(" AND ".join(each.text for each in said) or "TRUE", _parameters(said))


def in_a_row(pieces: Iterable[Sql]) -> Sql:
    """Return pieces separated by commas, as columns and orders are written."""
    said = list(pieces)
    return Sql(", ".join(each.text for each in said), _parameters(said))


def among(column: str, keys: Iterable[int] | Iterable[str]) -> Sql:
    """Return the condition that a column holds one of these keys: a thousand of them in one parameter."""
    if connection.vendor == "postgresql":
        return Sql(f"{column} = ANY(%s)", (list(keys),))
    # JSON's array is the one list that SQLite takes as a parameter.
    return Sql(f"{column} IN (SELECT value FROM json_each(%s))", (json.dumps(list(keys)),))  # noqa: S608 -- the keys are a parameter


def fetch(text: str, parameters: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    """Return the rows of a read."""
    with connection.cursor() as cursor:
        cursor.execute(text, tuple(parameters))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def objects(model: type[Row], condition: Sql, order: str = "") -> list[Row]:
    """Return objects of one table, whole, as the ORM gives them."""
    text = f"{_whole(model)} WHERE {condition.text}"
    if order:
        text += f" ORDER BY {order}"
    return list(model._base_manager.raw(text, condition.parameters))


@cache
def _whole(model: type[Model]) -> str:
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in model._meta.concrete_fields)
    return f"SELECT {columns} FROM {quoted(model._meta.db_table)}"  # noqa: S608 -- names of the model


class Holds(Func):
    """True of the rows of which a condition holds, for a read of the ORM; its columns name their table."""

    output_field = BooleanField()

    def __init__(self, condition: Sql) -> None:
        super().__init__()
        self.condition = condition

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> Sql:  # type: ignore[override]  # any parameter
        del compiler, connection
        return self.condition


def with_keys(rows: QuerySet[Row], field: str, keys: Iterable[int] | Iterable[str]) -> QuerySet[Row]:
    """Keep the rows whose field is one of many keys: ``__in`` would weigh each key as an expression.

    The read names its table: it cannot stand inside another one.
    """
    quoted = connection.ops.quote_name
    column = str(getattr(rows.model._meta.get_field(field), "column", None))
    return rows.filter(Holds(among(f"{quoted(rows.model._meta.db_table)}.{quoted(column)}", keys)))


def _parameters(pieces: Iterable[Sql]) -> tuple[Any, ...]:
    return tuple(parameter for each in pieces for parameter in each.parameters)
