"""Turns the bytes of a CSV or spreadsheet file into one table of texts, or says why it cannot be read.

Nothing here touches the database or the disk. Every cell becomes the text that its reader saw: 7.0 reads
« 7 », a date reads 2026-11-24, and fourteen digits kept as a number stay fourteen digits.
"""

import csv
import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, XmlError, ZipError

MOST_BYTES = 20_000_000
# A small archive can unfold into gigabytes: refused before a parser sees it.
MOST_UNFOLDED_BYTES = 300_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_CELL = 5_000
ROWS_WHERE_HEADERS_STAND = 20

ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DELIMITERS = (";", ",", "\t", "|")
DAMAGE = (
    *(CalamineError, XmlError, ZipError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError),
    *(ValueError, OSError, EOFError, struct.error),
)
# What no cell should hold and no database be given: control signs, and those that turn the text around.
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")

Scalar = str | float | int | bool | date | datetime | time | timedelta | None


class UnreadableFileError(ValueError):
    """The file cannot be read as a table; ``code`` says why, ``facts`` with which figures."""

    def __init__(self, code: str, **facts: int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


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
    if content.startswith((ZIP_MAGIC, OLE_MAGIC)):
        candidates = _sheets(content)
    else:
        candidates = _csv_tables(_decoded(content))
    for name, rows in candidates:
        table = _headed(name, rows)
        if table is not None:
            return table
    raise UnreadableFileError("no_headers")


def clean(value: Scalar) -> str:
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
        case _:
            return _SPACES.sub(" ", _UNWANTED.sub("", str(value))).strip()[:LONGEST_CELL]


def _sheets(content: bytes) -> Iterator[tuple[str, list[Row]]]:
    try:
        if content.startswith(ZIP_MAGIC):
            _check_archive(content)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = workbook.sheet_names
    except PasswordError as error:
        raise UnreadableFileError("password") from error
    except UnreadableFileError:
        raise
    # A damaged file can fail anywhere in the readers, each with its own exception.
    except DAMAGE as error:
        raise UnreadableFileError("damaged") from error
    for name in names:
        try:
            sheet = workbook.get_sheet_by_name(name)
            first = sheet.start[0] + 1 if sheet.start else 1
            values = sheet.to_python(skip_empty_area=True)
        except DAMAGE as error:
            raise UnreadableFileError("damaged") from error
        yield name, _rows(enumerate(values, start=first))


def _check_archive(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unfolded = sum(item.file_size for item in archive.infolist())
        if unfolded > MOST_UNFOLDED_BYTES:
            raise UnreadableFileError("unfolds_too_big", most=MOST_UNFOLDED_BYTES // 1_000_000)
        # An archive that lies about its sizes fails its checksums.
        if archive.testzip() is not None:
            raise zipfile.BadZipFile


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError("not_a_table")


def _csv_tables(text: str) -> Iterator[tuple[str, list[Row]]]:
    """Yield the table read with the delimiter that cuts the first lines most, the others after it."""
    start = text[:20_000]
    for delimiter in sorted(DELIMITERS, key=lambda each: -start.count(each)):
        try:
            yield "", _rows(_csv_lines(text, delimiter))
        except csv.Error as error:
            raise UnreadableFileError("not_a_table") from error


def _csv_lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    for cells in reader:
        if not (len(cells) == 1 and cells[0].lower().startswith("sep=")):
            yield number, cells
        number = reader.line_num + 1


def _rows(lines: Iterable[tuple[int, Iterable[Scalar]]]) -> list[Row]:
    rows = []
    for number, cells in lines:
        texts = tuple(clean(cell) for cell in list(cells)[:MOST_COLUMNS])
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
