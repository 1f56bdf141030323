"""Tables, once slots are known: everyone at a table that suits, moving as little as possible."""

from collections.abc import Mapping, Sequence

from maillage.engines.meetings.rules import Candidate, Rules
from maillage.engines.meetings.solution import Meeting

Pair = tuple[str, str]


def meetings_of(
    rules: Rules, held: Sequence[tuple[Candidate, int]], kept: Mapping[Pair, str] | None = None
) -> tuple[Meeting, ...]:
    """Seat the meetings and tell them in order of slot, then of table. `kept` are tables that pairs already
    have and leave only when someone can sit nowhere else."""
    seats = seat(rules, held, kept or {})
    order = {table.name: number for number, table in enumerate(rules.problem.tables)}
    meetings = [
        Meeting(candidate.a, candidate.b, slot, table, candidate.asked_by, candidate.request)
        for (candidate, slot), table in zip(held, seats, strict=True)
    ]

    def place(meeting: Meeting) -> tuple[int, int, str, str]:
        return meeting.slot, order.get(meeting.table, len(order)), meeting.table, meeting.a

    return tuple(sorted(meetings, key=place))


def seat(rules: Rules, held: Sequence[tuple[Candidate, int]], kept: Mapping[Pair, str]) -> list[str]:
    """Table of each (meeting, slot), slot after slot. Assumes that every family of tables suffices."""
    imposed = {rules.pair(pair.a, pair.b): pair.table for pair in rules.problem.imposed if pair.table}
    seats = [""] * len(held)
    last_table: dict[str, str] = {}
    by_slot: dict[int, list[int]] = {}
    for index, (_, slot) in enumerate(held):
        by_slot.setdefault(slot, []).append(index)
    for slot in sorted(by_slot):
        shared = []
        for index in by_slot[slot]:
            candidate = held[index][0]
            if candidate.tables is None:
                imposed_stand = imposed.get((candidate.a, candidate.b))
                seats[index] = imposed_stand or rules.suitable_stands(candidate.a, candidate.b)[0]
            else:
                shared.append(index)
        _Seating(rules, slot, kept).seat([(index, held[index][0]) for index in shared], last_table, seats)
        for index in by_slot[slot]:
            candidate = held[index][0]
            last_table[candidate.a] = last_table[candidate.b] = seats[index]
    return seats


class _Seating:
    """Tables of one slot."""

    def __init__(self, rules: Rules, slot: int, kept: Mapping[Pair, str]) -> None:
        self._kept = kept
        self._everywhere = rules.table_families[0] if rules.table_families else frozenset[str]()
        self._usable = [table.name for table in rules.shared_tables if rules.is_open(table.name, slot)]
        self._usable.sort(key=rules.is_accessible)
        self._open = set(self._usable)
        self._holder: dict[str, int] = {}
        self._wanted: dict[int, Candidate] = {}

    def seat(
        self, meetings: Sequence[tuple[int, Candidate]], last_table: Mapping[str, str], seats: list[str]
    ) -> None:
        """Tables kept first; then those with fewest suitable tables, by augmenting paths; the others where
        one of the two already sits, then anywhere."""
        for index, candidate in meetings:
            kept = self._kept.get((candidate.a, candidate.b), "")
            if kept in self._open and kept not in self._holder and kept in (candidate.tables or ()):
                self._holder[kept] = index
                self._wanted[index] = candidate
        choosy = [
            item for item in meetings if item[1].tables != self._everywhere and item[0] not in self._wanted
        ]
        for index, candidate in sorted(choosy, key=lambda item: (len(item[1].tables or ()), item[0])):
            self._wanted[index] = candidate
            self._augment(index, set())
        free = dict.fromkeys(name for name in self._usable if name not in self._holder)
        waiting = []
        for index, candidate in meetings:
            if index not in self._wanted:
                here = (last_table.get(code, "") for code in (candidate.a, candidate.b))
                near = next((name for name in here if name in free), None)
                if near is None:
                    waiting.append(index)
                else:
                    del free[near]
                    seats[index] = near
        for name, index in [*self._holder.items(), *zip(free, waiting, strict=False)]:
            seats[index] = name

    def _suitable(self, candidate: Candidate) -> list[str]:
        return [name for name in self._usable if name in (candidate.tables or ())]

    def _augment(self, index: int, seen: set[str]) -> bool:
        for name in self._suitable(self._wanted[index]):
            if name not in seen:
                seen.add(name)
                if name not in self._holder or self._augment(self._holder[name], seen):
                    self._holder[name] = index
                    return True
        return False
