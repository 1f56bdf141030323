"""Plans an event: solve, check without the solver, compare with first come first served."""

from collections.abc import Callable

from maillage.engines import meetings
from maillage.engines.meetings import Progress, Violation, check
from maillage.programmes.esspresso.comparison import compare
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.event import Event


class PlanRejected(Exception):  # noqa: N818 -- a verdict of the checker
    """The checker found something wrong in a plan: nothing of it may be shown or written."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__(", ".join(violation.code for violation in violations))
        self.violations = violations


def plan(
    event: Event,
    *,
    seconds: float,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Planning:
    """The best plan found within `seconds`, or before `stopped` says so, checked.

    Raises `ImpossibleDemandError` when demands clash, `PlanRejected` should the checker refuse the plan.
    """
    solution = meetings.solve(event.problem, seconds=seconds, seed=seed, progress=progress, stopped=stopped)
    violations = check(event.problem, solution)
    if violations:
        raise PlanRejected(violations)
    comparison = None
    if not event.problem.requests:
        comparison = compare(event.problem, solution.meetings, seed)
    return Planning(event, solution, comparison)
