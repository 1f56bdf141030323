"""On small events of every kind, the planner finds what trying everything finds, and proves it."""

import pytest
from hypothesis import given, settings

from maillage.engines.meetings import ImpossibleDemandError, Problem, Status, check, solve
from tests.engines.meetings.brute import best, most_alone
from tests.engines.meetings.small_events import small_events

small = settings(max_examples=60)


def served(counts: tuple[int, ...]) -> tuple[int, ...]:
    """Counts without the levels that nobody reaches."""
    return tuple(count for count in counts if count)


@small
@given(small_events(most=4))
def test_no_plan_is_worth_more(problem: Problem) -> None:
    solution = solve(problem, fair=False)
    assert check(problem, solution) == ()
    assert solution.status is Status.OPTIMAL
    assert best(problem, fair=False) == ((), solution.value)


@small
@given(small_events(most=4))
def test_no_plan_is_fairer_nor_worth_more_among_the_fairest(problem: Problem) -> None:
    solution = solve(problem)
    assert check(problem, solution) == ()
    found = best(problem, fair=True)
    assert found is not None
    levels = solution.fairness.served if solution.fairness else ()
    assert (served(found[0]), found[1]) == (served(levels), solution.value)
    assert solution.status is Status.OPTIMAL


@small
@given(small_events(most=4))
def test_those_who_could_get_nothing_are_named(problem: Problem) -> None:
    solution = solve(problem)
    wished = {wish.source for wish in problem.wishes}
    hopeless = {code for code in wished if most_alone(problem, code) == 0}
    assert set(solution.fairness.excluded if solution.fairness else ()) == hopeless


@small
@given(small_events(most=4, promises=True))
def test_promises_and_imposed_meetings_are_kept_or_said_impossible(problem: Problem) -> None:
    found = best(problem, fair=False)
    if found is None:
        with pytest.raises(ImpossibleDemandError):
            solve(problem, fair=False)
        return
    solution = solve(problem, fair=False)
    assert check(problem, solution) == ()
    assert solution.value == found[1]
