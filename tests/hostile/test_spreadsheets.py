"""Entities planted in real spreadsheets: nothing unfolds, nothing from elsewhere is read."""

import io
import zipfile
from time import process_time

import pytest
import xlsxwriter

from maillage.core.imports.reading import read_table
from maillage.core.imports.sheets import UnreadableFileError

MARK = "MARQUE"
LAUGHS = (
    '<!DOCTYPE sst [<!ENTITY a0 "haha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
ODS = (
    '<?xml version="1.0"?>{doctype}<office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="Liste">{rows}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
    'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    "</manifest:manifest>"
)


def xlsx(doctype, value):
    """Return a real workbook whose shared texts begin with a document type, and hold ``value`` in a cell."""
    made, planted = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Nom", "Ville"])
    sheet.write_row(1, 0, [MARK, "Nancy"])
    book.close()
    with zipfile.ZipFile(made) as read, zipfile.ZipFile(planted, "w") as written:
        for name in read.namelist():
            part = read.read(name).decode()
            if name == "xl/sharedStrings.xml":
                assert MARK in part
                part = part.replace("?>", "?>" + doctype, 1).replace(MARK, value)
            written.writestr(name, part)
    return planted.getvalue()


def ods(doctype, value):
    """Return an OpenDocument sheet that begins with a document type, and holds ``value`` in a cell."""
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
            for text in cells
        )
        + "</table:table-row>"
        for cells in (("Nom", "Ville"), (value, "Nancy"))
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", ODS.format(doctype=doctype, rows=rows))
    return written.getvalue()


def read(content):
    """Return every text that the reader gives, and those of its refusal."""
    try:
        table = read_table(content)
    except UnreadableFileError as refusal:
        return f"refused: {refusal}"
    return str([row.cells for row in table.rows])


both = pytest.mark.parametrize("sheet", [xlsx, ods])


@both
def test_the_sheets_of_these_tests_are_read_when_nothing_is_planted(sheet):
    assert "Atelier" in read(sheet("", "Atelier"))


@both
def test_entities_within_entities_do_not_unfold(sheet):
    before = process_time()
    told = read(sheet(LAUGHS, "&a9;"))
    assert process_time() - before < 2
    assert "haha" not in told
    assert len(told) < 500


@both
@pytest.mark.parametrize("place", ["file", "http"])
def test_an_entity_from_outside_is_not_fetched(sheet, place, tmp_path):
    """A socket that left the machine would fail the test by itself (tests/invariants/network.py)."""
    secret = tmp_path / "secret.txt"
    secret.write_text("un secret de la machine", encoding="utf-8")
    address = secret.as_uri() if place == "file" else "http://example.org/secret"
    told = read(sheet(f'<!DOCTYPE sst [<!ENTITY dehors SYSTEM "{address}">]>', "&dehors;"))
    assert "un secret" not in told
