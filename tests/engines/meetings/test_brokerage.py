"""Brokerage events: meetings already agreed are placed, as many as can be, in their windows and order."""

import pytest

from maillage.engines.meetings import ProblemError, Status, check, parse_dzn, solve

EVENT = """
nBusiness = 4; nMeetings = 5; nTables = 2; nTotalSlots = 4; nMorningSlots = 2;
requested = [|1, 2, 1,
|1, 3, 2,
|1, 2, 3,
|3, 4, 3,
|2, 4, 3, |];
meetingsxBusiness = [{1,2,3}, {1,3,5}, {2,4}, {4,5}];
nMeetingsBusiness = [3,3,2,2];
forbidden = [{0}, {0,4}, {0}, {0}];
fixed = [0, 4, 0, 0, 0];
precedences = [{}, {}, {1}, {}, {4}];
"""


def test_the_fields_mean_what_the_format_says() -> None:
    problem = parse_dzn(EVENT)
    assert problem.participants[1].slots == frozenset((1, 2, 3))
    assert problem.requests[0].slots == frozenset((1, 2))
    assert problem.requests[1].slots == frozenset((4,))
    assert [(p.first, p.then) for p in problem.precedences] == [("1", "3"), ("4", "5")]
    assert len(problem.tables) == 2


def test_the_same_pair_may_meet_twice_and_order_is_kept() -> None:
    problem = parse_dzn(EVENT)
    solution = solve(problem)
    assert check(problem, solution) == ()
    assert solution.unplaced == ()
    assert solution.value == 5
    assert solution.status is Status.OPTIMAL


def test_a_request_that_cannot_be_placed_is_left_out_and_that_is_proved() -> None:
    problem = parse_dzn(EVENT.replace("{0,4}", "{0,1,2,4}"))
    solution = solve(problem)
    assert check(problem, solution) == ()
    assert "1" in solution.unplaced
    assert solution.value == solution.bound


@pytest.mark.parametrize("field", ["nBusiness", "requested", "forbidden", "fixed", "precedences"])
def test_a_missing_field_is_named(field: str) -> None:
    with pytest.raises(ProblemError) as raised:
        parse_dzn(EVENT.replace(f"{field} =", "other ="))
    assert [dict(fault.facts) for fault in raised.value.faults] == [{"field": field}]
