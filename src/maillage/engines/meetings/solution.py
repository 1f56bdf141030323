"""The planner's answer: meetings, what they are worth, how far from the best they can be, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from maillage.engines.meetings.certificate import Certificate, LevelProof


@dataclass(frozen=True, slots=True)
class Meeting:
    """`a` and `b` meet in `slot` (from 1) at `table`. `asked_by` is empty for a meeting nobody asked for.

    `request` is the code of the agreed request it answers, if any.
    """

    a: str
    b: str
    slot: int
    table: str
    asked_by: tuple[str, ...] = ()
    request: str = ""


class Status(StrEnum):
    """How the search ended."""

    OPTIMAL = "optimal"  # the value equals the bound
    FEASIBLE = "feasible"  # a good plan, not proved best


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a wish is not granted: a stable code (see `explain.reasons`) and the facts of the sentence.

    The fact `cost` of the code `costs` is the least weight that granting the wish would lose.
    """

    code: str
    facts: Mapping[str, str | int | tuple[str | int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WishOutcome:
    """What became of one wish."""

    source: str
    target: str
    rank: int
    weight: int
    granted: bool
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Fairness:
    """How the worst served fare.

    `level`: least number of own wishes granted among those who could get some. `served[k]`: participants
    with at least k + 1 own wishes granted. `price`: weight given up for fairness, as a share of the weight
    reachable without it (0.013 is 1.3 %). `excluded`: codes of those who wished but could get nothing under
    the hard rules, even alone. `proved`: no plan is fairer, as `proofs` show level after level.
    """

    level: int
    served: tuple[int, ...]
    price: float
    excluded: tuple[str, ...]
    proved: bool
    proofs: tuple[LevelProof, ...] = ()


@dataclass(frozen=True, slots=True)
class Seconds:
    """Time spent, in seconds."""

    pairing: float
    slotting: float
    total: float


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan. `value` is the sum of the weights of granted wishes and placed requests.

    No plan (of the same fairness, when fairness is asked) is worth more than `bound`, says the solver, nor
    more than `certified_bound`, which `check` recomputes from `certificate` with exact arithmetic and no
    solver: it can be the weaker of the two, where search showed more than arithmetic does. Gaps are shares:
    (bound - value) / bound. `unproved` names what comes after the weight, in order, that is not shown to be
    best: quotas (filled as far as the plan's meetings allow), breaks, table_changes.
    """

    meetings: tuple[Meeting, ...]
    value: int
    bound: int
    certified_bound: int
    certificate: Certificate
    status: Status
    fairness: Fairness | None
    wishes: tuple[WishOutcome, ...]
    unplaced: tuple[str, ...]
    seconds: Seconds
    seed: int
    unproved: tuple[str, ...] = ()

    @property
    def gap(self) -> float:
        """Share of the bound that is missing."""
        return _gap(self.value, self.bound)

    @property
    def certified_gap(self) -> float:
        """Share of the certified bound that is missing."""
        return _gap(self.value, self.certified_bound)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a solve stands: the step under way, best value and bound so far (None until known)."""

    step: str
    value: int | None
    bound: int | None
    seconds: float


def _gap(value: int, bound: int) -> float:
    return (bound - value) / bound if bound > 0 else 0.0
