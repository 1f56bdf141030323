"""Fewer breaks: once pairs are chosen and placed, swap slots along alternating paths while people wait less.

A break is a run of free slots between two meetings of the same person. The meetings of two slots form paths
and even cycles; swapping the two slots along one of them keeps the timetable right, and changes the slots of
the two persons at its ends only. It is done when it takes away breaks, as long as some swap does. Nothing is
proved: minimising breaks is hard even for given pairs.
"""

from functools import lru_cache

from maillage.engines.meetings.rules import Candidate, Rules
from maillage.engines.meetings.slotting import placings

SWEEPS = 12
NONE = -1
MASKS = 1 << 16

Held = list[tuple[Candidate, int]]


@lru_cache(MASKS)
def breaks_of(busy: int) -> int:
    """Breaks of a person busy in the slots of this mask."""
    return max(0, (busy & ~(busy << 1)).bit_count() - 1)


def with_fewer_breaks(rules: Rules, held: Held) -> Held:
    """The same meetings, possibly in other slots. Left alone when requests are ordered."""
    if rules.problem.precedences:
        return held
    swaps = _Swaps(rules, held)
    for _ in range(SWEEPS):
        if not swaps.sweep():
            break
    return [(candidate, slot) for (candidate, _), slot in zip(held, swaps.slot, strict=True)]


class _Swaps:
    """Paths go through those who have one representative; they end at those who have several.

    `busy[person]` is the mask of the slots (bit 0 unused) where it meets someone; `at[person][slot]` its
    meeting there, if it has one representative.
    """

    def __init__(self, rules: Rules, held: Held) -> None:
        candidates = [candidate for candidate, _ in held]
        self.slot = [slot for _, slot in held]
        self._placings, self._room = placings(rules, candidates)
        self._slots = rules.problem.slots
        persons, slots = range(len(self._room.capacity)), range(len(self._slots) + 1)
        self._busy = [0 for _ in persons]
        self._count = [[0 for _ in slots] for _ in persons]
        self._at = [[NONE for _ in slots] for _ in persons]
        self._load = [[0 for _ in slots] for _ in self._room.tables]
        for meeting, slot in enumerate(self.slot):
            self._hold(meeting, slot)

    def _hold(self, meeting: int, slot: int) -> None:
        placing = self._placings[meeting]
        self.slot[meeting] = slot
        for person in (placing.u, placing.v):
            self._count[person][slot] += 1
            self._busy[person] |= 1 << slot
            if self._room.capacity[person] == 1:
                self._at[person][slot] = meeting
        for family in placing.families:
            self._load[family][slot] += 1

    def _release(self, meeting: int) -> None:
        placing, slot = self._placings[meeting], self.slot[meeting]
        for person in (placing.u, placing.v):
            self._at[person][slot] = NONE
            self._count[person][slot] -= 1
            if not self._count[person][slot]:
                self._busy[person] &= ~(1 << slot)
        for family in placing.families:
            self._load[family][slot] -= 1

    def sweep(self) -> bool:
        """Try all that would take breaks away from someone; True when some swap took breaks away."""
        better = False
        for person, capacity in enumerate(self._room.capacity):
            if capacity == 1 and breaks_of(self._busy[person]):
                better |= self._relieve(person)
        return better

    def _relieve(self, person: int) -> bool:
        """Move meetings of the person, who has one representative, to slots where it waits less."""
        better = False
        for one in self._slots:
            for other in self._slots:
                if self._at[person][one] == NONE:
                    break
                if self._at[person][other] == NONE:
                    spared = self._spared(person, one, other)
                    better |= spared > 0 and self._try(person, one, other, spared)
        return better

    def _spared(self, person: int, one: int, other: int) -> int:
        """Breaks that the person is spared when a meeting moves from the first slot to the other."""
        busy = self._busy[person]
        after = busy | 1 << other
        if self._count[person][one] == 1:
            after &= ~(1 << one)
        return breaks_of(busy) - breaks_of(after)

    def _try(self, person: int, one: int, other: int, spared: int) -> bool:
        """Swap the two slots along the path that leaves this person, who is free in the other and is spared
        these breaks, if that takes breaks away in all."""
        path, end = self._path(person, one, other)
        for member in path:
            if not self._placings[member].slots >> (one + other - self.slot[member] - 1) & 1:
                return False
        last = self.slot[path[-1]]
        new = one + other - last
        if self._count[end][new] >= self._room.capacity[end]:
            return False
        if spared + self._spared(end, last, new) <= 0:
            return False
        self._swap(path, one, other)
        if self._fits(one) and self._fits(other):
            return True
        self._swap(path, one, other)
        return False

    def _path(self, person: int, one: int, other: int) -> tuple[list[int], int]:
        """Meetings of the two slots reached in turn from this person, and the person at the other end."""
        path = []
        slot = one
        meeting = self._at[person][slot]
        while meeting != NONE:
            path.append(meeting)
            placing = self._placings[meeting]
            person = placing.v if placing.u == person else placing.u
            slot = one + other - slot
            meeting = self._at[person][slot]
        return path, person

    def _swap(self, path: list[int], one: int, other: int) -> None:
        slots = [one + other - self.slot[member] for member in path]
        for member in path:
            self._release(member)
        for member, slot in zip(path, slots, strict=True):
            self._hold(member, slot)

    def _fits(self, slot: int) -> bool:
        return all(
            load[slot] <= tables[slot] for load, tables in zip(self._load, self._room.tables, strict=True)
        )
