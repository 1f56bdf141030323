"""Options beside a plan that moves nobody: let a few people's agendas change, and say what it gains.

Whom to move is found by choosing pairs afresh while every announced meeting is worth a price more than it is:
only what gains more than the price is given up. Those whose agenda would change are released, and the planner
solves again with all others pinned. Each option is thus a full plan with its own proof among the plans that
leave the others alone; its gain is stated against the plan that moves nobody.
"""

from collections.abc import Sequence
from dataclasses import replace

from maillage.engines.meetings.budget import Budget
from maillage.engines.meetings.changes import Option
from maillage.engines.meetings.pairing import OutOfTimeError
from maillage.engines.meetings.problem import Imposed, ImpossibleDemandError, Problem, Wish
from maillage.engines.meetings.rules import Rules, slots_of
from maillage.engines.meetings.selection import Selection
from maillage.engines.meetings.solution import Meeting, Solution
from maillage.engines.meetings.solver import planned
from maillage.engines.meetings.timetable import Timetable

CHEAPER = 2


def options_of(
    problem: Problem,
    announced: Sequence[Meeting],
    still: Solution,
    staying: Sequence[Imposed],
    seed: int,
    budget: Budget,
) -> tuple[Option, ...]:
    """At most two options that gain, the one that moves fewer people first, found while the budget lasts.

    `announced` are the meetings that the plan `still` keeps, `staying` those of the problem's demands that no
    option may release. The first option pays the weight of the dearest wish for each meeting given up, the
    second one half of it. None is less fair than the plan `still`.
    """
    dearest = max((wish.weight for wish in problem.wishes), default=0)
    options: list[Option] = []
    tried: set[frozenset[str]] = {frozenset()}
    for price in (dearest, dearest // CHEAPER):
        if not price or budget.over:
            break
        try:
            released = _worth_moving(problem, announced, staying, price, budget)
        except OutOfTimeError:
            break
        if released in tried:
            continue
        tried.add(released)
        try:
            option = _release(problem, announced, still, released, staying, seed, budget)
        except ImpossibleDemandError:  # the time was too short to keep promises
            break
        if option.gain > max((other.gain for other in options), default=0):
            options.append(option)
    return tuple(options)


def _worth_moving(
    problem: Problem, announced: Sequence[Meeting], staying: Sequence[Imposed], price: int, budget: Budget
) -> frozenset[str]:
    """Those to release when each announced meeting is worth `price` more than it is: who loses one in the
    dearest choice of pairs, and who gains one that fits beside no agenda. Raises `OutOfTimeError`."""
    fixed = {frozenset((demand.a, demand.b)) for demand in staying}
    to_come = {
        pair: meeting.slot
        for meeting in announced
        for pair in [frozenset((meeting.a, meeting.b))]
        if pair not in fixed and not meeting.request
    }
    asked = {frozenset((wish.source, wish.target)): wish for wish in problem.wishes}
    raised = {wish for pair, wish in asked.items() if pair in to_come}
    wishes = [
        *(replace(wish, weight=wish.weight + price) if wish in raised else wish for wish in problem.wishes),
        *(Wish(a, b, weight=price) for a, b in sorted(map(sorted, to_come.keys() - asked.keys()))),
    ]
    rules = Rules(replace(problem, wishes=tuple(wishes), imposed=tuple(staying), fillers=False))
    chosen = {frozenset((new.a, new.b)): new for new in Selection(rules, budget).choose()}
    kept = [(new, to_come[pair]) for pair, new in chosen.items() if pair in to_come]
    timetable = Timetable(rules, kept)
    released = {code for pair in to_come.keys() - chosen.keys() for code in pair}
    for pair, new in chosen.items():
        if pair not in to_come and not new.imposed:
            free = timetable.free_slots(new)
            if free:
                timetable.hold(new, next(slots_of(free)))
            else:
                released |= pair
    return frozenset(released)


def _release(
    problem: Problem,
    announced: Sequence[Meeting],
    still: Solution,
    released: frozenset[str],
    staying: Sequence[Imposed],
    seed: int,
    budget: Budget,
) -> Option:
    fixed = frozenset(staying)
    free = replace(
        problem,
        imposed=tuple(
            demand
            for demand in problem.imposed
            if demand in fixed or released.isdisjoint((demand.a, demand.b))
        ),
    )
    solution = planned(free, budget, seed=seed, before=announced)
    place = {(frozenset((new.a, new.b)), new.request): (new.slot, new.table) for new in solution.meetings}
    changed = [
        code
        for old in announced
        if place.get((frozenset((old.a, old.b)), old.request)) != (old.slot, old.table)
        for code in (old.a, old.b)
    ]
    return Option(free, solution, tuple(dict.fromkeys(changed)), solution.value - still.value)
