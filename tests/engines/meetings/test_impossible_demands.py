"""Demands that clash are named: none can be spared from the list, and together they cannot be met."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from maillage.engines.meetings import (
    Imposed,
    ImpossibleDemandError,
    Participant,
    Problem,
    ProblemError,
    Refusal,
    Wish,
    numbered_tables,
    solve,
)
from tests.engines.meetings.brute import best
from tests.engines.meetings.small_events import small_events


def with_only(problem: Problem, error: ImpossibleDemandError, spared: int = -1) -> Problem:
    """The problem with the demands told by the error alone, without the one spared."""
    told = [fault for place, fault in enumerate(error.faults) if place != spared]
    pairs = {
        frozenset((fault.facts["a"], fault.facts["b"])) for fault in told if fault.code == "imposed_clash"
    }
    promised = {fault.facts["code"] for fault in told if fault.code == "promise_clash"}
    return replace(
        problem,
        imposed=tuple(demand for demand in problem.imposed if frozenset((demand.a, demand.b)) in pairs),
        participants=tuple(
            p if p.code in promised else replace(p, quota_min=0) for p in problem.participants
        ),
    )


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(small_events(most=4, promises=True))
def test_the_demands_told_clash_and_none_is_too_many(problem: Problem) -> None:
    assume(any(p.quota_min for p in problem.participants) or problem.imposed)
    assume(best(problem, fair=False) is None)
    with pytest.raises(ImpossibleDemandError) as raised:
        solve(problem, fair=False)
    error = raised.value
    assert error.faults
    assert best(with_only(problem, error), fair=False) is None
    for spared in range(len(error.faults)):
        assert best(with_only(problem, error, spared), fair=False) is not None


def test_three_meetings_imposed_in_one_slot_at_two_tables_clash() -> None:
    participants = tuple(Participant(code, ess=True) for code in "ABCDEFGH")
    imposed = (Imposed("A", "B", 1), Imposed("C", "D", 1), Imposed("E", "F", 1), Imposed("G", "H", 2))
    problem = Problem(participants, 2, numbered_tables(2), imposed=imposed)
    with pytest.raises(ImpossibleDemandError) as raised:
        solve(problem)
    assert [(fault.facts["a"], fault.facts["b"]) for fault in raised.value.faults] == [
        ("A", "B"),
        ("C", "D"),
        ("E", "F"),
    ]


def test_everything_that_makes_no_sense_is_told_at_once() -> None:
    participants = (
        Participant("A", ess=True, quota_min=3, quota_max=2),
        Participant("A", ess=True),
        Participant("B", ess=True, representatives=0, slots=frozenset((9,))),
    )
    with pytest.raises(ProblemError) as raised:
        Problem(participants, 0, (), (Wish("A", "Z"),))
    assert {fault.code for fault in raised.value.faults} == {
        "no_slot",
        "no_table",
        "repeated_code",
        "quota_min_above_max",
        "no_representative",
        "slot_outside",
        "unknown_code",
    }


def test_contradictions_about_a_pair_are_told() -> None:
    participants = tuple(Participant(code, ess=code == "A") for code in "ABC")
    with pytest.raises(ProblemError) as raised:
        Problem(
            participants,
            2,
            numbered_tables(1),
            wishes=(Wish("A", "B"), Wish("A", "B"), Wish("C", "A", 0, 5)),
            refusals=(Refusal("A", "B"),),
            imposed=(Imposed("A", "B", 7), Imposed("B", "C", table="9")),
        )
    assert {fault.code for fault in raised.value.faults} == {
        "repeated_wish",
        "wished_and_refused",
        "rank_below_one",
        "imposed_and_refused",
        "imposed_slot_outside",
        "imposed_against_pair_rule",
        "imposed_unknown_table",
    }
