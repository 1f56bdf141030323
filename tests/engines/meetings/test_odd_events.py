"""Events where everything is special at once, or where no table is to spare, are proved all the same."""

from dataclasses import replace

import pytest

from bench.meetings.generator import event, odd_event
from maillage.engines.meetings import Status, check, numbered_tables, solve


@pytest.mark.parametrize("fair", [True, False])
@pytest.mark.parametrize(("size", "seed"), [(10, 1), (10, 18), (12, 18), (14, 19), (16, 6)])
def test_half_of_the_people_passing_by_and_one_table_too_few(size: int, seed: int, *, fair: bool) -> None:
    """These are events that pairs first and slots afterwards do not settle."""
    problem = event(size, seed, windows=0.5)
    problem = replace(problem, tables=numbered_tables(len(problem.tables) - 1))
    solution = solve(problem, fair=fair)
    assert check(problem, solution) == ()
    assert solution.status is Status.OPTIMAL


@pytest.mark.parametrize(("size", "seed"), [(12, 9), (16, 7), (24, 1), (32, 1)])
def test_everything_special_at_once(size: int, seed: int) -> None:
    problem = odd_event(size, seed)
    solution = solve(problem)
    assert check(problem, solution) == ()
    assert solution.status is Status.OPTIMAL
