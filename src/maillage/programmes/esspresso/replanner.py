"""Plans an event again, on the day or the evening before."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from maillage.engines import meetings
from maillage.engines.meetings import Imposed, Meeting, Option, Problem, Progress, Replan
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
    stopped: Callable[[], bool] = lambda: False,
) -> Planning:
    """The best plan after the changes that moves no meeting that can stay, checked; the best found so far
    once `stopped` says so.

    Raises `ProblemError` when the changes make no sense, `PlanRejected` should the checker refuse the plan.
    """
    before, pins = planning.solution.meetings, _pairs(planning.pins)
    changes = day.changes
    staying = [meeting for meeting in before if _stays(meeting, pins, day)]
    again = meetings.replan(
        _of_the_day(planning, day),
        staying,
        replace(changes, newcomers=(), wishes=()),
        seconds=seconds,
        seed=seed,
        progress=progress,
        options=day.announced,
        stopped=stopped,
    )
    old = planning.event
    event = Event(old.title, old.place, old.timetable, (*old.guests, *day.newcomers), again.problem)
    after = again.solution.meetings
    replanned = Replanned(
        changes.from_slot,
        day.announced,
        planning.pins,
        *differences(before, after),
        tuple(
            replace(option, moved=people_moved(before, after, option.solution.meetings))
            for option in again.options
            if _keeps_pins(option, again, planning.pins)
        ),
        lapsed=again.lapsed,
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
    """What was held stays; later, what was announced or imposed does as far as it can."""
    held = meeting.slot < day.changes.from_slot
    return held or day.announced or frozenset((meeting.a, meeting.b)) in pins


def _of_the_day(planning: Planning, day: Day) -> Problem:
    """The problem with the newcomers and their wishes; a wish made since takes back a refusal.

    Newcomers were not there before the round from which all is planned again. Of the imposed meetings, only
    those of the organisers are left, which no option moves. Promises that lapsed are tried again.
    """
    problem, changes, pins = planning.event.problem, day.changes, _pairs(planning.pins)
    wished = {(each.source, each.target) for each in changes.wishes}
    to_come = frozenset(range(changes.from_slot, problem.slot_count + 1))
    newcomers = tuple(
        replace(newcomer, slots=to_come if newcomer.slots is None else to_come & newcomer.slots)
        for newcomer in changes.newcomers
    )
    lapsed = planning.replanned.lapsed if planning.replanned else {}
    invited = (
        replace(each, quota_min=lapsed[each.code]) if each.code in lapsed else each
        for each in problem.participants
    )
    return replace(
        problem,
        participants=(*invited, *newcomers),
        people=(*problem.people, *day.people),
        wishes=(*problem.wishes, *changes.wishes),
        refusals=tuple(each for each in problem.refusals if (each.source, each.target) not in wished),
        imposed=tuple(
            Imposed(meeting.a, meeting.b, meeting.slot)
            for meeting in planning.solution.meetings
            if frozenset((meeting.a, meeting.b)) in pins
        ),
    )


def _keeps_pins(option: Option, again: Replan, pins: Iterable[Imposed]) -> bool:
    """An option is offered when it solves the same problem and moves nothing from where it was imposed."""
    if replace(option.problem, imposed=again.problem.imposed) != again.problem:
        return False
    still, other = (
        {frozenset((meeting.a, meeting.b)): meeting for meeting in solution.meetings}
        for solution in (again.solution, option.solution)
    )
    for pin in pins:
        now, then = still.get(frozenset((pin.a, pin.b))), other.get(frozenset((pin.a, pin.b)))
        if now is None:
            continue
        if then is None or (pin.slot and then.slot != now.slot) or (pin.table and then.table != now.table):
            return False
    return True
