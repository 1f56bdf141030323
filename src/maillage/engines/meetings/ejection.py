"""Slots when presence, pins, stands or representatives restrict them: list colouring by ejection chains.

A meeting without a slot takes the cheapest of its slots and sends those in its way back to the queue; each
ejection makes the next one dearer, which keeps the search from turning in circles. It finds plans fast and
proves nothing.
"""

import random
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from maillage.engines.meetings.rules import slots_of

OVERFULL_PRICE = 2.0
RANDOM_EJECTION_PRICE = 0.3
SHUFFLE_PROBABILITY = 0.3
TIE_BREAK = 0.01


@dataclass(frozen=True, slots=True)
class Placing:
    """A meeting to place: its two persons, the mask of its slots, the table families it counts in, and the
    meetings (by index) that must come strictly before and after it."""

    u: int
    v: int
    slots: int
    families: tuple[int, ...] = ()
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """`capacity[person]`: meetings at once; `tables[family][slot]`: tables of the family in the slot (slots
    counted from 1, index 0 unused)."""

    capacity: Sequence[int]
    tables: Sequence[Sequence[int]]


class EjectionChains:
    """Search state. `slot[m]` is the slot of meeting m, 0 while it waits."""

    def __init__(self, placings: Sequence[Placing], room: Room, slot_count: int, rng: random.Random) -> None:
        self.placings = placings
        self.room = room
        self.rng = rng
        self.slot = [0] * len(placings)
        self._at: list[list[list[int]]] = [[[] for _ in range(slot_count + 1)] for _ in room.capacity]
        self._load: list[list[list[int]]] = [[[] for _ in range(slot_count + 1)] for _ in room.tables]
        self._ejected = [0.0] * len(placings)

    def start_from(self, slots: Mapping[int, int]) -> None:
        """Begin with these meetings in these slots, as far as they fit together."""
        for meeting, slot in slots.items():
            placing = self.placings[meeting]
            price, blockers = self._price(meeting, slot)
            if placing.slots >> (slot - 1) & 1 and not blockers and price < OVERFULL_PRICE:
                self._put(meeting, slot)

    def run(self, keep_on: Callable[[int], bool]) -> list[int]:
        """Place all meetings; `keep_on(step)` says whether to go on. Returns those without a slot."""
        order = [meeting for meeting, slot in enumerate(self.slot) if not slot]
        self.rng.shuffle(order)
        order.sort(key=lambda meeting: self.placings[meeting].slots.bit_count())
        queue = deque(order)
        best, fewest = list(self.slot), len(queue)
        step = 0
        while queue and keep_on(step):
            step += 1
            if self.rng.random() < SHUFFLE_PROBABILITY:
                chosen = self.rng.randrange(len(queue))
                queue[0], queue[chosen] = queue[chosen], queue[0]
            queue.extend(self._place(queue.popleft()))
            if len(queue) < fewest:
                best, fewest = list(self.slot), len(queue)
        self.slot = best
        return [meeting for meeting, slot in enumerate(best) if not slot]

    def _put(self, meeting: int, slot: int) -> None:
        placing = self.placings[meeting]
        self.slot[meeting] = slot
        self._at[placing.u][slot].append(meeting)
        self._at[placing.v][slot].append(meeting)
        for family in placing.families:
            self._load[family][slot].append(meeting)

    def _take(self, meeting: int) -> None:
        placing, slot = self.placings[meeting], self.slot[meeting]
        self.slot[meeting] = 0
        self._at[placing.u][slot].remove(meeting)
        self._at[placing.v][slot].remove(meeting)
        for family in placing.families:
            self._load[family][slot].remove(meeting)

    def _place(self, meeting: int) -> list[int]:
        """Put the meeting in its cheapest slot and return those it ejected (itself when it has none)."""
        choices = [
            (price, slot, blockers)
            for slot in slots_of(self.placings[meeting].slots)
            for price, blockers in [self._price(meeting, slot)]
        ]
        if not choices:
            return []
        _, slot, blockers = min(choices)
        for blocker in blockers:
            self._take(blocker)
            self._ejected[blocker] += 1
        ejected = list(blockers)
        for family in self.placings[meeting].families:
            while len(self._load[family][slot]) >= self.room.tables[family][slot]:
                if not self._load[family][slot]:
                    return [*ejected, meeting]
                other = self.rng.choice(self._load[family][slot])
                self._take(other)
                self._ejected[other] += RANDOM_EJECTION_PRICE
                ejected.append(other)
        self._put(meeting, slot)
        return ejected

    def _price(self, meeting: int, slot: int) -> tuple[float, list[int]]:
        placing = self.placings[meeting]
        blockers: list[int] = []
        for person in (placing.u, placing.v):
            there = self._at[person][slot]
            excess = len(there) + 1 - self.room.capacity[person]
            if excess > 0:
                blockers += sorted(there, key=self._ejected.__getitem__)[:excess]
        blockers += [other for other in placing.before if self.slot[other] >= slot]
        blockers += [other for other in placing.after if 0 < self.slot[other] <= slot]
        blockers = list(dict.fromkeys(blockers))
        price = sum(1.0 + self._ejected[blocker] for blocker in blockers)
        load = 0.0
        for family in placing.families:
            tables = self.room.tables[family][slot]
            filled = len(self._load[family][slot])
            if filled >= tables:
                price += OVERFULL_PRICE
            load += filled / max(1, tables)
        return price + TIE_BREAK * (load + self.rng.random()), blockers
