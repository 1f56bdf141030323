"""Opening hours: what people type is read back as they would type it, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.organisations import hours

TIMES = st.lists(st.integers(0, 47), min_size=2, max_size=6, unique=True).map(sorted)


@given(st.integers(1, 7), TIMES)
def test_hours_written_are_read_back(day: int, halves: list[int]) -> None:
    clocks = [f"{half // 2:02}:{half % 2 * 30:02}" for half in halves]
    stretches = [(day, opens, closes) for opens, closes in zip(clocks[::2], clocks[1::2], strict=False)]
    assert hours.read_day(day, hours.write_day(stretches, day)) == stretches


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("9 h – 12 h, 14 h – 18 h", [(1, "09:00", "12:00"), (1, "14:00", "18:00")]),
        ("9h-12h30 et 14h à 17h", [(1, "09:00", "12:30"), (1, "14:00", "17:00")]),
        ("9-12", [(1, "09:00", "12:00")]),
        ("9:30-12:15", [(1, "09:30", "12:15")]),
        ("20 h – 24 h", [(1, "20:00", "00:00")]),
        ("18 h – 0 h", [(1, "18:00", "00:00")]),
        ("0 h – 24 h", [(1, "00:00", "00:00")]),
        ("11 h – 14 h, 18 h – 1 h 30", [(1, "11:00", "14:00"), (1, "18:00", "01:30")]),
        ("9 h — 12 h", [(1, "09:00", "12:00")]),
        ("", []),
    ],
)
def test_many_ways_of_writing_are_read(text: str, stretches: list[hours.Stretch]) -> None:
    assert hours.read_day(1, text) == stretches


@pytest.mark.parametrize(
    "text",
    [
        "le matin",
        "12 h – 9 h",
        "9 h",
        "9 h – 9 h",
        "9 h – 12 h, 11 h – 14 h",
        "25 h – 26 h",
        "9-99",
        "9 h – 48 h",
        "22 h – 25 h",
        "24 h – 2 h",
        "9 h 75 – 12 h",
        "18 h – 24 h, 20 h – 22 h",
        "18 h – 24 h, 1 h – 2 h",
        "20 h – 2 h, 22 h – 23 h",
        "9 h – 6 h",
    ],
)
def test_what_is_no_hour_is_given_back(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        hours.read_day(1, text)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    try:
        read = hours.read_day(3, text)
    except ValueError:
        return
    assert all(day == 3 for day, _opens, _closes in read)


STRETCHES = st.lists(st.tuples(st.integers(0, 24), st.integers(0, 26)), min_size=1, max_size=4)


@given(STRETCHES)
def test_what_is_read_is_in_order_without_overlap_and_read_back(typed: list[tuple[int, int]]) -> None:
    try:
        read = hours.read_day(2, ", ".join(f"{opens} h – {closes} h" for opens, closes in typed))
    except ValueError:
        return
    assert len(read) == len(typed)
    assert hours.read_day(2, hours.write_day(read, 2)) == read
    until = 0
    for _day, opens, closes in read:
        begins, ends = int(opens[:2]), int(closes[:2])
        assert until <= begins < 24
        until = ends if ends > begins else ends + 24


def test_a_night_is_told_to_end_the_next_day():
    (shown,) = hours.lines([[6, "20:00", "02:00"]])
    assert shown[1].replace("\u00a0", " ") == "de 20 h 00 à 2 h 00 le lendemain"


def test_a_page_shows_the_open_days() -> None:
    kept = [[2, "14:00", "18:30"], [1, "09:00", "12:00"]]
    assert [day for day, _stretches in hours.lines(kept)] == ["lundi", "mardi"]
    assert hours.lines(kept)[1][1].replace("\u00a0", " ") == "de 14 h 00 à 18 h 30"
