"""Every way of planning that is compared, each measured in a process of its own."""

import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from time import monotonic, process_time

from bench.meetings.generator import event
from bench.meetings.monolith import monolithic_value
from maillage.engines.meetings import Problem, check, first_come_first_served, greedy, solve
from maillage.engines.meetings.checker import check_meetings, value_of


@dataclass(frozen=True, slots=True)
class Event:
    """What to draw: size, seed, share of people who are there for a part only."""

    size: int
    seed: int = 0
    windows: float = 0.0

    def problem(self) -> Problem:
        return event(self.size, self.seed, windows=self.windows)


@dataclass(frozen=True, slots=True)
class Measure:
    """What one planner did with one event: wall clock, processor time of all its threads, peak of memory.
    `bound` and `certified` are 0 for those that give none."""

    value: int
    seconds: float
    processor: float
    mebibytes: int
    bound: int = 0
    certified: int = 0
    note: str = ""


def first_come(drawn: Event) -> Measure:
    """Each takes the first common slot for its wishes in turn, in a random order."""
    return _without_bound(drawn, lambda problem: first_come_first_served(problem, drawn.seed))


def dearest_first(drawn: Event) -> Measure:
    """The dearest pair first, in its first common slot."""
    return _without_bound(drawn, greedy)


def _without_bound(drawn: Event, planner: Callable[[Problem], tuple]) -> Measure:
    problem = drawn.problem()
    watch = _Watch()
    meetings = planner(problem)
    spent = watch.spent()
    assert not list(check_meetings(problem, meetings))
    return Measure(value_of(problem, meetings), *spent, _mebibytes())


def monolith(drawn: Event, seconds: float) -> Measure:
    """One CP-SAT model of the whole."""
    problem = drawn.problem()
    watch = _Watch()
    value, note = monolithic_value(problem, seconds)
    return Measure(value, *watch.spent(), _mebibytes(), note=note)


def planner(drawn: Event, *, fair: bool) -> Measure:
    """The planner of this project, its answer verified by the checker."""
    problem = drawn.problem()
    watch = _Watch()
    solution = solve(problem, fair=fair)
    spent = watch.spent()
    memory = _mebibytes()
    violations = check(problem, solution)
    assert not violations, violations
    note = str(solution.status)
    if solution.fairness:
        fairness = solution.fairness
        shown = "" if fairness.proved else " (not proved)"
        note += f", served {fairness.served}{shown}, price {100 * fairness.price:.1f} %"
    return Measure(solution.value, *spent, memory, solution.bound, solution.certified_bound, note)


def by_weight(drawn: Event) -> Measure:
    """The planner, by weight alone."""
    return planner(drawn, fair=False)


def fairest(drawn: Event) -> Measure:
    """The planner as it is by default: the fairest, then the dearest."""
    return planner(drawn, fair=True)


class _Watch:
    def __init__(self) -> None:
        self._wall, self._processor = monotonic(), process_time()

    def spent(self) -> tuple[float, float]:
        return monotonic() - self._wall, process_time() - self._processor


def _mebibytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measured(measure: Callable[..., Measure], *arguments: object) -> Measure:
    """The measure, taken in a new process: memory is its own, and nothing is warm."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure, *arguments).result()
