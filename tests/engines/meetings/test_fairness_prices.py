"""In a large event a price stands for the count of a level: it only changes how long the search is."""

import pytest

from bench.meetings.generator import event
from maillage.engines.meetings import Solution, Status, check, fairness, solve

SIZE = 60


@pytest.fixture(scope="module", params=[0, 1])
def by_rows(request: pytest.FixtureRequest) -> tuple[int, Solution]:
    """The plan of a small event, where each count is a row."""
    return request.param, solve(event(SIZE, request.param, windows=0.3))


@pytest.mark.parametrize("price", [0, 2, 50])
def test_the_plan_is_as_fair_and_as_dear_whatever_the_price(
    by_rows: tuple[int, Solution], price: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A price that is too low promises counts that no choice reaches: each level is then solved exactly."""
    seed, expected = by_rows
    monkeypatch.setattr(fairness, "LARGE", 0)
    monkeypatch.setattr(fairness, "PRICE", price)
    problem = event(SIZE, seed, windows=0.3)
    solution = solve(problem)
    assert check(problem, solution) == ()
    assert solution.fairness is not None
    assert expected.fairness is not None
    assert solution.fairness.served == expected.fairness.served
    assert (solution.value, solution.status) == (expected.value, Status.OPTIMAL)


def test_the_usual_price_proves_as_much_as_the_rows(
    by_rows: tuple[int, Solution], monkeypatch: pytest.MonkeyPatch
) -> None:
    seed, expected = by_rows
    monkeypatch.setattr(fairness, "LARGE", 0)
    solution = solve(event(SIZE, seed, windows=0.3))
    assert solution.fairness is not None
    assert expected.fairness is not None
    assert solution.fairness.proved
    assert expected.fairness.proved
