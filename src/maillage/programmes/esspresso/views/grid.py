"""The plan as a grid: tables down, rounds across; and round by round, for narrow screens."""

from collections.abc import Sequence
from dataclasses import dataclass

from maillage.engines.meetings import Meeting
from maillage.programmes.esspresso import telling
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.exports.papers import meetings_by_place, table_names

# Past this, a grid on a page reads worse than the workbook.
MOST_TABLES, MOST_SLOTS = 60, 16


@dataclass(frozen=True, slots=True)
class Side:
    """One of those at a table: two by two, all at once at a stand of several representatives."""

    code: str
    name: str
    wished: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What happens at a table in a slot; `sides` is empty when nothing does."""

    table: str
    sides: tuple[Side, ...]
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Round:
    """A slot, its hour, and its meetings table by table."""

    number: int
    hour: str
    cells: tuple[Cell, ...]

    @property
    def codes(self) -> frozenset[str]:
        """Everybody who meets somebody in this round."""
        return frozenset().union(*(cell.codes for cell in self.cells))


@dataclass(frozen=True, slots=True)
class Grid:
    """Rounds, and rows of (table, cells)."""

    rounds: tuple[Round, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    fits: bool


def grid_of(planning: Planning) -> Grid:
    """The grid of a plan."""
    event = planning.event
    held = meetings_by_place(planning)
    used = {meeting.table for meeting in planning.solution.meetings}
    tables = [table for table in table_names(event) if table in used]
    rounds = tuple(
        Round(
            slot,
            telling.clock(start),
            tuple(_cell(table, held[slot, table], planning) for table in tables),
        )
        for slot, start in enumerate(event.timetable.starts(), start=1)
    )
    rows = tuple(
        (table, tuple(round_.cells[number] for round_ in rounds)) for number, table in enumerate(tables)
    )
    return Grid(rounds, rows, len(tables) <= MOST_TABLES and len(rounds) <= MOST_SLOTS)


def _cell(table: str, meetings: Sequence[Meeting], planning: Planning) -> Cell:
    names = planning.event.names
    sides = tuple(
        Side(code, names[code], code in meeting.asked_by)
        for meeting in meetings
        for code in (meeting.a, meeting.b)
    )
    return Cell(table, sides, frozenset(side.code for side in sides))
