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
    """Tables of one slot: who holds each, and where each meeting sits."""

    def __init__(self, rules: Rules, slot: int, kept: Mapping[Pair, str]) -> None:
        self._kept = kept
        self._everywhere = rules.table_families[0] if rules.table_families else frozenset[str]()
        self._usable = [table.name for table in rules.shared_tables if rules.is_open(table.name, slot)]
        self._usable.sort(key=rules.is_accessible)
        self._holder: dict[str, int] = {}
        self._table: dict[int, str] = {}

    def seat(
        self, meetings: Sequence[tuple[int, Candidate]], last_table: Mapping[str, str], seats: list[str]
    ) -> None:
        """Tables kept first; then those with fewest suitable tables; then as many as possible where one of
        the two already sits; the others anywhere."""
        usable = set(self._usable)
        for index, candidate in meetings:
            kept = self._kept.get((candidate.a, candidate.b), "")
            if kept in usable and kept not in self._holder and kept in (candidate.tables or ()):
                self._sit(index, kept)
        choosy = [item for item in meetings if item[1].tables != self._everywhere]
        choosy.sort(key=lambda item: (len(item[1].tables or ()), item[0]))
        self._match({index: self._suitable(candidate) for index, candidate in choosy})
        seated = {
            index: [last_table.get(candidate.a, ""), last_table.get(candidate.b, "")]
            for index, candidate in meetings
        }
        self._match({index: [name for name in names if name in usable] for index, names in seated.items()})
        free = (name for name in self._usable if name not in self._holder)
        for index, _ in meetings:
            seats[index] = self._table.get(index) or next(free)

    def _sit(self, index: int, name: str) -> None:
        self._holder[name] = index
        self._table[index] = name

    def _suitable(self, candidate: Candidate) -> list[str]:
        return [name for name in self._usable if name in (candidate.tables or ())]

    def _match(self, wanted: Mapping[int, Sequence[str]]) -> None:
        """Seat as many of these meetings as possible at a table that they want, by augmenting paths; those
        who sit already stay."""
        settled = set(self._table)
        for index, names in wanted.items():
            if index not in settled:
                self._augment(index, names, wanted, settled)

    def _augment(
        self, index: int, names: Sequence[str], wanted: Mapping[int, Sequence[str]], settled: set[int]
    ) -> None:
        asker = dict.fromkeys(names, index)
        queue = list(asker)
        for name in queue:
            holder = self._holder.get(name)
            if holder is None:
                self._shift(name, asker)
                return
            for other in () if holder in settled else wanted[holder]:
                if other not in asker:
                    asker[other] = holder
                    queue.append(other)

    def _shift(self, name: str | None, asker: Mapping[str, int]) -> None:
        while name is not None:
            index = asker[name]
            left = self._table.get(index)
            self._sit(index, name)
            name = left
