"""Tables, once slots are known: everyone at a table that suits, moving as little as possible."""

from collections.abc import Mapping, Sequence

from maillage.engines.meetings.rules import Candidate, Rules
from maillage.engines.meetings.solution import Meeting


def meetings_of(rules: Rules, held: Sequence[tuple[Candidate, int]]) -> tuple[Meeting, ...]:
    """Seat the meetings and tell them in order of slot, then of table."""
    seats = seat(rules, held)
    order = {table.name: number for number, table in enumerate(rules.problem.tables)}
    meetings = [
        Meeting(candidate.a, candidate.b, slot, table, candidate.asked_by, candidate.request)
        for (candidate, slot), table in zip(held, seats, strict=True)
    ]

    def place(meeting: Meeting) -> tuple[int, int, str, str]:
        return meeting.slot, order.get(meeting.table, len(order)), meeting.table, meeting.a

    return tuple(sorted(meetings, key=place))


def seat(rules: Rules, held: Sequence[tuple[Candidate, int]]) -> list[str]:
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
        _seat_shared(rules, slot, [(index, held[index][0]) for index in shared], last_table, seats)
        for index in by_slot[slot]:
            candidate = held[index][0]
            last_table[candidate.a] = last_table[candidate.b] = seats[index]
    return seats


def _seat_shared(
    rules: Rules,
    slot: int,
    meetings: Sequence[tuple[int, Candidate]],
    last_table: Mapping[str, str],
    seats: list[str],
) -> None:
    """Tables of one slot: those with fewest suitable tables first, by augmenting paths; the others where one
    of the two already sits, then anywhere."""
    usable = [table.name for table in rules.shared_tables if rules.is_open(table.name, slot)]
    usable.sort(key=rules.is_accessible)
    everywhere = rules.table_families[0] if rules.table_families else frozenset[str]()
    holder: dict[str, int] = {}
    suitable: dict[int, list[str]] = {}
    choosy = [(index, candidate) for index, candidate in meetings if candidate.tables != everywhere]
    for index, candidate in sorted(choosy, key=lambda item: (len(item[1].tables or ()), item[0])):
        suitable[index] = [name for name in usable if name in (candidate.tables or ())]
        _augment(index, suitable, holder, set())
    free = dict.fromkeys(name for name in usable if name not in holder)
    waiting = []
    for index, candidate in meetings:
        if index not in suitable:
            near = next(
                (last_table[code] for code in (candidate.a, candidate.b) if last_table.get(code) in free),
                None,
            )
            if near is None:
                waiting.append(index)
            else:
                del free[near]
                seats[index] = near
    for name, index in [*holder.items(), *zip(free, waiting, strict=False)]:
        seats[index] = name


def _augment(index: int, suitable: Mapping[int, list[str]], holder: dict[str, int], seen: set[str]) -> bool:
    for name in suitable[index]:
        if name not in seen:
            seen.add(name)
            if name not in holder or _augment(holder[name], suitable, holder, seen):
                holder[name] = index
                return True
    return False
