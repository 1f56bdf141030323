"""Turns the bytes of a CSV or spreadsheet file into sheets of cells."""

import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, XmlError, ZipError

from maillage.programmes.esspresso.files.findings import Findings, Place
from maillage.programmes.esspresso.files.formulas import FORMULA, formula_cells

MAX_BYTES = 10_000_000
# A small archive can unfold into gigabytes: refused before a parser sees it.
MAX_UNFOLDED_BYTES = 100_000_000
MAX_COLUMNS = 200
MAX_ROWS = 200_000

ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DELIMITERS = (";", ",", "\t")
DAMAGE = (
    *(CalamineError, XmlError, ZipError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError),
    *(ValueError, OSError, EOFError, struct.error),
)

Cell = str | float | int | bool | date | datetime | time | timedelta | None


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
    if upload.content.startswith((ZIP_MAGIC, OLE_MAGIC)):
        return _spreadsheet(upload, place, findings)
    return _csv(upload, place, findings)


def _spreadsheet(upload: Upload, place: Place, findings: Findings) -> tuple[Sheet, ...]:
    try:
        if upload.content.startswith(ZIP_MAGIC) and not _unfolds_safely(upload.content):
            findings.error("unfolds_too_big", place, most=MAX_UNFOLDED_BYTES // 1_000_000)
            return ()
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(upload.content))
        sheets = tuple(Sheet(name, _rows(workbook, name)) for name in workbook.sheet_names)
        formulas = formula_cells(upload.content)
    except PasswordError:
        findings.error("password", place)
    # A damaged file can fail anywhere in the readers, each with its own exception.
    except DAMAGE:
        findings.error("unreadable_spreadsheet", place)
    else:
        if sum(len(sheet.rows) for sheet in sheets) > MAX_ROWS:
            findings.error("too_many_rows", place, most=MAX_ROWS)
            return ()
        return tuple(Sheet(sheet.name, _marked(sheet.rows, formulas.get(sheet.name, ()))) for sheet in sheets)
    return ()


def _unfolds_safely(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(item.file_size for item in archive.infolist()) > MAX_UNFOLDED_BYTES:
            return False
        # An archive that lies about its sizes fails its checksums.
        if archive.testzip() is not None:
            raise zipfile.BadZipFile
        return True


def _rows(workbook: CalamineWorkbook, name: str) -> tuple[Row, ...]:
    sheet = workbook.get_sheet_by_name(name)
    first = sheet.start[0] + 1 if sheet.start else 1
    rows = sheet.to_python(skip_empty_area=True)
    left = sheet.start[1] if sheet.start else 0
    return tuple(
        Row(number, (None,) * left + tuple(cells[:MAX_COLUMNS]))
        for number, cells in enumerate(rows, start=first)
    )


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


def _csv(upload: Upload, place: Place, findings: Findings) -> tuple[Sheet, ...]:
    text = _text(upload.content)
    if text is None or "\0" in text:
        findings.error("not_a_table", place)
        return ()
    try:
        candidates = [tuple(_csv_rows(text, delimiter)) for delimiter in DELIMITERS]
    except csv.Error:
        findings.error("not_a_table", place)
        return ()
    if max(map(len, candidates)) > MAX_ROWS:
        findings.error("too_many_rows", place, most=MAX_ROWS)
        return ()
    return tuple(Sheet("", rows) for rows in candidates)


def _text(content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _csv_rows(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    for cells in reader:
        if len(cells) == 1 and cells[0].lower().startswith(
            "sep="
        ):  # a note that spreadsheets leave to themselves
            number = reader.line_num + 1
            continue
        yield Row(number, tuple(cells[:MAX_COLUMNS]))
        number = reader.line_num + 1
