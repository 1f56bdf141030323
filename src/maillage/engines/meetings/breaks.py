"""Fewer breaks: once pairs are chosen and placed, swap slots along alternating paths while people wait less.

A break is a run of free slots between two meetings of the same person. The meetings of two slots form paths
and even cycles; swapping the two slots along one of them keeps the timetable right. It is done when it takes
away breaks, as long as some swap does. Nothing is proved: minimising breaks is hard even for given pairs.
"""

from collections.abc import Sequence

from maillage.engines.meetings.rules import Candidate, Rules
from maillage.engines.meetings.slotting import placings

SWEEPS = 12
MOST_MEETINGS = 1500

Held = list[tuple[Candidate, int]]


def breaks_of(busy: int) -> int:
    """Breaks of a person busy in the slots of this mask."""
    return max(0, (busy & ~(busy << 1)).bit_count() - 1)


def with_fewer_breaks(rules: Rules, held: Held) -> Held:
    """The same meetings, possibly in other slots. Left alone when somebody has several representatives, when
    requests are ordered, or when there are so many meetings that it would take long."""
    single = all(rules.capacity(person) == 1 for person in rules.attendance)
    if not single or rules.problem.precedences or len(held) > MOST_MEETINGS:
        return held
    swaps = _Swaps(rules, held)
    for _ in range(SWEEPS):
        if not swaps.sweep():
            break
    return [(candidate, slot) for (candidate, _), slot in zip(held, swaps.slot, strict=True)]


class _Swaps:
    def __init__(self, rules: Rules, held: Held) -> None:
        candidates = [candidate for candidate, _ in held]
        self.slot = [slot for _, slot in held]
        self._placings, self._room = placings(rules, candidates)
        self._slots = rules.problem.slots
        self._busy = [0] * len(self._room.capacity)
        self._at: dict[tuple[int, int], int] = {}
        self._load = [[0] * (len(self._slots) + 1) for _ in self._room.tables]
        for meeting, slot in enumerate(self.slot):
            self._hold(meeting, slot)

    def _hold(self, meeting: int, slot: int) -> None:
        placing = self._placings[meeting]
        self.slot[meeting] = slot
        for person in (placing.u, placing.v):
            self._at[person, slot] = meeting
            self._busy[person] |= 1 << slot
        for family in placing.families:
            self._load[family][slot] += 1

    def _release(self, meeting: int) -> None:
        placing, slot = self._placings[meeting], self.slot[meeting]
        for person in (placing.u, placing.v):
            del self._at[person, slot]
            self._busy[person] &= ~(1 << slot)
        for family in placing.families:
            self._load[family][slot] -= 1

    def sweep(self) -> bool:
        """Try every meeting in every other slot; True when some swap took breaks away."""
        better = False
        for meeting in range(len(self.slot)):
            for slot in self._slots:
                if slot != self.slot[meeting] and self._placings[meeting].slots >> (slot - 1) & 1:
                    better |= self._try(meeting, slot)
        return better

    def _try(self, meeting: int, slot: int) -> bool:
        one, other = self.slot[meeting], slot
        path = self._path(meeting, one, other)
        for member in path:
            if not self._placings[member].slots >> (one + other - self.slot[member] - 1) & 1:
                return False
        persons = {person for m in path for person in (self._placings[m].u, self._placings[m].v)}
        before = sum(breaks_of(self._busy[person]) for person in persons)
        self._swap(path, one, other)
        if self._fits(one) and self._fits(other):
            after = sum(breaks_of(self._busy[person]) for person in persons)
            if after < before:
                return True
        self._swap(path, one, other)
        return False

    def _path(self, meeting: int, one: int, other: int) -> list[int]:
        """Meetings of the two slots reached from this one through the people they share."""
        path, seen = [meeting], {meeting}
        for member in path:
            placing = self._placings[member]
            across = one + other - self.slot[member]
            for person in (placing.u, placing.v):
                neighbour = self._at.get((person, across))
                if neighbour is not None and neighbour not in seen:
                    seen.add(neighbour)
                    path.append(neighbour)
        return path

    def _swap(self, path: Sequence[int], one: int, other: int) -> None:
        slots = [one + other - self.slot[member] for member in path]
        for member in path:
            self._release(member)
        for member, slot in zip(path, slots, strict=True):
            self._hold(member, slot)

    def _fits(self, slot: int) -> bool:
        return all(
            load[slot] <= tables[slot] for load, tables in zip(self._load, self._room.tables, strict=True)
        )
