"""The proof that no plan is worth more: inequalities every plan obeys, added up with multipliers.

Each `Row` names an inequality `sum of coefficient × column <= right side`; the checker rebuilds it from the
problem. A column is 1 when a meeting is held, or when a participant is served at a level of fairness. With
multipliers y >= 0, no plan is worth more than

    sum of y × right side  +  sum over columns of max(0, profit - sum of y × coefficient),

an exact rational number. Source: weak duality of linear programming. Rows of kind HALF are the zero-half
cuts of Chvátal, Gomory, Caprara and Fischetti: add up other rows, halve, round down; Edmonds' odd sets are
among them.
"""

from dataclasses import dataclass, field
from enum import StrEnum

RATIO = 8


class RowKind(StrEnum):
    """What an inequality says."""

    QUOTA = "quota"  # a participant has at most its quota of meetings
    QUOTA_MIN = "quota_min"  # a participant has at least what it was promised
    HALL = "hall"  # meetings of one person that fit only in these slots: at most its presence there
    TABLES = "tables"  # those that fit only in these slots, at these tables: the most there can be at once
    ROOM = "room"  # meetings among these persons that fit only in these slots: half those present, each slot
    IMPOSED = "imposed"  # an imposed meeting is held
    SERVED = "served"  # a participant is served at as many levels above `level` as own wishes granted
    SERVED_COUNT = "served_count"  # at `level`, as many participants are served as the plan announces
    HALF = "half"  # half the sum of earlier rows, rounded down
    REFUTED = "refuted"  # these meetings cannot all be placed: shown by search, not by arithmetic


@dataclass(frozen=True, slots=True)
class Column:
    """A meeting of `a` and `b` (for `request`, if any), or, when `b` is empty, `a` served at `level`."""

    a: str
    b: str = ""
    request: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """The name of an inequality. Which fields matter depends on `kind`.

    `parts` are places of earlier rows in the certificate, and `once` columns known to be at most 1, whose
    sum a HALF row halves.
    """

    kind: RowKind
    codes: tuple[str, ...] = ()
    slots: tuple[int, ...] = ()
    tables: tuple[str, ...] = ()
    level: int = 0
    parts: tuple[int, ...] = ()
    once: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """Rows, and a multiplier for each over one `denominator`, so that the proof is exact in integers."""

    denominator: int = 1
    rows: tuple[Row, ...] = ()
    multipliers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelProof:
    """Shows that no plan serves more participants at `levels`, when it serves as many at the levels before.

    Each level weighs `RATIO` times the next one in the sum that the certificate bounds.
    """

    levels: tuple[int, ...]
    certificate: Certificate = field(default_factory=Certificate)

    def weights(self) -> dict[int, int]:
        """Weight of each level."""
        return {level: RATIO ** (self.levels[-1] - level) for level in self.levels}
