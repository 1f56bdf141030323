"""When time is short the planner gives its best so far, never a wrong plan, and says how far it may be."""

from bench.meetings.generator import event
from maillage.engines.meetings import Progress, check, solve


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


def test_progress_is_told_in_order() -> None:
    steps: list[Progress] = []
    solve(event(24), progress=steps.append)
    assert [step.step for step in steps] == ["pairing", "fairness", "slots", "seating"]


def test_the_same_seed_gives_the_same_plan() -> None:
    problem = event(30, windows=0.3)
    assert solve(problem, seed=5).meetings == solve(problem, seed=5).meetings
