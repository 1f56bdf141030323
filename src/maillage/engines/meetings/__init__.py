"""Planner of business meetings: who meets whom, when, at which table, with a proof of how good it is.

The method is told in `docs/algorithms/meetings.md`.
"""

from maillage.engines.meetings.baselines import first_come_first_served, greedy
from maillage.engines.meetings.brokerage import parse_dzn
from maillage.engines.meetings.certificate import Certificate, Column, LevelProof, Row, RowKind
from maillage.engines.meetings.checker import Violation, check
from maillage.engines.meetings.explain import unlocked_by_a_yes
from maillage.engines.meetings.moving import Option
from maillage.engines.meetings.problem import (
    Fault,
    Forbidden,
    Imposed,
    ImpossibleDemandError,
    PairRule,
    Participant,
    Precedence,
    Problem,
    ProblemError,
    Refusal,
    Request,
    Table,
    Wish,
    default_weight,
    numbered_tables,
)
from maillage.engines.meetings.replanning import Changes, Replan, replan
from maillage.engines.meetings.solution import (
    Fairness,
    Meeting,
    Progress,
    Reason,
    Seconds,
    Solution,
    Status,
    WishOutcome,
)
from maillage.engines.meetings.solver import solve

__all__ = [
    "Certificate",
    "Changes",
    "Column",
    "Fairness",
    "Fault",
    "Forbidden",
    "Imposed",
    "ImpossibleDemandError",
    "LevelProof",
    "Meeting",
    "Option",
    "PairRule",
    "Participant",
    "Precedence",
    "Problem",
    "ProblemError",
    "Progress",
    "Reason",
    "Refusal",
    "Replan",
    "Request",
    "Row",
    "RowKind",
    "Seconds",
    "Solution",
    "Status",
    "Table",
    "Violation",
    "Wish",
    "WishOutcome",
    "check",
    "default_weight",
    "first_come_first_served",
    "greedy",
    "numbered_tables",
    "parse_dzn",
    "replan",
    "solve",
    "unlocked_by_a_yes",
]
