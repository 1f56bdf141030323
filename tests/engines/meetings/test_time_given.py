"""When time is short the planner gives its best so far, never a wrong plan, and says how far it may be."""

from dataclasses import replace

import pytest

from bench.meetings.generator import event
from maillage.engines.meetings import (
    ImpossibleDemandError,
    Problem,
    Progress,
    check,
    numbered_tables,
    solve,
)


def test_a_plan_stopped_at_once_is_right_and_says_its_gap() -> None:
    problem = event(48)
    solution = solve(problem, stopped=lambda: True)
    assert check(problem, solution) == ()
    assert solution.meetings
    assert solution.value <= solution.bound


def test_a_very_short_time_still_gives_a_plan() -> None:
    problem = event(200, windows=0.3)
    solution = solve(problem, seconds=0.05)
    assert check(problem, solution) == ()
    assert solution.meetings


@pytest.mark.parametrize("windows", [0.0, 0.3])
def test_promises_are_kept_even_when_the_search_is_stopped_at_once(windows: float) -> None:
    problem = promising(event(48, windows=windows), 4)
    solution = solve(problem, stopped=lambda: True)
    assert check(problem, solution) == ()


def test_promises_that_found_no_place_in_time_are_named() -> None:
    problem = promising(replace(event(48), tables=numbered_tables(10)), 5)
    with pytest.raises(ImpossibleDemandError) as raised:
        solve(problem, stopped=lambda: True)
    for fault in raised.value.faults:
        assert fault.facts["code" if fault.code == "promise_clash" else "codes"]


def test_what_is_not_shown_to_be_best_is_said() -> None:
    small, large = solve(event(24)), solve(event(210), seconds=0.05)
    assert "quotas" not in small.unproved
    assert "quotas" in large.unproved
    assert {"breaks", "table_changes"} <= set(small.unproved)


def promising(problem: Problem, quota_min: int) -> Problem:
    return replace(problem, participants=tuple(replace(p, quota_min=quota_min) for p in problem.participants))


def test_progress_is_told_in_order() -> None:
    steps: list[Progress] = []
    solve(event(24), progress=steps.append)
    assert [step.step for step in steps] == ["pairing", "fairness", "slots", "seating"]


def test_the_same_seed_gives_the_same_plan() -> None:
    problem = event(30, windows=0.3)
    assert solve(problem, seed=5).meetings == solve(problem, seed=5).meetings
