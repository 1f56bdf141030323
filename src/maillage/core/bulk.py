"""Many rows in one statement: ten times as fast as objects, on both databases.

For rows that a program writes by the thousand. Nothing of the model's own Python runs: no default, no
``auto_now``, no ``save``; constraints of the database hold as always. Names of fields come from the code,
values are given as parameters.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, count, islice
from json import JSONEncoder
from operator import attrgetter
from socket import SO_SNDBUF, SOL_SOCKET, socket
from typing import Any, NamedTuple, TypeVar

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models.base import ModelState

from maillage.core.sql import array, column_of, type_of

AT_ONCE = 500
# Bytes that may wait on the way to PostgreSQL, as far as the system allows: what a batch of an import weighs.
ROOM = 4_000_000
# What drivers take as it is; other fields say how their values are stored.
_TAKEN_AS_IT_IS = (models.IntegerField, models.BooleanField, models.ForeignKey)
Row = Sequence[Any]
T = TypeVar("T", bound=models.Model)


def insert(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Row],
    *,
    unique: Sequence[str] = (),
    update: Sequence[str] = (),
    told: Sequence[str] = (),
) -> list[tuple[Any, ...]]:
    """Insert rows given in the order of the fields ``names``; a foreign key is given as the key.

    ``unique`` names the fields of a unique constraint: a row that is there already is then left alone, or
    gets the fields ``update`` of the new one. No two rows given may be the same under that constraint.

    Return the fields ``told`` of each row that was inserted or updated, in no order: numbers and texts only.
    """
    fields = [column_of(model, name) for name in names]
    ending = ""
    if unique:
        ending = f" ON CONFLICT ({_columns(column_of(model, name) for name in unique)}) DO "
        newer = [column_of(model, name) for name in update]
        ending += f"UPDATE SET {_assigned(newer, 'EXCLUDED')}" if newer else "NOTHING"
    if told:
        ending += f" RETURNING {_columns(column_of(model, name) for name in told)}"
    table = connection.ops.quote_name(model._meta.db_table)
    return _run(
        fields,
        rows,
        lambda given: (
            f"INSERT INTO {table} ({_columns(fields)})"  # noqa: S608 -- names of the models
            # Without « WHERE », SQLite takes « ON CONFLICT » for a condition of the join.
            f" SELECT {', '.join(given.columns)} FROM {given.rows} WHERE TRUE{ending}"
        ),
        told=bool(told),
    )


def create(objects: Sequence[models.Model], *, told: Sequence[str] = ()) -> list[tuple[Any, ...]]:
    """Insert objects of one model as they are, see ``insert``; they do not learn the keys they were given."""
    if not objects:
        return []
    model = type(objects[0])
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    rows = map(attrgetter(*(field.attname for field in fields)), objects)
    return insert(model, [field.name for field in fields], rows, told=told)


def another(blank: T) -> T:
    """Return an object that is not saved yet, with the values of this one, which holds no list nor object.

    A model takes three times as long to make, or to copy.
    """
    made = blank.__class__.__new__(blank.__class__)
    made.__dict__.update(blank.__dict__)
    # Its own: what it points at, and whether it is saved, are told there.
    state = ModelState()
    state.fields_cache = made.__dict__["_state"].fields_cache.copy()
    made.__dict__["_state"] = state
    return made


def read(rows: models.QuerySet[T], **pointed_at: models.Model) -> list[T]:
    """Return the objects of a read, whole; ``pointed_at`` are objects at hand that all of them point at.

    The ORM takes three times as long to make them.
    """
    model = rows.model
    names = [field.attname for field in model._meta.concrete_fields]
    made = []
    for values in rows.values_list(*names):
        row = model.__new__(model)
        row.__dict__.update(zip(names, values, strict=True))
        state = row.__dict__["_state"] = ModelState()
        state.adding, state.db = False, rows.db
        state.fields_cache = pointed_at.copy()
        made.append(row)
    return made


def change(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Give rows that are there new values: each row given is the primary key, then the fields ``names``."""
    key = model._meta.pk
    fields = [column_of(model, name) for name in names]
    table = connection.ops.quote_name(model._meta.db_table)

    def statement(given: Given) -> str:
        given_key, *columns = given.columns
        assigned = ", ".join(
            f"{_quoted(field)} = {column}" for field, column in zip(fields, columns, strict=True)
        )
        return (
            f"UPDATE {table} SET {assigned} FROM {given.rows}"  # noqa: S608 -- names of the models
            f" WHERE {table}.{_quoted(key)} = {given_key}"
        )

    _run([key, *fields], rows, statement)


@contextmanager
def in_a_row() -> Iterator[None]:
    """Let PostgreSQL write rows while this process prepares what follows; the next read waits for them all.

    What is refused is told by that read, or at the end. Statements that tell how many rows they changed do
    not know it here.
    """
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    if connection.connection.pgconn.pipeline_status:
        yield
        return
    # Without room for several statements, the driver waits until the server has read the one before.
    with socket(fileno=os.dup(connection.connection.pgconn.socket)) as line:
        line.setsockopt(SOL_SOCKET, SO_SNDBUF, ROOM)
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


