"""Turns the bytes of a CSV or spreadsheet file into sheets of cells."""

from collections.abc import Iterable
from dataclasses import dataclass

from maillage.core.imports.sheets import (
    DAMAGE,
    Cell,
    Line,
    UnreadableFileError,
    csv_lines,
    is_spreadsheet,
    sheets,
    text_of,
)
from maillage.programmes.esspresso.files.findings import Findings, Place
from maillage.programmes.esspresso.files.formulas import FORMULA, formula_cells

MAX_BYTES = 10_000_000
MAX_UNFOLDED_BYTES = 100_000_000
MAX_COLUMNS = 200
MAX_ROWS = 200_000

DELIMITERS = (";", ",", "\t")
CODES = {"damaged": "unreadable_spreadsheet"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was given: its name, shown in messages, and its bytes.

    `size` is its true size in bytes when `content` was cut short; `fault` says why it could not be opened.
    """

    name: str
    content: bytes
    size: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet. `number` is the line a spreadsheet or an editor shows, from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; a CSV file read with one delimiter is one sheet without a name."""

    name: str
    rows: tuple[Row, ...]


def sheets_of(upload: Upload, findings: Findings) -> tuple[Sheet, ...]:
    """The sheets of a file; none, and an error, when it cannot be read.

    A CSV file gives one candidate sheet per delimiter: the reader keeps the one whose headers it knows.
    """
    place = Place(upload.name)
    if upload.fault:
        findings.error("unreadable_file", place, cause=upload.fault)
        return ()
    size = upload.size or len(upload.content)
    if size > MAX_BYTES:
        findings.error("file_too_big", place, megabytes=size // 1_000_000, most=MAX_BYTES // 1_000_000)
        return ()
    if not upload.content.strip():
        findings.error("empty_file", place)
        return ()
    try:
        found = _spreadsheet(upload.content) if is_spreadsheet(upload.content) else _csv(upload.content)
    except UnreadableFileError as error:
        findings.error(CODES.get(error.code, error.code), place, **error.facts)
        return ()
    return found


def _spreadsheet(content: bytes) -> tuple[Sheet, ...]:
    found = tuple(Sheet(name, _rows(lines)) for name, lines in sheets(content, MAX_UNFOLDED_BYTES))
    if sum(len(sheet.rows) for sheet in found) > MAX_ROWS:
        raise UnreadableFileError("too_many_rows", most=MAX_ROWS)
    try:
        formulas = formula_cells(content)
    except DAMAGE as error:
        raise UnreadableFileError("damaged") from error
    return tuple(Sheet(sheet.name, _marked(sheet.rows, formulas.get(sheet.name, ()))) for sheet in found)


def _csv(content: bytes) -> tuple[Sheet, ...]:
    text = text_of(content)
    found = tuple(Sheet("", _rows(csv_lines(text, delimiter))) for delimiter in DELIMITERS)
    if max(len(sheet.rows) for sheet in found) > MAX_ROWS:
        raise UnreadableFileError("too_many_rows", most=MAX_ROWS)
    return found


def _rows(lines: Iterable[Line]) -> tuple[Row, ...]:
    return tuple(Row(number, tuple(cells[:MAX_COLUMNS])) for number, cells in lines)


def _marked(
    rows: tuple[Row, ...], formulas: tuple[tuple[int, int], ...] | set[tuple[int, int]]
) -> tuple[Row, ...]:
    """The rows where a formula reads as such, not as what it was worth when the file was saved."""
    if not formulas:
        return rows
    marked = []
    for row in rows:
        cells = list(row.cells)
        for line, column in formulas:
            if line == row.number and column < MAX_COLUMNS:
                cells.extend([None] * (column + 1 - len(cells)))
                cells[column] = FORMULA
        marked.append(Row(row.number, tuple(cells)))
    return tuple(marked)
