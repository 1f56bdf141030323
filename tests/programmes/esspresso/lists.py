"""Small lists to try the reader with, each a change away from one that is right."""

import io
import zipfile
from datetime import time

import xlsxwriter

from maillage.programmes.esspresso.event import Timetable
from maillage.programmes.esspresso.files import Brief, Reading, Upload, read_event

PARTICIPANTS = "code;nom;ess;quota_max;disponible\nA1;Alpha;oui;2;\nB2;Béta;non;2;\nC3;Gamma;oui;2;1-3\n"
WISHES = "de;vers;rang\nA1;B2;1\nB2;A1;1\nC3;A1;1\nC3;B2;non\n"


def brief(**changes: object) -> Brief:
    """Four slots at two tables, two meetings each, unless changed."""
    settings: dict[str, object] = {"timetable": Timetable(slots=4, start=time(9)), "tables": 2, "quota": 2}
    return Brief(**(settings | changes))


def read(
    participants: str | bytes = PARTICIPANTS,
    wishes: str | bytes = WISHES,
    constraints: str | bytes | None = None,
    names: tuple[str, str, str] = ("participants.csv", "souhaits.csv", "contraintes.csv"),
    **changes: object,
) -> Reading:
    """Read these lists."""
    uploads = [
        Upload(name, content.encode() if isinstance(content, str) else content)
        for name, content in zip(names, (participants, wishes, constraints), strict=True)
        if content is not None
    ]
    return read_event(brief(**changes), *uploads)


def open_cell(text: str, formula: str = "") -> str:
    """A cell of an .ods, with the text that it shows."""
    computed = f" table:formula='{formula}'" if formula else ""
    return (
        f"<table:table-cell office:value-type='string'{computed}><text:p>{text}</text:p></table:table-cell>"
    )


def open_document(rows: str) -> bytes:
    """An .ods of one sheet made of these rows, in its own XML."""
    names = " ".join(
        f"xmlns:{short}='urn:oasis:names:tc:opendocument:xmlns:{short}:1.0'"
        for short in ("office", "table", "text")
    )
    sheet = f"<table:table table:name='Liste'>{rows}</table:table>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            f"<manifest:manifest xmlns:manifest='{manifest}'>"
            f"<manifest:file-entry manifest:full-path='/' manifest:media-type='{kind}'/></manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>{sheet}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return content.getvalue()


def codes(findings: tuple) -> list[str]:
    """The codes of findings, in order."""
    return [finding.code for finding in findings]


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    """An .xlsx of these sheets; dates become dates, texts that start with « = » formulas without a result."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str) and cell.startswith("="):
                        sheet.write_formula(line, column, cell, None, "")
                    elif hasattr(cell, "isoformat"):
                        sheet.write_datetime(line, column, cell, day)
                    else:
                        sheet.write(line, column, cell)
    return memory.getvalue()
