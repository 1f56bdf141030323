"""The hard rules, read once: who may meet whom, when, where.

Slots are held as bit masks (bit 0 is slot 1) because sets of slots are intersected very often.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from maillage.engines.meetings.problem import Problem, Table


def mask_of(slots: Iterable[int]) -> int:
    """Bit mask of slots counted from 1."""
    mask = 0
    for slot in slots:
        mask |= 1 << (slot - 1)
    return mask


def slots_of(mask: int) -> Iterator[int]:
    """Slots, counted from 1, of a bit mask, in order."""
    while mask:
        low = mask & -mask
        yield low.bit_length()
        mask ^= low


@dataclass(frozen=True, slots=True)
class Candidate:
    """A meeting that could be held.

    `a` and `b` are codes, in the order of the participants; `slots` a mask of the slots possible for both;
    `tables` the shared tables that suit, None when it is held at a stand; `asked_by` whose wish it grants.
    """

    a: str
    b: str
    slots: int
    tables: frozenset[str] | None
    weight: int = 0
    asked_by: tuple[str, ...] = ()
    request: str = ""
    imposed: bool = False


class Rules:
    """The rules of a problem, indexed. `person[code]` is the code that stands for the person who comes."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.participants = {participant.code: participant for participant in problem.participants}
        self.order = {code: index for index, code in enumerate(self.participants)}
        everywhere = (1 << problem.slot_count) - 1
        self.presence = {
            code: everywhere if participant.slots is None else mask_of(participant.slots)
            for code, participant in self.participants.items()
        }
        self.person = {code: code for code in self.participants}
        for group in problem.people:
            spokesman = min(group, key=self.order.__getitem__)
            self.person.update(dict.fromkeys(group, spokesman))
        self.attendance: dict[str, int] = {}
        self.codes_of: dict[str, list[str]] = {}
        for code, person in self.person.items():
            self.attendance[person] = self.attendance.get(person, 0) | self.presence[code]
            self.codes_of.setdefault(person, []).append(code)
        self.forbidden = {self.pair(forbidden.a, forbidden.b) for forbidden in problem.forbidden}
        self._apart = {self.pair(refusal.source, refusal.target) for refusal in problem.refusals}
        self._apart |= self.forbidden
        stands = {
            participant.stand: participant.code for participant in problem.participants if participant.stand
        }
        self.stands = stands
        self.shared_tables = tuple(table for table in problem.tables if table.name not in stands)
        self._table_slots = {table.name: self._usable(table) for table in problem.tables}
        self._accessible = frozenset(table.name for table in problem.tables if table.accessible)
        self._everywhere = frozenset(table.name for table in self.shared_tables)
        self._everywhere_slots = self._union(self._everywhere)
        self._imposed = {self.pair(imposed.a, imposed.b): imposed for imposed in problem.imposed}
        # Sets of shared tables to count per slot: all, the accessible ones, each imposed one. Any two are
        # disjoint or one holds the other, so counting them is enough to seat everyone (Hall's theorem).
        self.table_families = self._list_families()
        self._pairs_present: dict[int, int] = {}
        self._ess = {self.person[code] for code, participant in self.participants.items() if participant.ess}
        self._with_stand = {self.person[code] for code in stands.values()}
        self._families_of: dict[frozenset[str], tuple[int, ...]] = {}
        self._imposed_count = Counter(code for pair in self._imposed for code in pair)
        self._pinned = self._list_pinned()
        self._particular = {
            participant.code
            for participant in problem.participants
            if participant.stand or participant.needs_accessible_table
        }

    def _usable(self, table: Table) -> int:
        everywhere = (1 << self.problem.slot_count) - 1
        return everywhere if table.slots is None else mask_of(table.slots)

    def pair(self, a: str, b: str) -> tuple[str, str]:
        """The two codes in the order of the participants."""
        return (a, b) if self.order[a] <= self.order[b] else (b, a)

    def capacity(self, person: str) -> int:
        """How many meetings this person, or the representatives it stands for, can hold at once."""
        return self.participants[person].representatives

    def keeps_apart(self, a: str, b: str) -> bool:
        """True when one refuses the other or the organisers forbid the pair."""
        return self.pair(a, b) in self._apart

    def allowed(self, a: str, b: str) -> bool:
        """True when no rule on pairs forbids it; slots and tables are another matter."""
        return (
            self.person[a] != self.person[b]
            and self.problem.pair_rule.allows(self.participants[a], self.participants[b])
            and not self.keeps_apart(a, b)
        )

    def suitable_stands(self, a: str, b: str) -> tuple[str, ...]:
        """Stands of either where the pair can sit, the first of the pair's first."""
        access = self._needs_access(a, b)
        stands = (self.participants[code].stand for code in (a, b))
        return tuple(stand for stand in stands if stand and (not access or stand in self._accessible))

    def _needs_access(self, a: str, b: str) -> bool:
        return self.participants[a].needs_accessible_table or self.participants[b].needs_accessible_table

    def tables(self, a: str, b: str) -> frozenset[str] | None:
        """Shared tables that suit the pair, None when it meets at a stand."""
        imposed = self._imposed.get((a, b))
        if imposed and imposed.table is not None:
            return None if imposed.table in self.stands else frozenset((imposed.table,))
        if a not in self._particular and b not in self._particular:
            return self._everywhere
        if self.suitable_stands(a, b):
            return None
        return self._everywhere & self._accessible if self._needs_access(a, b) else self._everywhere

    def slots(self, a: str, b: str, within: int = -1) -> int:
        """Mask of the slots where both are present, within the given ones, and a suitable table exists."""
        imposed = self._imposed.get((a, b))
        common = self.presence[a] & self.presence[b] & within
        if imposed and imposed.slot is not None:
            common &= mask_of((imposed.slot,))
        return common & self.table_slots(self.tables(a, b))

    def table_slots(self, tables: frozenset[str] | None) -> int:
        """Mask of the slots where at least one of these tables is usable; all of them at a stand."""
        if tables is None:
            return -1
        return self._everywhere_slots if tables is self._everywhere else self._union(tables)

    def _union(self, tables: frozenset[str]) -> int:
        mask = 0
        for name in tables:
            mask |= self._table_slots[name]
        return mask

    def is_accessible(self, table: str) -> bool:
        """True when the table is accessible to all."""
        return table in self._accessible

    def is_open(self, table: str, slot: int) -> bool:
        """True when the table can be used in the slot."""
        return bool(self._table_slots[table] >> (slot - 1) & 1)

    def pairs_at_once(self, persons: Iterable[str], slot: int) -> int:
        """The most meetings these persons can hold among themselves in the slot: no more than half of those
        present, than ESS actors among them when each meeting needs one, than tables when none has a stand."""
        bit = 1 << (slot - 1)
        present = [person for person in persons if self.attendance[person] & bit]
        most = sum(map(self.capacity, present)) // 2
        if self.problem.pair_rule.at_least_one_ess and not self.problem.requests:
            most = min(most, sum(self.capacity(person) for person in present if person in self._ess))
        if self._with_stand.isdisjoint(present):
            most = min(most, self.table_count(self._everywhere, slot))
        return most

    def most_at_once(self, family: frozenset[str], slot: int) -> int:
        """The most meetings that could be held at these shared tables in the slot: no more than these tables,
        than all who are present can hold."""
        if slot not in self._pairs_present:
            self._pairs_present[slot] = self.pairs_at_once(self.attendance, slot)
        return min(self.table_count(family, slot), self._pairs_present[slot])

    def table_count(self, tables: frozenset[str], slot: int) -> int:
        """How many of these tables are usable in the slot."""
        bit = 1 << (slot - 1)
        return sum(1 for name in tables if self._table_slots[name] & bit)

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """Every meeting that someone asks for, that was agreed or is imposed, and that the rules allow."""
        wished: dict[tuple[str, str], list[tuple[str, int]]] = {}
        for wish in self.problem.wishes:
            wished.setdefault(self.pair(wish.source, wish.target), []).append((wish.source, wish.weight))
        for pair in self._imposed:
            wished.setdefault(pair, [])
        found = [
            self.candidate(a, b, tuple(sources for sources, _ in asked), sum(weight for _, weight in asked))
            for (a, b), asked in wished.items()
            if self.allowed(a, b)
        ]
        for request in self.problem.requests:
            a, b = self.pair(request.a, request.b)
            within = -1 if request.slots is None else mask_of(request.slots)
            found.append(
                Candidate(
                    a, b, self.slots(a, b, within), self.tables(a, b), request.weight, (a, b), request.code
                )
            )
        return tuple(candidate for candidate in found if candidate.slots or candidate.imposed)

    def fillers(self, pairs: Iterable[tuple[str, str]], known: Iterable[Candidate]) -> Iterator[Candidate]:
        """Meetings that nobody asked for among these pairs, as far as the rules allow."""
        asked = {(candidate.a, candidate.b) for candidate in known}
        asked |= {self.pair(request.a, request.b) for request in self.problem.requests}
        for a, b in pairs:
            pair = self.pair(a, b)
            if pair not in asked and self.allowed(*pair):
                candidate = self.candidate(*pair)
                if candidate.slots:
                    yield candidate

    def candidate(self, a: str, b: str, asked_by: tuple[str, ...] = (), weight: int = 0) -> Candidate:
        """The meeting of this pair, in the order of the participants, in the slots that imposed meetings
        leave free."""
        imposed = (a, b) in self._imposed
        slots = self.slots(a, b, -1 if imposed else -1 << self.problem.played)
        if not imposed and self._imposed:
            full = self._imposed_count[a] >= self.participants[a].quota_max
            full = full or self._imposed_count[b] >= self.participants[b].quota_max
            slots &= 0 if full else ~self._pinned[self.person[a]] & ~self._pinned[self.person[b]]
        return Candidate(a, b, slots, self.tables(a, b), weight, asked_by, imposed=imposed)

    def _list_pinned(self) -> dict[str, int]:
        """For each person, mask of the slots that imposed meetings in given slots fill."""
        count = Counter(
            (self.person[code], imposed.slot)
            for (a, b), imposed in self._imposed.items()
            if imposed.slot is not None
            for code in (a, b)
        )
        pinned = dict.fromkeys(self.attendance, 0)
        for (person, slot), meetings in count.items():
            if meetings >= self.capacity(person):
                pinned[person] |= 1 << (slot - 1)
        return pinned

    def families_of(self, tables: frozenset[str] | None) -> tuple[int, ...]:
        """Places, in `table_families`, of the families that a meeting at these tables counts in."""
        if tables is None:
            return ()
        if tables not in self._families_of:
            inside = (number for number, family in enumerate(self.table_families) if tables <= family)
            self._families_of[tables] = tuple(inside)
        return self._families_of[tables]

    def _list_families(self) -> tuple[frozenset[str], ...]:
        families = {self._everywhere, self._everywhere & self._accessible}
        families |= {
            frozenset((imposed.table,))
            for imposed in self.problem.imposed
            if imposed.table is not None and imposed.table not in self.stands
        }
        by_size = sorted(
            (family for family in families if family), key=lambda family: (-len(family), sorted(family))
        )
        return tuple(by_size)
