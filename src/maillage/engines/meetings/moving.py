"""Options beside a plan that moves nobody: let a few people's agendas change, and say what it gains.

Those who lack meetings have their announced meetings released; the planner solves again with the others
pinned. Each option is a full plan with its own proof among the plans that leave the others alone; its gain is
stated against the plan that moves nobody.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from maillage.engines.meetings.problem import Problem
from maillage.engines.meetings.solution import Meeting, Solution
from maillage.engines.meetings.solver import solve

FEW_SHARE = 4
LARGE_EVENT = 300


@dataclass(frozen=True, slots=True)
class Option:
    """A plan in which the people of `moved` have some announced meeting changed or dropped.

    `gain` is the weight it adds to the plan that moves nobody. `check` verifies it against `problem`.
    """

    problem: Problem
    solution: Solution
    moved: tuple[str, ...]
    gain: int


def options_of(
    problem: Problem, announced: Sequence[Meeting], still: Solution, from_slot: int, seed: int, *, fair: bool
) -> tuple[Option, ...]:
    """At most two options that gain, the one that moves fewer people first; none for large events, where
    they would take longer than a round allows. `announced` are the meetings that the plan `still` keeps."""
    if len(problem.participants) > LARGE_EVENT:
        return ()
    count = Counter(code for meeting in still.meetings for code in (meeting.a, meeting.b))
    lack = {
        participant.code: participant.quota_max - count[participant.code]
        for participant in problem.participants
        if count[participant.code] < participant.quota_max and participant.slots != frozenset()
    }
    lacking = sorted(lack, key=lambda code: -lack[code])
    options: list[Option] = []
    for released in (lacking[: -(-len(lacking) // FEW_SHARE)], lacking):
        option = _release(problem, announced, still, frozenset(released), from_slot, seed, fair=fair)
        if option.gain > max((other.gain for other in options), default=0):
            options.append(option)
    return tuple(options)


def _release(
    problem: Problem,
    announced: Sequence[Meeting],
    still: Solution,
    released: frozenset[str],
    from_slot: int,
    seed: int,
    *,
    fair: bool,
) -> Option:
    free = replace(
        problem,
        imposed=tuple(
            demand
            for demand in problem.imposed
            if (demand.slot or 0) < from_slot or released.isdisjoint((demand.a, demand.b))
        ),
    )
    solution = solve(free, seed=seed, fair=fair, before=announced)
    place = {(frozenset((new.a, new.b)), new.request): (new.slot, new.table) for new in solution.meetings}
    changed = [
        code
        for old in announced
        if place.get((frozenset((old.a, old.b)), old.request)) != (old.slot, old.table)
        for code in (old.a, old.b)
    ]
    return Option(free, solution, tuple(dict.fromkeys(changed)), solution.value - still.value)
