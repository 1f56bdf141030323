"""The hours of an event: slots follow one another, pauses push them."""

from datetime import date, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.programmes.esspresso.event import Pause, Timetable, hour_of, pause_of

hours = st.integers(0, 12)


def test_slots_follow_one_another_with_their_gap():
    timetable = Timetable(slots=3, start=time(14), minutes=15, gap=5)
    assert timetable.starts() == (time(14), time(14, 20), time(14, 40))
    assert timetable.end() == time(14, 55)


def test_a_slot_that_meets_a_pause_waits_for_its_end():
    timetable = Timetable(slots=4, start=time(9), pauses=(Pause(time(9, 20), time(9, 45)),))
    assert timetable.starts() == (time(9), time(9, 45), time(10), time(10, 15))


@given(
    st.integers(1, 30),
    hours,
    st.integers(1, 30),
    st.integers(0, 10),
    st.lists(st.tuples(hours, hours), max_size=3),
)
def test_no_slot_overlaps_another_or_a_pause(slots, start, minutes, gap, pauses):
    breaks = tuple(Pause(time(min(pair)), time(max(pair), 30)) for pair in pauses)
    timetable = Timetable(slots, time(start), minutes, gap, breaks)
    starts = timetable.start_minutes()
    assert all(after - before >= minutes + gap for before, after in pairwise(starts))
    for pause in breaks:
        opens, closes = pause.start.hour * 60, pause.end.hour * 60 + 30
        assert all(slot + minutes <= opens or slot >= closes for slot in starts)


def test_an_event_past_midnight_is_seen():
    assert not Timetable(slots=10, start=time(22)).fits_in_the_day
    assert Timetable(slots=8, start=time(22)).fits_in_the_day


@pytest.mark.parametrize("text", ["9:30", "9h30", "09 h 30", " 9H30 "])
def test_hours_are_read_as_people_write_them(text):
    assert hour_of(text) == time(9, 30)


def test_a_pause_is_read_from_its_two_hours():
    assert pause_of("10h - 10:15") == Pause(time(10), time(10, 15))
    for text in ("10:00", "25:00-26:00", "x-y", "1-2-3"):
        with pytest.raises(ValueError, match=r"."):
            pause_of(text)


def test_the_moment_of_a_slot_needs_a_day():
    assert Timetable(slots=2, day=date(2026, 11, 26)).moment(2).isoformat() == "2026-11-26T09:15:00"
    with pytest.raises(ValueError, match="day"):
        Timetable(slots=2).moment(1)
