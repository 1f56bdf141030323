"""People wait less after the slots are swapped, and nothing else changes."""

from bench.meetings.generator import event
from maillage.engines.meetings import check, solve
from maillage.engines.meetings.breaks import breaks_of, with_fewer_breaks
from maillage.engines.meetings.rules import Rules
from maillage.engines.meetings.seating import meetings_of
from maillage.engines.meetings.solution import Meeting


def breaks(meetings: tuple[Meeting, ...]) -> int:
    busy: dict[str, int] = {}
    for meeting in meetings:
        for code in (meeting.a, meeting.b):
            busy[code] = busy.get(code, 0) | 1 << meeting.slot
    return sum(map(breaks_of, busy.values()))


def test_a_break_is_a_run_of_free_slots_between_meetings() -> None:
    assert [breaks_of(busy) for busy in (0, 0b1, 0b111, 0b101, 0b1001101)] == [0, 0, 0, 1, 2]


def test_the_plan_of_48_has_less_than_half_the_breaks_of_its_colouring() -> None:
    problem = event(48, windows=0.3)
    solution = solve(problem)
    assert check(problem, solution) == ()
    assert breaks(solution.meetings) <= 30


def test_meetings_stay_the_same() -> None:
    problem = event(48)
    solution = solve(problem)
    rules = Rules(problem)
    held = [(rules.candidate(m.a, m.b, m.asked_by), m.slot) for m in solution.meetings]
    again = meetings_of(rules, with_fewer_breaks(rules, held))
    assert {(m.a, m.b) for m in again} == {(m.a, m.b) for m in solution.meetings}
    assert breaks(again) <= breaks(solution.meetings)
