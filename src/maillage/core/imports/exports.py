"""Every refused and mended cell in a file to correct the list with: text that no spreadsheet runs."""

import io
from collections.abc import Iterator

import xlsxwriter
from django.utils.translation import gettext as _

from maillage.core.imports.importer import importers
from maillage.core.imports.models import ImportRun
from maillage.core.imports.wording import told
from maillage.core.ui.spreadsheets import csv_file

WIDTHS = (8, 24, 40, 14, 70)


def cells(run: ImportRun) -> Iterator[tuple[int, str, str, str, str]]:
    """Yield each cell: its line, its column, what it says, what became of it, why."""
    words = importers()[run.importer].words()
    for fault in run.faults.order_by("number", "pk").iterator(chunk_size=2000):
        severity = str(fault.get_severity_display())
        yield fault.number, fault.column, fault.value, severity, told(fault, words)


def header() -> list[str]:
    """Return the names of the columns."""
    return [_("line"), _("column"), _("what the cell says"), _("what became of it"), _("why")]


def as_csv(run: ImportRun) -> bytes:
    """Return the cells as a CSV file that spreadsheets open with its accents."""
    return csv_file(header(), cells(run))


def as_workbook(run: ImportRun) -> bytes:
    """Return the cells as an .xlsx file, under a header that stays and filters."""
    memory = io.BytesIO()
    # A cell such as « =1+1 » or « http://… » stays the text that it is; rows are written as they come.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(memory, options) as book:
        sheet = book.add_worksheet(_("Cells"))
        sheet.freeze_panes(1, 0)
        for at, width in enumerate(WIDTHS):
            sheet.set_column(at, at, width)
        sheet.write_row(0, 0, header(), book.add_format({"bold": True, "bottom": 1}))
        last = 0
        for last, row in enumerate(cells(run), start=1):
            sheet.write_row(last, 0, row)
        sheet.autofilter(0, 0, last, len(WIDTHS) - 1)
    return memory.getvalue()
