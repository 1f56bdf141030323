"""Yardsticks of the planner of meetings, each beside what is done without it, in the same run.

    python -m bench.meetings.yardsticks [--sizes 48,200,1000,5000] [--seeds 1] [--monolith 60] [--dzn FOLDER]

Events are fictitious (see `generator.py`). Seconds are wall clock on this machine.
"""

import argparse
import resource
import time
from dataclasses import replace
from pathlib import Path

from bench.meetings.generator import event
from bench.meetings.monolith import monolithic_value
from maillage.engines.meetings import (
    Changes,
    Problem,
    check,
    first_come_first_served,
    greedy,
    parse_dzn,
    replan,
    solve,
)
from maillage.engines.meetings.checker import value_of

ABSENT = 17  # one participant in seventeen does not come: 6 %
HEADER = "event            seconds    value    bound certified  gap %   FCFS %  greedy %  monolith %  MiB"


def plan(name: str, problem: Problem, monolith: float, *, fair: bool) -> None:
    """Print one line: our plan, its bounds, and the baselines as shares of the reachable weight."""
    solution = solve(problem, fair=fair)
    violations = check(problem, solution)
    assert not violations, violations
    best = solution.bound if not fair else solve(problem, fair=False).bound
    shares = [value_of(problem, first_come_first_served(problem)), value_of(problem, greedy(problem))]
    told = "".join(f"{100 * share / best:9.1f}" for share in shares)
    whole = f"{100 * monolithic_value(problem, monolith) / best:11.1f}" if monolith else "          -"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{name:16}{solution.seconds.total:8.2f}{solution.value:9}{solution.bound:9}"
        f"{solution.certified_bound:10}{100 * solution.gap:7.3f}{told}{whole}{memory:6}"
    )
    if solution.fairness:
        fairness = solution.fairness
        price = f"price {100 * fairness.price:.1f} %"
        print(f"    fairness: served {fairness.served}, {price}, proved {fairness.proved}")


def absents(name: str, problem: Problem, *, fair: bool) -> None:
    """Print one line: 6 % do not come; the plan that moves nobody against a fresh optimum."""
    solution = solve(problem, fair=fair)
    gone = frozenset(participant.code for participant in problem.participants[::ABSENT])
    started = time.monotonic()
    new = replan(problem, solution.meetings, Changes(1, absent=gone), fair=fair)
    spent = time.monotonic() - started
    assert not check(new.problem, new.solution)
    fresh = solve(replace(new.problem, imposed=()), fair=fair)
    print(
        f"{name:16}{spent:8.2f} s, {100 * new.solution.value / fresh.value:.2f} % of a fresh optimum, "
        f"{len(new.moved)} meetings moved, {len(new.added)} added, {len(new.options)} options"
    )


def brokerage(folder: Path) -> None:
    """Print one line per instance: requests placed, bound, seconds."""
    for path in sorted(folder.glob("*.dzn")):
        problem = parse_dzn(path.read_text())
        solution = solve(problem)
        assert not check(problem, solution)
        print(
            f"{path.stem:34}{solution.value:5} of {len(problem.requests):4}, at most {solution.bound:4}"
            f"{solution.seconds.total:8.2f} s"
        )


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="48,200,1000")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--monolith", type=float, default=0.0, help="seconds given to a monolithic CP-SAT")
    parser.add_argument("--dzn", type=Path)
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",") if size]
    print(HEADER)
    for size in sizes:
        for seed in range(options.seeds):
            for windows in (0.0, 0.3):
                problem = event(size, seed, windows=windows)
                name = f"{size}{' windows' if windows else ''}"
                plan(f"{name} weight", problem, options.monolith if size <= 1000 else 0.0, fair=False)
                plan(f"{name} fair", problem, 0.0, fair=True)
            absents(f"{size} absents", event(size, seed), fair=True)
    if options.dzn:
        brokerage(options.dzn)


if __name__ == "__main__":
    main()
