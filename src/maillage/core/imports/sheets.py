"""Opens the bytes of a CSV or spreadsheet file: lines of cells, or why there are none.

Nothing here touches the database or the disk, nor decides what the cells mean.
"""

import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, XmlError, ZipError

ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DAMAGE = (
    *(CalamineError, XmlError, ZipError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError),
    *(ValueError, OSError, EOFError, struct.error),
)

Cell = str | float | int | bool | date | datetime | time | timedelta | None
Line = tuple[int, list[Cell]]


class UnreadableFileError(Exception):
    """The file cannot be read as a table; ``code`` says why, ``facts`` with which figures."""

    def __init__(self, code: str, **facts: int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def is_spreadsheet(content: bytes) -> bool:
    """True for .xlsx, .ods and .xls files, by their first bytes."""
    return content.startswith((ZIP_MAGIC, OLE_MAGIC))


def sheets(content: bytes, most_unfolded: int) -> Iterator[tuple[str, Iterator[Line]]]:
    """Yield each sheet of a spreadsheet: its name, and its lines with the number that a spreadsheet shows.

    A small archive can unfold into gigabytes: past `most_unfolded` bytes it is refused before a parser sees
    it. Raises UnreadableFileError with one of: password, unfolds_too_big, damaged.
    """
    try:
        if content.startswith(ZIP_MAGIC):
            _check_archive(content, most_unfolded)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = workbook.sheet_names
    except PasswordError as error:
        raise UnreadableFileError("password") from error
    # A damaged file can fail anywhere in the readers, each with its own exception.
    except DAMAGE as error:
        raise UnreadableFileError("damaged") from error
    for name in names:
        try:
            sheet = workbook.get_sheet_by_name(name)
            above, left = sheet.start or (0, 0)
            lines = sheet.to_python(skip_empty_area=True)
        except DAMAGE as error:
            raise UnreadableFileError("damaged") from error
        yield name, enumerate(([None] * left + list(cells) for cells in lines), start=above + 1)


def _check_archive(content: bytes, most: int) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(item.file_size for item in archive.infolist()) > most:
            raise UnreadableFileError("unfolds_too_big", most=most // 1_000_000)
        # An archive that lies about its sizes fails its checksums.
        if archive.testzip() is not None:
            raise zipfile.BadZipFile


def text_of(content: bytes) -> str:
    """The text of a CSV file, whatever its encoding. Raises UnreadableFileError: not_a_table."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
        break
    raise UnreadableFileError("not_a_table")


def csv_lines(text: str, delimiter: str) -> Iterator[Line]:
    """Yield the lines of a CSV with the number that an editor shows.

    Raises UnreadableFileError: not_a_table.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    try:
        for cells in reader:
            # « sep=; » is a note that spreadsheets leave to themselves
            if not (len(cells) == 1 and cells[0].lower().startswith("sep=")):
                yield number, list(cells)
            number = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFileError("not_a_table") from error
