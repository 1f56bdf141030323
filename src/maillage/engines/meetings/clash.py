"""An impossible demand: a smallest set of demands that clash.

Demands are the imposed meetings and the promised minimums. They are taken away one after the other; one that
can be taken while the rest still clashes was not needed. What is left is irreducible: without any one of
them, the others can be met. Source: the deletion filter of Chinneck and Dravnieks (ORSA Journal on Computing
3, 1991).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from maillage.engines.meetings.problem import Fault, Imposed, Problem


@dataclass(frozen=True, slots=True)
class _Demand:
    """An imposed meeting, or the promise made to a code."""

    imposed: Imposed | None = None
    promised: str = ""


def clashing_demands(problem: Problem, possible: Callable[[Problem], bool]) -> tuple[Fault, ...]:
    """Faults of an irreducible set of demands of this impossible problem; `possible` says whether a problem
    has a plan. Codes: imposed_clash (a, b, slot, table) and promise_clash (code, quota_min)."""
    demands = [_Demand(imposed=imposed) for imposed in problem.imposed]
    demands += [
        _Demand(promised=participant.code) for participant in problem.participants if participant.quota_min
    ]
    needed = _narrowed(problem, demands, possible)
    for demand in list(needed):
        fewer = [other for other in needed if other is not demand]
        if not possible(_only(problem, fewer)):
            needed = fewer
    return tuple(_fault(problem, demand) for demand in needed)


def _narrowed(
    problem: Problem, demands: Sequence[_Demand], possible: Callable[[Problem], bool]
) -> Sequence[_Demand]:
    """A shorter list that still clashes: halves are dropped while they can be, which spares most trials."""
    size = len(demands) // 2
    while size:
        start = 0
        while start < len(demands):
            fewer = [*demands[:start], *demands[start + size :]]
            if possible(_only(problem, fewer)):
                start += size
            else:
                demands = fewer
        size //= 2
    return demands


def _only(problem: Problem, demands: Sequence[_Demand]) -> Problem:
    """The problem with these demands alone."""
    promised = {demand.promised for demand in demands}
    participants = tuple(
        participant if participant.code in promised else replace(participant, quota_min=0)
        for participant in problem.participants
    )
    imposed = tuple(demand.imposed for demand in demands if demand.imposed)
    return replace(problem, participants=participants, imposed=imposed)


def _fault(problem: Problem, demand: _Demand) -> Fault:
    if demand.imposed is None:
        quotas = {participant.code: participant.quota_min for participant in problem.participants}
        return Fault("promise_clash", {"code": demand.promised, "quota_min": quotas[demand.promised]})
    imposed = demand.imposed
    return Fault(
        "imposed_clash",
        {"a": imposed.a, "b": imposed.b, "slot": imposed.slot or 0, "table": imposed.table or ""},
    )
