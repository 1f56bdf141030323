"""Tables for spreadsheets: no text runs as a formula, numbers stay numbers; decided in one place."""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import maillage
from maillage.core.ui.spreadsheets import csv_file, csv_line, harmless

RUN = ("=", "+", "-", "@", "\t", "\r")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1+1", "-A1", "+A1"]
)
def test_what_would_run_is_kept_from_it(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Vélo", "+33 3 83 00 00 01", "-12,5", "(03) 83", "1=1", "l’atelier -"])
def test_what_would_not_run_is_left_as_it_is(text):
    assert harmless(text) == text


@given(st.text(max_size=40) | st.tuples(st.sampled_from(RUN), st.text(max_size=40)).map("".join))
def test_no_text_begins_as_a_formula_unless_it_is_a_number(text):
    told = harmless(text)
    assert told in {text, f"'{text}"}
    if told.lstrip().startswith(RUN):
        assert re.fullmatch(r"[+-]?[0-9 .,()]*", told)


def test_a_line_holds_days_numbers_and_nothing():
    line = csv_line(["=1", None, date(2026, 11, 28), -2, 48.5, Decimal("1.20"), "a;b"], delimiter=",")
    assert line == "'=1,,2026-11-28,-2,48.5,1.20,a;b\r\n"


def test_a_file_is_read_back_as_it_was_told():
    content = csv_file(["a", "b"], [['é;"', -1], ["-x", None]])
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [["a", "b"], ['é;"', "-1"], ["'-x", ""]]


def test_files_for_spreadsheets_are_written_in_one_place():
    root = Path(maillage.__file__).parent
    writers = {
        str(path.relative_to(root)) for path in root.rglob("*.py") if "csv.writer(" in path.read_text("utf-8")
    }
    # The second writes what an importer reads: no spreadsheet opens it.
    assert writers == {"core/ui/spreadsheets.py", "programmes/directory/structures/fetching.py"}
