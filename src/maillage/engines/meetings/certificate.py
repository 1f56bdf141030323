"""The proof that no plan is worth more: inequalities every plan obeys, added up with multipliers.

Each `Row` names an inequality `sum of coefficient × x(meeting) <= right side` that follows from the problem
alone; the checker rebuilds coefficients and right side from the name. With multipliers y >= 0, any plan is
worth at most  sum y × right side + sum over possible meetings of max(0, weight - sum y × coefficient),
an exact rational number. Source: weak duality of linear programming.
"""

from dataclasses import dataclass
from enum import StrEnum


class RowKind(StrEnum):
    """What an inequality says."""

    QUOTA = "quota"  # a participant has at most its quota of meetings
    QUOTA_MIN = "quota_min"  # a participant has at least what it was promised
    HALL = "hall"  # meetings of one person that fit only in these slots: at most their presence there
    TABLES = "tables"  # meetings that fit only in these slots and at these tables: at most the table-slots
    ODD_SET = "odd_set"  # meetings among these participants, and these pairs leaving them: half the quotas
    ROOM = "room"  # meetings among these persons within these slots: half the persons present, slot by slot
    IMPOSED = "imposed"  # an imposed meeting is held
    SERVED = "served"  # level by level, a participant is served only by own wishes granted
    SERVED_COUNT = "served_count"  # as many participants as announced are served at this level


@dataclass(frozen=True, slots=True)
class Row:
    """The name of an inequality. Which fields matter depends on `kind`."""

    kind: RowKind
    codes: tuple[str, ...] = ()
    slots: tuple[int, ...] = ()
    tables: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    level: int = 0


@dataclass(frozen=True, slots=True)
class Certificate:
    """Rows with their multipliers, all over one `denominator`, so that the proof is exact in integers."""

    denominator: int
    terms: tuple[tuple[Row, int], ...]
