"""Tables for spreadsheets, CSV and XLSX, in which no text can run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import xlsxwriter

Cell = str | int | Decimal | date | None
# A cell that begins so would be read as a formula by a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60


def csv_file(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as CSV, separated by semicolons, in UTF-8 with its mark; days as 2026-11-28."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
    return ("\ufeff" + stream.getvalue()).encode()


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
    text = str(cell)
    # A negative number is one; a text that looks like one is not.
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA) else text
