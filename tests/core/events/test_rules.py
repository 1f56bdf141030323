"""Programmes written as people write them, and names found at a noisy door."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.events.rules.attendance import named_like
from maillage.core.events.rules.programme import read_programme, write_programme

HOURS = st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None))
TEXTS = st.text(st.characters(categories=["L", "P", "Zs"]), max_size=60)
STEPS = st.text(st.characters(categories=["Ll", "Lu"]), min_size=1, max_size=40)


@pytest.mark.parametrize(
    "written", ["14 h 30 Accueil", "14h30 Accueil", "14:30 - Accueil", "14 h 30 : Accueil"]
)
def test_an_hour_is_read_as_people_write_it(written: str) -> None:
    assert read_programme(written) == [(time(14, 30), "Accueil")]


def test_a_round_hour_and_a_line_without_one() -> None:
    assert read_programme("9 h Accueil\n\n3 structures racontent\n") == [
        (time(9), "Accueil"),
        (None, "3 structures racontent"),
    ]


@given(st.lists(st.tuples(st.one_of(st.none(), HOURS), STEPS), max_size=8))
def test_a_programme_written_back_is_read_the_same(lines: list[tuple[time | None, str]]) -> None:
    assert read_programme(write_programme(lines)) == lines


@pytest.mark.parametrize("wanted", ["elo", "FICT", "fictive él", "struct", "12", ""])
def test_a_few_letters_are_enough_without_accents_in_any_order(wanted: str) -> None:
    assert named_like("Élodie Fictive Structure-Exemple 12", wanted)


@given(TEXTS, TEXTS)
def test_whoever_is_found_by_more_letters_is_found_by_fewer(text: str, wanted: str) -> None:
    if named_like(text, wanted):
        assert named_like(text, wanted[: len(wanted) // 2])
