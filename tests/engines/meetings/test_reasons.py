"""Each refused wish has a reason that is true, says no more than is shown, and keeps refusals secret."""

from dataclasses import replace

from hypothesis import given, settings

from maillage.engines.meetings import (
    Imposed,
    ImpossibleDemandError,
    Participant,
    Problem,
    ProblemError,
    Refusal,
    Table,
    Wish,
    check,
    numbered_tables,
    solve,
    unlocked_by_a_yes,
)
from tests.engines.meetings.brute import best
from tests.engines.meetings.small_events import small_events

small = settings(max_examples=50)


def granting(problem: Problem, a: str, b: str) -> tuple[tuple[int, ...], int] | None:
    """Levels and value of the best plan in which this pair meets, None when there is none."""
    try:
        return best(replace(problem, imposed=(*problem.imposed, Imposed(a, b))), fair=True)
    except (ProblemError, ImpossibleDemandError):
        return None


@small
@given(small_events(most=4))
def test_a_reason_is_true(problem: Problem) -> None:
    problem = replace(problem, refusals=())
    solution = solve(problem)
    levels = solution.fairness.served if solution.fairness else ()
    for wish in solution.wishes:
        assert (wish.reason is None) == wish.granted
        if wish.reason is None:
            continue
        other = granting(problem, wish.source, wish.target)
        if wish.reason.code == "costs":
            cost = wish.reason.facts["cost"]
            assert isinstance(cost, int)
            if other and other[0][: len(levels)] == levels:
                assert other[1] <= solution.value - cost
        elif wish.reason.code == "lowers_level":
            assert other is None or other[0][: len(levels)] < levels
        else:
            assert other is None, wish


def two_who_wish(refusals: tuple[Refusal, ...] = ()) -> Problem:
    participants = tuple(Participant(code, ess=True, quota_max=1) for code in "ABC")
    wishes = (Wish("A", "B", 1), Wish("C", "B", 1), Wish("B", "C", 1))
    return Problem(participants, 2, numbered_tables(2), wishes, refusals, fillers=False)


def test_a_wish_refused_by_the_other_side_is_told_as_if_it_were_not() -> None:
    frank, secret = solve(two_who_wish()), solve(two_who_wish((Refusal("B", "A"),)))
    assert [(wish.source, wish.target) for wish in secret.wishes if not wish.granted] == [("A", "B")]
    assert frank.wishes[0].reason is not None
    assert secret.wishes[0].reason is not None
    assert frank.wishes[0].reason.code == secret.wishes[0].reason.code
    assert check(two_who_wish((Refusal("B", "A"),)), secret) == ()


def test_a_refusal_leaves_no_trace_in_any_reason() -> None:
    problem = two_who_wish((Refusal("B", "A"),))
    told = [str(wish.reason) for wish in solve(problem).wishes]
    assert not any("refus" in reason for reason in told)


def test_hard_rules_are_named() -> None:
    participants = (
        Participant("A", ess=False, slots=frozenset((1,))),
        Participant("B", ess=None),
        Participant("C", ess=True, slots=frozenset((2,))),
        Participant("D", ess=True, quota_max=0),
    )
    wishes = (Wish("A", "B", 1), Wish("A", "C", 2), Wish("A", "D", 3))
    problem = Problem(participants, 2, (Table("1"),), wishes)
    codes = [wish.reason.code for wish in solve(problem).wishes if wish.reason]
    assert codes == ["no_ess", "never_together", "no_place"]
    assert unlocked_by_a_yes(problem) == {"B": 1}