class Given(NamedTuple):
    """Rows as a table in SQL, and what each field of theirs is called."""

    rows: str
    columns: list[str]


def _run(
    fields: Sequence[models.Field[Any, Any]],
    rows: Iterable[Row],
    statement: Callable[[Given], str],
    *,
    told: bool = False,
) -> list[tuple[Any, ...]]:
    """Run the statement on five hundred rows at once.

    Its parameters: first the fields that say the same in every row, which are given once, then the rows.
    """
    sent = []
    with transaction.atomic(savepoint=False), in_a_row():
        for part in _parts(rows):
            columns = list(zip(*part, strict=True))
            # One field at least makes the rows; of a change, it is the key.
            once = [
                rank > 0 and _says_one_thing(field, values)
                for rank, (field, values) in enumerate(zip(fields, columns, strict=True))
            ]
            alike, own = [], []
            for field, values, is_once in zip(fields, columns, once, strict=True):
                if is_once:
                    alike += _stored(field, values[:1])
                else:
                    own.append(_stored(field, values))
            given = _given(fields, once, len(part))
            cursor = _cursor()
            cursor.execute(statement(given), [*alike, *_in_order(own)])
            sent.append(cursor)
        return [row for cursor in sent for row in cursor.fetchall()] if told else []


def _cursor() -> CursorWrapper:
    """Return a cursor that sends parameters beside the statement, as they are.

    Django's cursor for PostgreSQL writes them into the text of the statement: arrays of JSON are then quoted
    twice and read twice, and a row takes four times as long.
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    # Not asked of SQLite's users, who have no use for the driver in memory.
    from psycopg import Cursor

    wrapped = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return wrapped(Cursor(connection.connection))  # type: ignore[arg-type]  # the stubs wrap a wrapper


def _says_one_thing(field: models.Field[Any, Any], values: Sequence[Any]) -> bool:
    if isinstance(field, models.JSONField):
        # Python calls 1 and True equal; JSON does not. Lists and objects that are empty are safe to compare.
        return values[0] in ([], {}) and values.count(values[0]) == len(values)
    return values.count(values[0]) == len(values)


def _given(fields: Sequence[models.Field[Any, Any]], once: Sequence[bool], many: int) -> Given:
    own = [field for field, is_once in zip(fields, once, strict=True) if not is_once]
    if connection.vendor == "postgresql":
        arrays = ", ".join(f"%b::{type_of(field)}[]" for field in own)
        names = [f"column{rank}" for rank, _field in enumerate(own, start=1)]
        rows = f"unnest({arrays}) AS given ({', '.join(names)})"
        marks = [f"%b::{type_of(field)}" for field in fields]
    else:
        # Its columns are called column1, column2…
        marks_of_a_row = f"({', '.join(['%s'] * len(own))})"
        rows = f"(VALUES {', '.join([marks_of_a_row] * many)}) AS given"
        marks = ["%s"] * len(fields)
    rank = count(1)
    columns = [
        mark if is_once else f"given.column{next(rank)}" for mark, is_once in zip(marks, once, strict=True)
    ]
    return Given(rows, columns)


def _in_order(columns: Sequence[list[Any]]) -> list[Any]:
    """Return the parameters of rows given by their columns: arrays, or value by value."""
    if connection.vendor == "postgresql":
        return list(map(array, columns))
    return list(chain.from_iterable(zip(*columns, strict=True)))


def _parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while part := list(islice(left, AT_ONCE)):
        yield part


def _stored(field: models.Field[Any, Any], values: Sequence[Any]) -> list[Any]:
    if isinstance(field, _TAKEN_AS_IT_IS):
        return list(values)
    if isinstance(field, models.CharField | models.TextField):
        # A choice is a text too, and an array holds one type.
        return [value if value is None else str(value) for value in values]
    if isinstance(field, models.FloatField):
        return [value if value is None else float(value) for value in values]
    if isinstance(field, models.DateField):
        # A batch is written at one instant, or at few.
        stored = {value: field.get_db_prep_save(value, connection) for value in set(values)}
        return [stored[value] for value in values]
    if isinstance(field, models.JSONField):
        written = (field.encoder or JSONEncoder)(ensure_ascii=False).encode
        return [value if value is None else written(value) for value in values]
    return [field.get_db_prep_save(value, connection) for value in values]


def _columns(fields: Iterable[models.Field[Any, Any]]) -> str:
    return ", ".join(_quoted(field) for field in fields)


def _assigned(fields: Iterable[models.Field[Any, Any]], source: str) -> str:
    return ", ".join(f"{_quoted(field)} = {source}.{_quoted(field)}" for field in fields)


def _quoted(field: models.Field[Any, Any]) -> str:
    return str(connection.ops.quote_name(str(field.column)))
