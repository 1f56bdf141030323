"""A plan made again on the day: it moves nobody needlessly, and its file can be checked."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import icalendar
import pytest
from django.utils import translation

from maillage.engines.meetings import Meeting
from maillage.programmes.esspresso import document
from maillage.programmes.esspresso.agenda import Why, agendas
from maillage.programmes.esspresso.announcement import announcements, sentence
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.example import example_brief, example_files
from maillage.programmes.esspresso.exports import calendars
from maillage.programmes.esspresso.files import read_event
from maillage.programmes.esspresso.files.changes import DayBrief, read_day
from maillage.programmes.esspresso.files.grid import Upload
from maillage.programmes.esspresso.planner import plan
from maillage.programmes.esspresso.replanner import choose, replan
from maillage.programmes.esspresso.verification import verify
from tests.programmes.esspresso.lists import codes

NEWCOMERS = "code,nom,ess,quota_max,representants\nNEUF,Association Neuve,oui,4,1\n"
THEIR_WISHES = "de,vers,rang\nNEUF,E03,1\nNEUF,E20,2\nE03,NEUF,9\n"


@pytest.fixture(scope="module")
def first() -> Planning:
    """The example, planned: E01 and E11 meet in round 3, as the organisers imposed."""
    return plan(read_event(example_brief(), *example_files()).event, seconds=30)


def again(planning: Planning, from_slot: int, seconds: float = 30, **changes: Any) -> Planning:
    """Plan again after what the organisers type."""
    reading = read_day(planning, DayBrief(from_slot, **changes))
    assert reading.errors == ()
    assert reading.day is not None
    return replan(planning, reading.day, seconds=seconds)


def places(planning: Planning) -> dict[frozenset[str], tuple[int, str]]:
    """Where and when each pair meets."""
    return {frozenset((each.a, each.b)): (each.slot, each.table) for each in planning.solution.meetings}


def upload(text: str) -> Upload:
    return Upload("liste.csv", text.encode())


@pytest.fixture(scope="module")
def second(first: Planning) -> Planning:
    """Three absents, one late comer and a table lost, from round 3 on."""
    return again(first, 3, absent="E05, E07,E12", late="E20:5", lost_tables="4")


@pytest.fixture(scope="module")
def offering(first: Planning) -> Planning:
    """A plan made again that offers to move a few people: not every event gains by it."""
    for absent in ("E13,E14,E15", "E01,E02,E03", "E20,E21,E22,E23,E24", "E05,E07,E12", "E04,E06,E08,E10"):
        made = again(first, 3, absent=absent)
        if made.replanned and made.replanned.options:
            return made
    raise AssertionError("no event of the list offers anything")


def test_nobody_moves_but_for_the_lost_table(first: Planning, second: Planning) -> None:
    replanned = second.replanned
    assert replanned is not None
    before, after = places(first), places(second)
    assert all(after[pair] == place for pair, place in before.items() if place[0] < 3)
    for pair, place in before.items():
        if not pair & {"E05", "E07", "E12", "E20"} and place[1] != "4":
            assert after[pair] == place
    assert all(was.table == "4" or "E20" in (was.a, was.b) for was, _now in replanned.moved)
    assert not [meeting for meeting in second.solution.meetings if meeting.slot >= 3 and meeting.table == "4"]


def test_what_changes_is_what_differs_between_both_plans(first: Planning, second: Planning) -> None:
    replanned = second.replanned
    assert replanned is not None
    before, after = set(first.solution.meetings), set(second.solution.meetings)
    moved = set(replanned.moved)
    assert before - after == {was for was, _now in moved} | set(replanned.dropped)
    assert after - before == {now for _was, now in moved} | set(replanned.added)


def test_the_new_plan_survives_its_file_and_is_proved_best(second: Planning) -> None:
    read = document.loads(document.dumps(second))
    assert read == second
    assert verify(read) == ()
    assert second.solution.gap == 0


def test_a_plan_made_again_can_be_made_again(first: Planning, second: Planning) -> None:
    third = again(document.loads(document.dumps(second)), 5, absent="E30", tables=16)
    assert third.replanned is not None
    assert third.replanned.pins == first.event.problem.imposed
    assert verify(third) == ()
    assert not read_day(third, DayBrief(4)).day
    assert codes(read_day(third, DayBrief(4)).errors) == ["round_over"]


def test_who_withdraws_the_evening_before_meets_nobody(first: Planning) -> None:
    evening = again(first, 1, absent="E18")
    assert not any("E18" in (meeting.a, meeting.b) for meeting in evening.solution.meetings)
    kept = places(first).items() - {item for item in places(first).items() if "E18" in item[0]}
    assert kept <= places(evening).items()


def test_who_leaves_early_meets_nobody_after(first: Planning) -> None:
    made = again(first, 2, leaving="E02:4, E09:2")
    for meeting in made.solution.meetings:
        assert "E02" not in (meeting.a, meeting.b) or meeting.slot <= 4
        assert "E09" not in (meeting.a, meeting.b) or meeting.slot <= 2


def test_a_newcomer_meets_those_who_have_room_from_that_round_on(first: Planning) -> None:
    made = again(
        first,
        4,
        absent="E03,E04",
        newcomers=upload(NEWCOMERS),
        wishes=upload(THEIR_WISHES.replace("E03", "E08")),
    )
    held = [meeting for meeting in made.solution.meetings if "NEUF" in (meeting.a, meeting.b)]
    assert held
    assert min(meeting.slot for meeting in held) >= 4
    assert made.event.names["NEUF"] == "Association Neuve"
    assert verify(document.loads(document.dumps(made))) == ()


def test_a_table_added_serves_at_once(first: Planning) -> None:
    made = again(first, 3, tables=17)
    assert {table.name for table in made.event.problem.tables} >= {"16", "17"}
    assert all(meeting.slot >= 3 for meeting in made.solution.meetings if meeting.table in {"16", "17"})


def test_someone_who_now_refuses_meets_the_other_no_more(first: Planning) -> None:
    meeting = next(each for each in first.solution.meetings if each.slot == 6 and each.asked_by)
    source = meeting.asked_by[0]
    target = meeting.b if source == meeting.a else meeting.a
    made = again(first, 3, wishes=upload(f"de,vers,rang\n{source},{target},non\n"))
    assert frozenset((source, target)) not in places(made)
    assert verify(made) == ()


def test_a_plan_nobody_knows_is_made_afresh_around_what_the_organisers_imposed(first: Planning) -> None:
    made = again(first, 2, absent="E05,E06,E07,E08", announced=False)
    assert made.replanned is not None
    assert made.replanned.options == ()
    pin = frozenset(("E01", "E11"))
    assert places(made)[pin] == places(first)[pin]
    announced = again(first, 2, absent="E05,E06,E07,E08")
    assert made.solution.fairness
    assert announced.solution.fairness
    assert made.solution.fairness.served >= announced.solution.fairness.served
    assert verify(document.loads(document.dumps(made))) == ()


def test_options_gain_what_they_say_and_can_be_chosen(first: Planning, offering: Planning) -> None:
    assert offering.replanned is not None
    for number, option in enumerate(offering.replanned.options, start=1):
        chosen = choose(first, offering, number)
        assert chosen.solution.value - offering.solution.value == option.gain > 0
        still, other = places(offering), places(chosen)
        known = places(first).keys()
        moved = {code for pair in known & still.keys() if other.get(pair) != still[pair] for code in pair}
        assert moved == set(option.moved)
        assert verify(document.loads(document.dumps(chosen))) == ()
        pin = frozenset(("E01", "E11"))
        assert other[pin][0] == places(first)[pin][0] == 3
    with pytest.raises(IndexError):
        choose(first, offering, 9)


def test_meetings_that_stay_are_not_told_as_imposed_by_the_organisers(
    first: Planning, second: Planning
) -> None:
    def imposed(planning: Planning) -> set[str]:
        return {
            agenda.guest.code
            for agenda in agendas(planning)
            for each in agenda.appointments
            if each.why is Why.IMPOSED
        }

    assert imposed(second) <= imposed(first)


def test_each_change_is_announced_to_both_sides_and_never_to_the_absent(second: Planning) -> None:
    replanned = second.replanned
    assert replanned is not None
    told = {row.guest.code: row.changes for row in announcements(second)}
    assert not told.keys() & {"E05", "E07", "E12"}
    for meeting in replanned.added:
        for code in (meeting.a, meeting.b):
            assert meeting in {change.now for change in told[code]}
    with translation.override("fr"):
        sentences = [sentence(change, second) for changes in told.values() for change in changes]
    assert any("est annulé" in each for each in sentences)
    assert any("nouveau rendez-vous avec" in each for each in sentences)
    assert any("et non plus à la table 4" in each for each in sentences)


def test_calendars_cancel_what_is_dropped_under_the_same_identifier(
    first: Planning, second: Planning
) -> None:
    def events(planning: Planning, code: str) -> dict[str, str]:
        files = calendars(planning, datetime.now(UTC))
        (content,) = (content for name, content in files.items() if name.startswith(f"{code}-"))
        found = icalendar.Calendar.from_ical(content).walk("VEVENT")
        return {str(event["uid"]): str(event.get("status", "")) for event in found}

    assert second.replanned is not None
    for code in ("E05", second.replanned.dropped[0].a):
        before, after = events(first, code), events(second, code)
        dropped = sum(code in (each.a, each.b) for each in second.replanned.dropped)
        cancelled = [uid for uid, status in after.items() if status == "CANCELLED"]
        assert len(cancelled) == dropped > 0
        assert set(cancelled) <= before.keys()


def cheat(change: Callable[[Planning], Planning]) -> Any:
    return pytest.param(change, id=change.__name__)


def without_an_addition(planning: Planning) -> Planning:
    assert planning.replanned
    return replace(planning, replanned=replace(planning.replanned, added=planning.replanned.added[1:]))


def with_a_false_move(planning: Planning) -> Planning:
    assert planning.replanned
    kept = next(
        each for each in planning.solution.meetings if each not in planning.replanned.added and each.slot > 3
    )
    elsewhere = replace(kept, table="2" if kept.table != "2" else "3")
    return replace(
        planning,
        replanned=replace(planning.replanned, moved=(*planning.replanned.moved, (elsewhere, elsewhere))),
    )


def with_a_past_change(planning: Planning) -> Planning:
    assert planning.replanned
    past = Meeting("E01", "E02", 1, "1")
    return replace(
        planning, replanned=replace(planning.replanned, dropped=(*planning.replanned.dropped, past))
    )


def with_a_drop_that_is_held(planning: Planning) -> Planning:
    assert planning.replanned
    held = replace(planning.replanned.added[0], slot=8)
    return replace(
        planning, replanned=replace(planning.replanned, dropped=(*planning.replanned.dropped, held))
    )


def with_a_greater_gain(planning: Planning) -> Planning:
    assert planning.replanned
    first, *others = planning.replanned.options
    better = replace(first, gain=first.gain + 10)
    return replace(planning, replanned=replace(planning.replanned, options=(better, *others)))


def with_fewer_people_moved(planning: Planning) -> Planning:
    assert planning.replanned
    first, *others = planning.replanned.options
    fewer = replace(first, moved=first.moved[1:])
    return replace(planning, replanned=replace(planning.replanned, options=(fewer, *others)))


def with_two_meetings_at_one_table(planning: Planning) -> Planning:
    one, two, *others = sorted(planning.solution.meetings, key=lambda meeting: -meeting.slot)
    twice = replace(one, table=two.table)
    return replace(planning, solution=replace(planning.solution, meetings=(twice, two, *others)))


@pytest.mark.parametrize(
    "change",
    [
        cheat(without_an_addition),
        cheat(with_a_false_move),
        cheat(with_a_past_change),
        cheat(with_a_drop_that_is_held),
        cheat(with_two_meetings_at_one_table),
    ],
)
def test_every_planted_violation_is_caught(second: Planning, change: Callable[[Planning], Planning]) -> None:
    assert verify(change(second))


@pytest.mark.parametrize("change", [cheat(with_a_greater_gain), cheat(with_fewer_people_moved)])
def test_an_option_that_lies_is_caught(offering: Planning, change: Callable[[Planning], Planning]) -> None:
    assert verify(change(offering))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"from_slot": 0}, ["slot_outside"]),
        ({"from_slot": 9}, ["slot_outside"]),
        ({"absent": "E05,ZZ"}, ["unknown_code"]),
        ({"late": "E05"}, ["round_unread"]),
        ({"late": "E05:9"}, ["slot_outside"]),
        ({"late": "E05:4,E05:5"}, ["repeated_in_option"]),
        ({"absent": "E05", "late": "E05:4"}, ["absent_yet_there"]),
        ({"late": "E05:6", "leaving": "E05:4"}, ["leaves_before_coming"]),
        ({"tables": 0}, ["no_table"]),
        ({"lost_tables": "99"}, ["unknown_table"]),
        ({"accessible": "99"}, ["unknown_accessible_table"]),
        ({"newcomers": upload(NEWCOMERS.replace("NEUF", "E05"))}, ["code_in_plan"]),
        ({"wishes": upload("de,vers,rang\nE01,E42,9\n")}, ["already_wished"]),
        ({"wishes": upload("de,vers,rang\nE01,E08,1\n")}, ["rank_already_held"]),
        ({"wishes": upload(THEIR_WISHES)}, ["unknown_code"] * 3),
        ({"absent": "ZZ", "late": "E05", "tables": 0}, ["unknown_code", "round_unread", "no_table"]),
    ],
)
def test_changes_that_make_no_sense_are_all_told(
    first: Planning, changes: dict[str, Any], expected: list[str]
) -> None:
    reading = read_day(first, DayBrief(**({"from_slot": 3} | changes)))
    assert reading.day is None
    assert sorted(codes(reading.errors)) == sorted(expected)


def test_the_file_of_a_plan_made_again_is_refused_when_its_round_is_forged(second: Planning) -> None:
    forged = json.loads(document.dumps(second))
    forged["replan"]["from_slot"] = 2
    with pytest.raises(document.DocumentError):
        document.from_json(forged)
