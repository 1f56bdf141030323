"""Turns the bytes of a CSV or spreadsheet file into one table of texts, or says why it cannot be read.

Nothing here touches the database or the disk. Every cell becomes the text that its reader saw: 7.0 reads
« 7 », a date reads 2026-11-24, and fourteen digits kept as a number stay fourteen digits.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from maillage.core.imports.sheets import (
    Cell,
    Line,
    UnreadableFileError,
    csv_lines,
    is_spreadsheet,
    sheets,
    text_of,
)

MOST_BYTES = 20_000_000
MOST_UNFOLDED_BYTES = 300_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_CELL = 5_000
ROWS_WHERE_HEADERS_STAND = 20

DELIMITERS = (";", ",", "\t", "|")
# What no cell should hold and no database be given: control signs, and those that turn the text around.
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the number that an editor or a spreadsheet shows, from 1, and its texts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The headers and the lines under them, empty ones left out; ``sheet`` is the name of the sheet read."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...] = field(repr=False)
    sheet: str = ""


def read_table(content: bytes) -> Table:
    """Read the table of a file; of several sheets, the first that holds one.

    Raises UnreadableFileError with one of: empty, too_big, unfolds_too_big, password, damaged, not_a_table,
    too_many_rows, no_headers, repeated_header.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableFileError(
            "too_big", megabytes=len(content) // 1_000_000, most=MOST_BYTES // 1_000_000
        )
    if not content.strip():
        raise UnreadableFileError("empty")
    candidates = _sheets(content) if is_spreadsheet(content) else _csv_tables(text_of(content))
    for name, rows in candidates:
        table = _headed(name, rows)
        if table is not None:
            return table
    raise UnreadableFileError("no_headers")


def clean(value: Cell) -> str:
    """Return the text of a cell on one line, without what could harm or hide."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case float() if value.is_integer() and abs(value) < 1e16:
            return str(int(value))
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date() | time():
            return value.isoformat()
        case str() if value.isprintable() and "  " not in value:
            # Most cells: nothing to mend.
            return value.strip()[:LONGEST_CELL]
        case _:
            return _SPACES.sub(" ", _UNWANTED.sub("", str(value))).strip()[:LONGEST_CELL]


def _sheets(content: bytes) -> Iterator[tuple[str, list[Row]]]:
    for name, lines in sheets(content, MOST_UNFOLDED_BYTES):
        yield name, _rows(lines)


def _csv_tables(text: str) -> Iterator[tuple[str, list[Row]]]:
    """Yield the table read with the delimiter that cuts the first lines most, the others after it."""
    start = text[:20_000]
    for delimiter in sorted(DELIMITERS, key=lambda each: -start.count(each)):
        yield "", _rows(csv_lines(text, delimiter))


def _rows(lines: Iterable[Line]) -> list[Row]:
    rows = []
    for number, cells in lines:
        texts = tuple(clean(cell) for cell in cells[:MOST_COLUMNS])
        if any(texts):
            rows.append(Row(number, texts))
        if len(rows) > MOST_ROWS + ROWS_WHERE_HEADERS_STAND:
            raise UnreadableFileError("too_many_rows", most=MOST_ROWS)
    return rows


def _headed(name: str, rows: list[Row]) -> Table | None:
    """Return the table under its headers: the first of the first lines with as many names as the fullest."""
    top = rows[:ROWS_WHERE_HEADERS_STAND]
    widest = max((_width(row) for row in top), default=0)
    at = next((index for index, row in enumerate(top) if _width(row) == widest), None)
    if at is None or widest < 2 or len(rows) == at + 1:
        return None
    headers = rows[at].cells
    twice = [header for header, times in Counter(filter(None, headers)).items() if times > 1]
    if twice:
        raise UnreadableFileError("repeated_header")
    if len(rows) - at - 1 > MOST_ROWS:
        raise UnreadableFileError("too_many_rows", most=MOST_ROWS)
    return Table(headers, tuple(rows[at + 1 :]), name)


def _width(row: Row) -> int:
    return sum(map(bool, row.cells))
