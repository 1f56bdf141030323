"""Plans an event again, on the day or the evening before."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from maillage.engines.meetings import Imposed, Meeting, Option, Problem, Progress
from maillage.engines.meetings import replan as solve_again
from maillage.programmes.esspresso.day import Day
from maillage.programmes.esspresso.document import Planning, Replanned, differences
from maillage.programmes.esspresso.event import Event
from maillage.programmes.esspresso.planner import PlanRejected
from maillage.programmes.esspresso.verification import people_moved, verify

Pair = frozenset[str]


def replan(
    planning: Planning,
    day: Day,
    *,
    seconds: float,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
) -> Planning:
    """The best plan after the changes that moves no meeting that can stay, checked.

    Raises `ProblemError` when the changes make no sense, `PlanRejected` should the checker refuse the plan.
    """
    before, pins = planning.solution.meetings, _pairs(planning.pins)
    changes = day.changes
    staying = [meeting for meeting in before if _stays(meeting, pins, day)]
    again = solve_again(
        _of_the_day(planning.event.problem, day, before),
        staying,
        replace(changes, newcomers=(), wishes=(), refusals=()),
        announced=day.announced or any(meeting.slot >= changes.from_slot for meeting in staying),
        seconds=seconds,
        seed=seed,
        progress=progress,
    )
    old = planning.event
    event = Event(old.title, old.place, old.timetable, (*old.guests, *day.newcomers), again.problem)
    meetings = again.solution.meetings
    replanned = Replanned(
        changes.from_slot,
        day.announced,
        planning.pins,
        *differences(before, meetings),
        tuple(
            replace(option, moved=people_moved(before, meetings, option.solution.meetings))
            for option in again.options
            if day.announced and _leaves_in_place(option, again.problem, meetings, pins)
        ),
    )
    return _verified(Planning(event, again.solution, replanned=replanned))


def choose(before: Planning, planning: Planning, number: int) -> Planning:
    """The plan of an option, counted from 1, as the new plan. `before` is the plan of before the changes.

    Raises `IndexError` when there is no such option, `PlanRejected` should the checker refuse it.
    """
    replanned = planning.replanned
    if replanned is None or number < 1:
        raise IndexError(number)
    option = replanned.options[number - 1]
    event = replace(planning.event, problem=option.problem)
    moved, dropped, added = differences(before.solution.meetings, option.solution.meetings)
    chosen = replace(
        replanned, moved=moved, dropped=dropped, added=added, options=(), people_moved=option.moved
    )
    return _verified(Planning(event, option.solution, replanned=chosen))


def _verified(planning: Planning) -> Planning:
    violations = verify(planning)
    if violations:
        raise PlanRejected(violations)
    return planning


def _pairs(demands: Iterable[Imposed]) -> frozenset[Pair]:
    return frozenset(frozenset((demand.a, demand.b)) for demand in demands)


def _stays(meeting: Meeting, pins: Collection[Pair], day: Day) -> bool:
    """What was held stays; later, what was announced or imposed does, unless one of the two now refuses."""
    if meeting.slot < day.changes.from_slot:
        return True
    pair = frozenset((meeting.a, meeting.b))
    refused = {frozenset((refusal.source, refusal.target)) for refusal in day.changes.refusals}
    return pair not in refused and (day.announced or pair in pins)


def _of_the_day(problem: Problem, day: Day, before: Iterable[Meeting]) -> Problem:
    """The problem with the newcomers, their wishes, and who changed their mind.

    Newcomers were not there before the round from which all is planned again.
    """
    changes = day.changes
    met = {frozenset((each.a, each.b)) for each in before if each.slot < changes.from_slot}
    refusals = [each for each in changes.refusals if frozenset((each.source, each.target)) not in met]
    refused = {(each.source, each.target) for each in refusals}
    wished = {(each.source, each.target) for each in changes.wishes}
    to_come = frozenset(range(changes.from_slot, problem.slot_count + 1))
    newcomers = tuple(
        replace(newcomer, slots=to_come if newcomer.slots is None else to_come & newcomer.slots)
        for newcomer in changes.newcomers
    )
    return replace(
        problem,
        participants=(*problem.participants, *newcomers),
        people=(*problem.people, *day.people),
        wishes=(
            *(each for each in problem.wishes if (each.source, each.target) not in refused),
            *changes.wishes,
        ),
        refusals=(
            *(each for each in problem.refusals if (each.source, each.target) not in wished),
            *refusals,
        ),
        imposed=(),
    )


def _leaves_in_place(
    option: Option, problem: Problem, meetings: Iterable[Meeting], pins: Collection[Pair]
) -> bool:
    """An option is offered when it solves the same problem and moves nothing that the organisers imposed."""
    if replace(option.problem, imposed=problem.imposed) != problem:
        return False
    places = {_pair(meeting): (meeting.slot, meeting.table) for meeting in option.solution.meetings}
    return all(
        places.get(_pair(meeting)) == (meeting.slot, meeting.table)
        for meeting in meetings
        if _pair(meeting) in pins
    )


def _pair(meeting: Meeting) -> Pair:
    return frozenset((meeting.a, meeting.b))
