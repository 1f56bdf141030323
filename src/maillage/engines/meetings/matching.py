"""Meetings matched to places in their slots, by augmenting paths (Hall's theorem made constructive)."""

from collections.abc import Sequence

from maillage.engines.meetings.rules import slots_of


class SlotMatching:
    """Meetings, each with a mask of slots, given places; `places[slot - 1]` places in each slot."""

    def __init__(self, places: Sequence[int]) -> None:
        self._places = [0, *places]
        self._everywhere = (1 << len(places)) - 1
        self._held: list[dict[int, int]] = [{} for _ in self._places]
        self._count = [0] * len(self._places)

    def add(self, mask: int) -> int | None:
        """Place one more meeting, moving others when needed. Returns None, or, when it cannot be placed, the
        mask of a set of slots too small for the meetings that fit only inside it."""
        wanted = mask & self._everywhere
        came_from = dict.fromkeys(slots_of(wanted), (wanted, 0))
        reached = wanted
        queue = list(came_from)
        for slot in queue:
            if self._count[slot] < self._places[slot]:
                self._count[slot] += 1
                self._shift(slot, came_from)
                return None
            for other_mask, count in self._held[slot].items():
                fresh = other_mask & ~reached if count else 0
                for other in slots_of(fresh):
                    came_from[other] = (other_mask, slot)
                    queue.append(other)
                reached |= fresh
        return reached

    def _shift(self, slot: int, came_from: dict[int, tuple[int, int]]) -> None:
        while slot:
            mask, previous = came_from[slot]
            self._held[slot][mask] = self._held[slot].get(mask, 0) + 1
            if previous:
                self._held[previous][mask] -= 1
            slot = previous
