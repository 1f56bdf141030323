"""Columns of open data files: declared once, they make both the file and its Table Schema."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.functional import Promise

Cell = str | int | float | date | None
Kind = Literal["string", "integer", "number", "date", "year"]

# What makes a spreadsheet run a cell as a formula; a number or a telephone number so begun is harmless.
_FORMULA = re.compile(r"^\s*[=+\-@\t\r]")
_HARMLESS = re.compile(r"^[+-]?[0-9 .,()]*$")


@dataclass(frozen=True)
class Column:
    """One column: its name in the file, its kind, what it means, and what its cells must look like."""

    name: str
    kind: Kind
    meaning: str | Promise
    example: str = ""
    required: bool = False
    is_key: bool = False
    pattern: str = ""
    values: tuple[str, ...] = ()

    def schema(self) -> dict[str, object]:
        """Return its Table Schema field, without what it leaves open."""
        constraints = {
            "required": self.required,
            "pattern": self.pattern,
            "enum": list(self.values),
        }
        kept = {name: value for name, value in constraints.items() if value}
        field: dict[str, object] = {"name": self.name, "type": self.kind, "description": str(self.meaning)}
        if self.example:
            field["example"] = self.example
        if kept:
            field["constraints"] = kept
        return field


def to_csv(columns: Sequence[Column], rows: Iterable[Mapping[str, Cell]]) -> str:
    """Write rows as CSV (RFC 4180, UTF-8, comma): dates as 2026-11-24, nothing where nothing is known.

    A text that a spreadsheet would run as a formula is kept from it by an apostrophe.
    """
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([_written(row[column.name]) for column in columns])
    return written.getvalue()


def to_json(columns: Sequence[Column], row: Mapping[str, Cell]) -> dict[str, object]:
    """Return a row as JSON values, in the order of the columns."""
    values = ((column.name, row[column.name]) for column in columns)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values}


def _written(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) and not _HARMLESS.match(value) else value
    return value.isoformat() if isinstance(value, date) else str(value)
