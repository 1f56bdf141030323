"""The checker, which knows nothing of the solver, sees every planted fault and every forged proof."""

import inspect
import re
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from bench.meetings.generator import event
from maillage.engines.meetings import (
    Certificate,
    Column,
    Fairness,
    Forbidden,
    Imposed,
    LevelProof,
    Meeting,
    Participant,
    Precedence,
    Problem,
    Reason,
    Refusal,
    Request,
    Row,
    RowKind,
    Solution,
    Status,
    Table,
    Wish,
    WishOutcome,
    check,
    checker,
    numbered_tables,
    solve,
)
from maillage.engines.meetings.checker import check_meetings

PARTICIPANTS = (
    Participant("A", ess=True, quota_max=2),
    Participant("B", ess=False, quota_max=2, slots=frozenset((1, 2))),
    Participant("C", ess=None, quota_max=2),
    Participant("D", ess=True, quota_max=1, needs_accessible_table=True),
    Participant("E", ess=True, quota_max=2, quota_min=1, stand="stand"),
)
TABLES = (Table("1"), Table("2", accessible=True), Table("3", slots=frozenset((1,))))
PROBLEM = Problem(PARTICIPANTS, 3, TABLES, (Wish("A", "B"),), (Refusal("C", "D"),), (Forbidden("A", "C"),))
FINE = (Meeting("A", "B", 1, "1", ("A",)), Meeting("E", "C", 1, "stand"))


def codes(problem: Problem, *meetings: Meeting) -> set[str]:
    return {violation.code for violation in check_meetings(problem, meetings)}


def test_a_right_plan_passes() -> None:
    assert codes(PROBLEM, *FINE) == set()


FAULTS: list[tuple[tuple[Meeting, ...], str]] = [
    ((*FINE, Meeting("A", "Z", 2, "1")), "unknown_participant"),
    ((*FINE, Meeting("A", "D", 9, "2")), "unknown_place"),
    ((*FINE, Meeting("A", "D", 2, "9")), "unknown_place"),
    ((*FINE, Meeting("B", "A", 2, "1", ("A",))), "pair_twice"),
    ((*FINE, Meeting("B", "C", 2, "1")), "pair_not_allowed"),
    ((*FINE, Meeting("C", "D", 2, "2")), "pair_not_allowed"),
    ((*FINE, Meeting("A", "C", 2, "2")), "pair_not_allowed"),
    ((replace(FINE[0], asked_by=()), FINE[1]), "asked_by_wrong"),
    ((*FINE, Meeting("A", "D", 1, "2")), "double_booked"),
    ((replace(FINE[0], slot=3), FINE[1]), "absent"),
    ((*FINE, Meeting("A", "D", 2, "2"), Meeting("D", "E", 3, "stand")), "above_quota"),
    (FINE[:1], "below_quota"),
    ((replace(FINE[0], slot=2, table="3"), FINE[1]), "table_closed"),
    ((*FINE, Meeting("A", "D", 2, "1")), "table_not_accessible"),
    ((replace(FINE[0], table="stand", slot=2), FINE[1]), "stand_of_other"),
    ((FINE[0], replace(FINE[1], table="1")), "table_twice"),
]


@pytest.mark.parametrize(("meetings", "code"), FAULTS)
def test_a_planted_fault_is_seen(meetings: tuple[Meeting, ...], code: str) -> None:
    assert code in codes(PROBLEM, *meetings)


def test_demands_of_the_organisers_are_verified() -> None:
    problem = replace(PROBLEM, imposed=(Imposed("A", "B", 2, "2"),), fillers=False)
    assert {"imposed_elsewhere", "meeting_nobody_asked"} <= codes(problem, *FINE)
    assert "imposed_missing" in codes(problem, FINE[1])
    assert "slot_already_played" in codes(replace(PROBLEM, played=1), *FINE)


def test_agreed_requests_keep_their_windows_and_their_order() -> None:
    problem = Problem(
        PARTICIPANTS[:2],
        3,
        numbered_tables(1),
        requests=(Request("r", "A", "B", frozenset((1,))), Request("s", "A", "B")),
        precedences=(Precedence("r", "s"),),
    )
    first, then = Meeting("A", "B", 1, "1", ("A", "B"), "r"), Meeting("A", "B", 2, "1", ("A", "B"), "s")
    assert codes(problem, first, then) == set()
    assert "request_outside_window" in codes(problem, replace(first, slot=2), replace(then, slot=1))
    assert "order_broken" in codes(problem, replace(first, slot=2), replace(then, slot=1))
    assert "unknown_request" in codes(problem, replace(first, request="z"))


