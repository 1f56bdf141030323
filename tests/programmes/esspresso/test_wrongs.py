"""Whatever the checker finds wrong has its French sentence."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from maillage.engines.meetings import Violation, checker
from maillage.programmes.esspresso import verification
from maillage.programmes.esspresso.wrongs import WORDS, wrong
from tests.french import as_typed

FACTS = {
    "a": "A1",
    "b": "B2",
    "slot": 3,
    "table": "4",
    "code": "A1",
    "count": 6,
    "request": "r",
    "where": "x",
    "first": "r",
    "then": "s",
    "told": 1,
    "true": 2,
    "bound": 1,
    "value": 2,
    "source": "A1",
    "target": "B2",
}
CODES = {
    code
    for module in (checker, verification)
    for code in re.findall(r'Violation\(\s*"(\w+)"', Path(module.__file__).read_text())
}


def test_no_sentence_is_left_for_what_is_never_found():
    assert WORDS.keys() == CODES


@pytest.mark.parametrize("code", sorted(CODES))
def test_each_wrong_is_told_in_french(code):
    option = {"option": 1} if code.startswith("option") else {}
    with translation.override("fr"):
        french = wrong(Violation(code, {**FACTS, **option}))
    with translation.override("en"):
        english = wrong(Violation(code, {**FACTS, **option}))
    assert french.endswith(".")
    assert french != english
    assert "%" not in french


def test_what_is_wrong_in_an_option_says_which():
    with translation.override("fr"):
        told = wrong(Violation("table_twice", {"table": "4", "slot": 3, "option": 2}))
    assert as_typed(told).startswith("Option 2 : La table 4")
