"""Which choices of pairs cannot be placed, however clever the timetable: violated Hall sets.

The meetings of one person need distinct slots (as many at once as it has representatives). By Hall's
theorem they have them unless some set S of slots is too small for the meetings that fit only inside S.
The same holds for tables. Each such set is a cut, and the human explanation of an impossible demand.
"""

from collections.abc import Sequence

from maillage.engines.meetings.inequalities import Inequalities, Inequality


def violated_cuts(inequalities: Inequalities, columns: Sequence[int]) -> list[Inequality]:
    """Cuts that the chosen columns violate: by person, then by family of tables."""
    rules = inequalities.rules
    of_person: dict[str, list[int]] = {}
    for column in columns:
        candidate = inequalities.candidates[column]
        for code in (candidate.a, candidate.b):
            of_person.setdefault(rules.person[code], []).append(candidate.slots)
    cuts = []
    for person, masks in of_person.items():
        blocked = _too_small(masks, rules.capacity(person), rules.problem.slot_count)
        if blocked:
            cuts.append(inequalities.hall(person, blocked))
    for family in rules.table_families():
        masks = [
            candidate.slots
            for column in columns
            for candidate in [inequalities.candidates[column]]
            if candidate.tables is not None and candidate.tables <= family
        ]
        places = [rules.table_count(family, slot) for slot in rules.problem.slots]
        blocked = _overfull(masks, places)
        if blocked:
            cuts.append(inequalities.tables(family, blocked))
    return cuts


def _too_small(masks: Sequence[int], capacity: int, slot_count: int) -> int:
    """Mask of a set of slots too small for the meetings inside it, 0 when there is none."""
    return _overfull(masks, [capacity] * slot_count)


def _overfull(masks: Sequence[int], places: Sequence[int]) -> int:
    """Match meetings to places in their slots by augmenting paths; the slots reached from a meeting that
    cannot be matched are too few for those inside."""
    groups: dict[int, int] = {}
    everywhere = (1 << len(places)) - 1
    for mask in masks:
        groups[mask & everywhere] = groups.get(mask & everywhere, 0) + 1
    held: list[dict[int, int]] = [{} for _ in places]
    for mask, count in groups.items():
        for _ in range(count):
            blocked = _augment(mask, held, places)
            if blocked:
                return blocked
    return 0


def _augment(mask: int, held: list[dict[int, int]], places: Sequence[int]) -> int:
    """Give one more meeting of this mask a place, moving others; return the mask reached when it cannot."""
    came_from: dict[int, tuple[int, int]] = {}
    reached = mask
    frontier = [(slot, mask, -1) for slot in _bits(mask)]
    for slot, by_mask, from_slot in frontier:
        came_from[slot] = (by_mask, from_slot)
    queue = [slot for slot, _, _ in frontier]
    for slot in queue:
        if sum(held[slot].values()) < places[slot]:
            _shift(slot, came_from, held)
            return 0
        for other_mask, count in held[slot].items():
            if count and other_mask & ~reached:
                for other in _bits(other_mask & ~reached):
                    came_from[other] = (other_mask, slot)
                    queue.append(other)
                reached |= other_mask
    return reached


def _shift(slot: int, came_from: dict[int, tuple[int, int]], held: list[dict[int, int]]) -> None:
    while slot >= 0:
        by_mask, from_slot = came_from[slot]
        held[slot][by_mask] = held[slot].get(by_mask, 0) + 1
        if from_slot >= 0:
            held[from_slot][by_mask] -= 1
        slot = from_slot


def _bits(mask: int) -> list[int]:
    return [position for position in range(mask.bit_length()) if mask >> position & 1]
