"""Columns of open data files: declared once, they make both the file and its Table Schema."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.functional import Promise

from maillage.core.ui.spreadsheets import csv_line

Cell = str | int | float | date | None
Kind = Literal["string", "integer", "number", "date", "year"]


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
    header = csv_line([column.name for column in columns], delimiter=",")
    lines = (csv_line([row[column.name] for column in columns], delimiter=",") for row in rows)
    return "".join([header, *lines])


def to_json(columns: Sequence[Column], row: Mapping[str, Cell]) -> dict[str, object]:
    """Return a row as JSON values, in the order of the columns."""
    values = ((column.name, row[column.name]) for column in columns)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values}
