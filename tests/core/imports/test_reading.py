"""Lists are read as people have them, or refused in words that say what to do."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.imports import cells, reading
from maillage.core.imports.cells import CellError
from maillage.core.imports.reading import read_table
from maillage.core.imports.sheets import UnreadableFileError
from maillage.core.imports.wording import FILES, REFUSED, REPAIRED, unreadable

LIST = "Nom;SIRET;Commune\nVélo Quetsche;13002526500013;Toul\nRecyclerie de l’Étang;;Nancy\n"


def workbook(rows, sheet="Liste"):
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(line, column, cell, day)
                else:
                    page.write(line, column, cell)
    return memory.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        LIST.encode("utf-8"),
        LIST.encode("utf-8-sig"),
        LIST.replace("’", "'").encode("cp1252"),
        LIST.encode("utf-16"),
        LIST.replace(";", ",").encode(),
        LIST.replace(";", "\t").encode(),
        ("sep=;\r\n" + LIST.replace("\n", "\r\n")).encode(),
        ("Liste de notre réseau\n\n" + LIST).encode(),
    ],
)
def test_a_csv_file_is_read_whatever_saved_it(content):
    table = read_table(content)
    assert table.headers == ("Nom", "SIRET", "Commune")
    assert [row.cells[0].replace("'", "’") for row in table.rows] == [
        "Vélo Quetsche",
        "Recyclerie de l’Étang",
    ]


def test_the_number_of_a_line_is_the_one_that_people_see():
    table = read_table(b'nom;objet\nA;"deux\nlignes"\n\nB;x\n')
    assert [(row.number, row.cells[0]) for row in table.rows] == [(2, "A"), (5, "B")]


def test_a_spreadsheet_is_read_as_it_looks():
    table = read_table(workbook([["Nom", "SIRET", "Depuis"], ["Vélo", 13002526500013, date(2019, 3, 1)]]))
    assert table.rows[0].cells == ("Vélo", "13002526500013", "2019-03-01")


def bomb():
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"0" * 80_000_000)
    return memory.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"PK\x03\x04 nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0 nothing", "damaged"),
        (workbook([["Nom", "SIRET"], ["A", "1"]])[:900], "damaged"),
        (b"nom\nA\n", "no_headers"),
        (b"nom;siret\n", "no_headers"),
        (b"nom;nom\nA;B\n", "repeated_header"),
        (b"\xff\xfe\x00", "not_a_table"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(content, code):
    with pytest.raises(UnreadableFileError) as refusal:
        read_table(content)
    assert refusal.value.code == code
    assert "%" not in unreadable(refusal.value)


def test_a_zip_bomb_is_not_opened():
    with pytest.raises(UnreadableFileError) as refusal:
        read_table(bomb())
    assert refusal.value.code == "unfolds_too_big"


def test_a_file_that_is_too_heavy_or_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    with pytest.raises(UnreadableFileError, match="too_big"):
        read_table(b"nom;siret\nA;1\n")
    monkeypatch.setattr(reading, "MOST_BYTES", 1000)
    monkeypatch.setattr(reading, "MOST_ROWS", 1)
    with pytest.raises(UnreadableFileError, match="too_many_rows"):
        read_table(b"nom;siret\nA;1\nB;2\n")


def test_what_hides_or_turns_a_text_around_is_taken_out():
    assert reading.clean("Vélo\0 \u202equetsche\u202c\u200b\ufeff") == "Vélo quetsche"


@given(st.text(st.sampled_from("aÉ-\0\n\t\u00a0\u202f\u200b\u202e\ufeff  "), max_size=20))
def test_a_text_stands_on_one_line_with_single_spaces(text):
    seen = "".join(sign for sign in text if sign not in "\0\u200b\u202e\ufeff")
    assert reading.clean(text) == " ".join(seen.split())


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(content):
    code, texts = "", []
    try:
        texts = [cell for row in read_table(content).rows for cell in row.cells]
    except UnreadableFileError as error:
        code = error.code
    assert (code in FILES) != bool(texts)
    assert not any("\0" in text for text in texts)


READERS = [
    cells.text(200),
    cells.whole_number(1000),
    cells.degrees(90),
    *(cells.day, cells.email, cells.phone, cells.web, cells.yes_no),
]


@given(st.sampled_from(READERS), st.text(min_size=1, max_size=60))
def test_any_cell_is_read_or_refused_with_a_reason_that_has_words(reader, text):
    refusal, repairs = "", set()
    try:
        repairs = set(reader(reading.clean(text) or "x").repairs)
    except CellError as error:
        refusal = str(REFUSED[error.code]) % ({"value": text} | error.facts)
    assert refusal or repairs <= REPAIRED.keys()


@pytest.mark.parametrize(
    ("reader", "cell", "value"),
    [
        (cells.whole_number(1000), "12,0", 12),
        (cells.whole_number(100_000), "1 200", 1200),
        (cells.day, "24/11/2026", "2026-11-24"),
        (cells.day, "2019", "2019-01-01"),
        (cells.email, "Contact@Example.org", "contact@example.org"),
        (cells.phone, "3 83 00 00 00", "03 83 00 00 00"),
        (cells.phone, "+33 3 83 00 00 00", "03 83 00 00 00"),
        (cells.web, "www.example.org", "https://www.example.org"),
        (cells.degrees(90), "48,692", 48.692),
        (cells.yes_no, "Oui", "yes"),
    ],
)
def test_what_is_clear_is_mended(reader, cell, value):
    assert reader(cell).value == value


@pytest.mark.parametrize(
    ("reader", "cell", "code"),
    [
        (cells.text(200), "=HYPERLINK(1)", "formula"),
        (cells.text(200), "@SOMME(A1)", "formula"),
        (cells.text(5), "trop long", "too_long"),
        (cells.text(200), "Soci\ufffdt\ufffd", "encoding"),
        (cells.whole_number(10), "11", "too_large"),
        (cells.whole_number(10), "dix", "not_a_number"),
        (cells.day, "31/02/2020", "not_a_date"),
        (cells.email, "pas une adresse", "not_an_email"),
        (cells.phone, "12", "not_a_phone"),
        (cells.web, "javascript:alert(1)", "not_a_site"),
        (cells.degrees(90), "148", "off_the_globe"),
        (cells.yes_no, "peut-être", "not_yes_no"),
    ],
)
def test_what_is_not_clear_is_refused(reader, cell, code):
    with pytest.raises(CellError) as refusal:
        reader(cell)
    assert refusal.value.code == code
