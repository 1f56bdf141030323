"""Planning again on the day: 6 % of the participants leave before the third round.

The plan that moves nobody is compared with a fresh optimum of the same changed problem: same absents, same
rounds already played, every other agenda free to change. Both are the fairest first, then the dearest; a plan
that is less fair may thus be worth more than the fresh one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from time import process_time

from bench.meetings.generator import event
from maillage.engines.meetings import Changes, Option, Status, check, replan, solve

ONE_IN = 17
FIRST_ROUND = 3
HEADER = (
    "absents: share of a fresh optimum       moves nobody           options that gain, if any"
    "\n  people  seeds  proved processor    median    least     few move, median   more move, median options"
)


@dataclass(frozen=True, slots=True)
class Day:
    """What one event gave: seconds of processor without and with options, worth of the plan that moves nobody
    and of each option as shares of a fresh optimum, with the number of people each option moves."""

    seconds: float
    option_seconds: float
    still: float
    options: tuple[tuple[int, float], ...]
    proved: bool


def day(size: int, seed: int, *, first_round: int = FIRST_ROUND) -> Day:
    """Plan, lose one participant in seventeen, plan again, and plan afresh."""
    problem = event(size, seed)
    plan = solve(problem).meetings
    gone = frozenset(participant.code for participant in problem.participants[seed % ONE_IN :: ONE_IN])
    changes = Changes(first_round, absent=gone)
    started = process_time()
    replan(problem, plan, changes, options=False)
    without = process_time()
    new = replan(problem, plan, changes)
    ended = process_time()
    assert not check(new.problem, new.solution)
    assert not new.moved
    played = tuple(demand for demand in new.problem.imposed if (demand.slot or 0) < first_round)
    fresh = solve(replace(new.problem, imposed=played))

    def told(option: Option) -> tuple[int, float]:
        return len(option.moved), option.solution.value / fresh.value

    return Day(
        without - started,
        ended - without,
        new.solution.value / fresh.value,
        tuple(map(told, new.options)),
        new.solution.status is fresh.status is Status.OPTIMAL,
    )


def absents(size: int, seeds: int) -> None:
    """Print one line about this many events of this size."""
    days = [day(size, seed) for seed in range(seeds)]
    still = [one.still for one in days]
    print(
        f"{size:8}{seeds:7}{sum(one.proved for one in days):8}{median(one.seconds for one in days):11.2f}"
        f"{100 * median(still):10.2f}%{100 * min(still):8.2f}%"
        f"{_told(days, 0):>21}{_told(days, 1):>20}{median(one.option_seconds for one in days):10.2f}",
        flush=True,
    )


def _told(days: Sequence[Day], place: int) -> str:
    """Median worth and people moved when this option, or the one before, is taken wherever there is one."""
    taken = [one.options[: place + 1][-1] if one.options else (0, one.still) for one in days]
    return f"{100 * median(worth for _, worth in taken):.2f}% by {median(moved for moved, _ in taken)}"
