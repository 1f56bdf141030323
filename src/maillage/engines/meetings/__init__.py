"""Planner of business meetings: who meets whom, when, at which table, with a proof of how good it is.

The method is told in `docs/algorithms/meetings.md`. What `solve` and `replan` need takes a second and a
hundred megabytes to load: who only shows plans never loads it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from maillage.engines.meetings.baselines import first_come_first_served, greedy
from maillage.engines.meetings.brokerage import parse_dzn
from maillage.engines.meetings.certificate import Certificate, Column, LevelProof, Row, RowKind
from maillage.engines.meetings.changes import Changes, Option, Replan
from maillage.engines.meetings.checker import Violation, check
from maillage.engines.meetings.explain import unlocked_by_a_yes
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

if TYPE_CHECKING:
    from maillage.engines.meetings.replanning import replan
    from maillage.engines.meetings.solver import solve

_LOADED_WHEN_ASKED = {"replan": "replanning", "solve": "solver"}

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


def __getattr__(name: str) -> Any:
    if name not in _LOADED_WHEN_ASKED:
        raise AttributeError(f"{__name__} has no {name}")
    return getattr(import_module(f"{__name__}.{_LOADED_WHEN_ASKED[name]}"), name)