@pytest.fixture(scope="module", name="planned")
def a_planned_event() -> tuple[Problem, Solution]:
    problem = event(30, windows=0.3)
    return problem, solve(problem)


def fairness_of(solution: Solution) -> Fairness:
    assert solution.fairness is not None
    return solution.fairness


FORGERIES: list[tuple[str, Callable[[Solution], Solution]]] = [
    ("wrong_value", lambda s: replace(s, value=s.value + 10)),
    ("bound_below_value", lambda s: replace(s, bound=s.value - 10)),
    ("forged_bound", lambda s: replace(s, certified_bound=s.certified_bound - 10)),
    ("forged_bound", lambda s: replace(s, certificate=Certificate())),
    ("proof_malformed", lambda s: replace(s, certificate=replace(s.certificate, denominator=0))),
    ("proof_malformed", lambda s: replace(s, certificate=_with_row(s, Row(RowKind.REFUTED)))),
    ("proof_malformed", lambda s: replace(s, certificate=_with_row(s, Row(RowKind.QUOTA, ("nobody",))))),
    ("proof_malformed", lambda s: replace(s, certificate=_with_row(s, Row(RowKind.HALF, parts=(9999,))))),
    ("proof_malformed", lambda s: replace(s, certificate=_negative(s.certificate))),
    ("wrong_fairness", lambda s: replace(s, fairness=replace(fairness_of(s), served=(30, 30, 30, 30, 30)))),
    ("proof_malformed", lambda s: replace(s, fairness=replace(fairness_of(s), proofs=()))),
    ("wrong_status", lambda s: replace(s, status=Status.FEASIBLE)),
    ("wrong_level", lambda s: replace(s, fairness=replace(fairness_of(s), level=9))),
    ("wrong_excluded", lambda s: replace(s, fairness=replace(fairness_of(s), excluded=("S0001",)))),
    ("fairness_not_proved", lambda s: replace(s, fairness=replace(fairness_of(s), proofs=_emptied(s)))),
    ("reason_wrong", lambda s: replace(s, wishes=tuple(map(_elsewhere, s.wishes)))),
    ("wrong_outcome", lambda s: replace(s, wishes=s.wishes[1:])),
    ("reason_missing", lambda s: replace(s, wishes=tuple(replace(w, reason=None) for w in s.wishes))),
    ("reason_overstated", lambda s: replace(s, wishes=tuple(map(_dearer, s.wishes)))),
    ("wrong_unplaced", lambda s: replace(s, unplaced=("r",))),
]


def test_half_a_sum_may_count_a_meeting_nobody_asked_for(planned: tuple[Problem, Solution]) -> None:
    problem, solution = planned
    asked = {frozenset((wish.source, wish.target)) for wish in problem.wishes}
    ess = next(p.code for p in problem.participants if p.ess)
    other = next(p.code for p in problem.participants if p.code != ess and {p.code, ess} not in asked)
    half = Row(RowKind.HALF, parts=(0,), once=(Column(*sorted((ess, other))),))
    certified = replace(solution, certificate=_with_row(solution, half, 0))
    assert check(problem, certified) == ()


def _with_row(solution: Solution, row: Row, multiplier: int = 1) -> Certificate:
    proof = solution.certificate
    return replace(proof, rows=(*proof.rows, row), multipliers=(*proof.multipliers, multiplier))


def _negative(proof: Certificate) -> Certificate:
    return replace(proof, multipliers=tuple(-multiplier for multiplier in proof.multipliers))


def _emptied(solution: Solution) -> tuple[LevelProof, ...]:
    return tuple(LevelProof(proof.levels) for proof in fairness_of(solution).proofs)


def _elsewhere(outcome: WishOutcome) -> WishOutcome:
    return replace(outcome, reason=Reason("never_together")) if outcome.reason else outcome


def _dearer(outcome: WishOutcome) -> WishOutcome:
    if outcome.reason is None or outcome.reason.code != "costs":
        return outcome
    return replace(outcome, reason=Reason("costs", {"cost": 1_000_000}))


@pytest.mark.parametrize(("code", "forge"), FORGERIES)
def test_a_forgery_is_seen(
    planned: tuple[Problem, Solution], code: str, forge: Callable[[Solution], Solution]
) -> None:
    problem, solution = planned
    assert check(problem, solution) == ()
    assert code in {violation.code for violation in check(problem, forge(solution))}


def test_every_violation_that_the_checker_knows_has_been_planted() -> None:
    known = set(re.findall(r'Violation\(\s*"(\w+)"', inspect.getsource(checker)))
    here = inspect.getsource(sys.modules[__name__])
    assert {code for code in known if f'"{code}"' not in here} == set()
