"""The table of yardsticks: every planner on the same event, in the same run."""

from pathlib import Path

from bench.meetings.planners import (
    Event,
    Measure,
    by_weight,
    dearest_first,
    fairest,
    first_come,
    measured,
    monolith,
)
from maillage.engines.meetings import check, parse_dzn, solve

HEADER = "  planner                   value  % of bound     gap %  certified gap %  seconds processor   MiB"


def compare(drawn: Event, monolith_seconds: float) -> None:
    """Print what each planner makes of this event; shares are of the bound on weight without fairness."""
    windows = f", {100 * drawn.windows:.0f} % there for a part only" if drawn.windows else ""
    ours = measured(by_weight, drawn)
    print(f"\n{drawn.size} participants, seed {drawn.seed}{windows}: bound {ours.bound}\n{HEADER}")
    _line("first come first served", measured(first_come, drawn), ours.bound)
    _line("greedy", measured(dearest_first, drawn), ours.bound)
    if monolith_seconds:
        whole = measured(monolith, drawn, monolith_seconds)
        _line(f"CP-SAT whole, {monolith_seconds:.0f} s", whole, ours.bound)
    _line("ours, weight alone", ours, ours.bound)
    _line("ours, fairest first", measured(fairest, drawn), ours.bound)


def _line(name: str, measure: Measure, reachable: int) -> None:
    gaps = " " * 25
    if measure.bound:
        gap, certified = (1 - measure.value / bound for bound in (measure.bound, measure.certified))
        gaps = f"{100 * gap:9.3f}{100 * certified:16.3f}"
    print(
        f"  {name:24}{measure.value:8}{100 * measure.value / reachable:12.1f} {gaps}"
        f"{measure.seconds:9.2f}{measure.processor:10.2f}{measure.mebibytes:6}  {measure.note}",
        flush=True,
    )


def brokerage(folder: Path) -> None:
    """Print one line per public instance: requests placed, bound, seconds."""
    for path in sorted(folder.glob("*.dzn")):
        problem = parse_dzn(path.read_text())
        solution = solve(problem)
        assert not check(problem, solution)
        print(
            f"{path.stem:34}{solution.value:5} of {len(problem.requests):4}, at most {solution.bound:4}"
            f"{solution.seconds.total:8.2f} s",
            flush=True,
        )
