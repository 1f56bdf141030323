"""Tables for spreadsheets, CSV and XLSX, in which no text can run as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import xlsxwriter

Cell = str | int | float | Decimal | date | None
# At the head of a file, it tells spreadsheets that accents are in UTF-8.
MARK = "\ufeff"
WIDEST = 60
# What makes a spreadsheet run a cell as a formula; a number or a telephone number so begun is harmless.
_FORMULA = re.compile(r"^\s*[=+\-@\t\r]")
_HARMLESS = re.compile(r"^[+-]?[0-9 .,()]*$")


def csv_file(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as CSV, separated by semicolons, in UTF-8 with its mark; days as 2026-11-28."""
    return (MARK + "".join(csv_line(row) for row in (header, *rows))).encode()


def csv_line(cells: Iterable[Cell], delimiter: str = ";") -> str:
    """Return one line of a CSV file with its end: days as 2026-11-28, nothing where nothing is known."""
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter).writerow([_plain(cell) for cell in cells])
    return line.getvalue()


def xlsx_file(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as a workbook of one sheet: numbers are numbers, days are days, texts stay texts."""
    memory = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "dd/mm/yyyy",
    }
    with xlsxwriter.Workbook(memory, options) as book:
        sheet = book.add_worksheet(title[:31])
        sheet.freeze_panes(1, 1)
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrapped = {"text_wrap": True, "valign": "top"}
        text, day = book.add_format(wrapped), book.add_format({**wrapped, "num_format": "dd/mm/yyyy"})
        widths = [len(name) for name in header]
        sheet.write_row(0, 0, header, bold)
        for number, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, at, cell, day if isinstance(cell, date) else text)
                    widths[at] = max(widths[at], len(str(cell)))
        for at, width in enumerate(widths):
            sheet.set_column(at, at, min(width + 2, WIDEST))
    return memory.getvalue()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return harmless(cell) if isinstance(cell, str) else str(cell)


def harmless(text: str) -> str:
    """Keep a spreadsheet from running a text as a formula, by an apostrophe before it."""
    return f"'{text}" if _FORMULA.match(text) and not _HARMLESS.match(text) else text
