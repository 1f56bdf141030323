"""Reads that every visitor makes, written as SQL at once.

Built of the ORM's small expressions, such a read takes longer to write than to answer. A text holds names of
our own tables and columns alone; whatever comes from outside is a parameter.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db import DataError, connection
from django.db.models import BooleanField, Expression, Field, Func, Model, QuerySet

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


def among(column: str, keys: Iterable[int] | Iterable[str], kind: str = "bigint") -> Sql:
    """Return the condition that a column of this type holds one of these keys, all of them one parameter."""
    if connection.vendor == "postgresql":
        # Of another type than the column's, the keys would be compared one by one with each row.
        return Sql(f"{column} = ANY(%s::{kind}[])", (array(keys),))
    # JSON's array is the one list that SQLite takes as a parameter.
    return Sql(f"{column} IN (SELECT value FROM json_each(%s))", (json.dumps(list(keys)),))  # noqa: S608 -- the keys are a parameter


def in_force(on: date) -> Sql:
    """Return the condition that a row held on a day: from ``valid_from`` on, until before ``valid_to``."""
    return Sql("(valid_from IS NULL OR valid_from <= %s) AND (valid_to IS NULL OR valid_to > %s)", (on, on))


def array(values: Iterable[Any]) -> str:
    """Return values as PostgreSQL reads an array in words; its driver takes ten times as long.

    Raises DataError for a text that holds NUL: no text of PostgreSQL does.
    """
    told = list(values)
    kinds = set(map(type, told))
    if not told:
        return "{}"
    if kinds == {int}:
        return f"{{{','.join(map(str, told))}}}"
    if None in told:
        return f"{{{','.join(map(_element, told))}}}"
    # Escaped all at once, with what stands in none of them between each two.
    joined = "\0".join(told if kinds == {str} else map(str, told))
    if joined.count("\0") != len(told) - 1:
        raise DataError("A text of PostgreSQL holds no NUL.")
    return '{"' + _escaped(joined).replace("\0", '","') + '"}'


def _element(value: Any) -> str:
    return "NULL" if value is None else f'"{_escaped(str(value))}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def fetch(text: str, parameters: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    """Return the rows of a read."""
    with connection.cursor() as cursor:
        cursor.execute(text, tuple(parameters))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def objects(model: type[Row], condition: Sql, order: str = "") -> list[Row]:
    """Return objects of one table, whole, as the ORM gives them."""
    whole = _whole(model)
    text = f"{whole.text} WHERE {condition.text}"
    if order:
        text += f" ORDER BY {order}"
    made = []
    for row in fetch(text, condition.parameters):
        values = list(row)
        for rank, column, converters in whole.converted:
            for convert in converters:
                values[rank] = convert(values[rank], column, connection)
        made.append(model.from_db(connection.alias, whole.names, values))
    return made


class Whole(NamedTuple):
    """How the objects of a table are read: the statement, the fields, how some columns are converted."""

    text: str
    names: list[str]
    converted: Sequence[tuple[int, Expression, list[Callable[..., Any]]]]


@cache
def _whole(model: type[Model]) -> Whole:
    quoted = connection.ops.quote_name
    table = model._meta.db_table
    fields = model._meta.concrete_fields
    columns = [field.get_col(table) for field in fields]
    converted = []
    for rank, column in enumerate(columns):
        converters = connection.ops.get_db_converters(column) + column.get_db_converters(connection)
        if converters:
            converted.append((rank, column, converters))
    shown = ", ".join(quoted(str(field.column)) for field in fields)
    return Whole(
        f"SELECT {shown} FROM {quoted(table)}",  # noqa: S608 -- names of the model
        [field.attname for field in fields],
        converted,
    )


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
    held = column_of(rows.model, field)
    column = f"{quoted(rows.model._meta.db_table)}.{quoted(str(held.column))}"
    return rows.filter(Holds(among(column, keys, type_of(held))))


def column_of(model: type[Model], name: str) -> Field[Any, Any]:
    """Return the field of a model that is a column of this name. Raises TypeError when there is none."""
    field = model._meta.get_field(name)
    if not isinstance(field, Field) or field.column is None:
        raise TypeError(f"{model.__name__}.{name} is no column.")
    return field


@cache
def type_of(field: Field[Any, Any]) -> str:
    """Return the type of a column without its length: a cast to a length would cut texts in silence."""
    return str(field.db_type(connection)).partition("(")[0]


def _parameters(pieces: Iterable[Sql]) -> tuple[Any, ...]:
    return tuple(parameter for each in pieces for parameter in each.parameters)
