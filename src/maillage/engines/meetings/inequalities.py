"""The inequalities of the pairing step, each named so that the checker can rebuild it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from maillage.engines.meetings.certificate import Row, RowKind
from maillage.engines.meetings.rules import Candidate, Rules, slots_of

CLOSURE_LIMIT = 64


@dataclass(frozen=True, slots=True)
class Inequality:
    """`sum of coefficients[k] × x(columns[k]) <= right`. `parts` are the inequalities a HALF row halves."""

    row: Row
    columns: tuple[int, ...]
    coefficients: tuple[int, ...]
    right: int
    parts: tuple["Inequality", ...] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """What placing a choice taught: these slots are too few for a person, a family of tables, or meetings
    among a `circle` of persons; or, when `clash` is given, these meetings cannot all be placed."""

    slots: int = 0
    person: str = ""
    family: int = -1
    clash: tuple[int, ...] = ()
    circle: tuple[str, ...] = ()


class Inequalities:
    """Writes the inequalities of a problem over its candidates."""

    def __init__(self, rules: Rules, candidates: Sequence[Candidate]) -> None:
        self.rules = rules
        self.candidates = candidates
        self.of_code: dict[str, list[int]] = {code: [] for code in rules.participants}
        self.of_person: dict[str, list[int]] = {person: [] for person in rules.attendance}
        self.own: dict[str, list[int]] = {code: [] for code in rules.participants}
        for index, candidate in enumerate(candidates):
            for code in candidate.asked_by:
                self.own[code].append(index)
            for code in (candidate.a, candidate.b):
                self.of_code[code].append(index)
                self.of_person[rules.person[code]].append(index)

    @cached_property
    def first(self) -> list[Inequality]:
        """What is worth stating from the start: quotas, imposed meetings, presence, tables."""
        return list(self._first())

    def _first(self) -> Iterator[Inequality]:
        for code, participant in self.rules.participants.items():
            columns = self.of_code[code]
            if len(columns) > participant.quota_max:
                yield _sum(Row(RowKind.QUOTA, (code,)), columns, participant.quota_max)
            if participant.quota_min:
                yield _sum(Row(RowKind.QUOTA_MIN, (code,)), columns, -participant.quota_min, -1)
        for index, candidate in enumerate(self.candidates):
            if candidate.imposed:
                yield _sum(Row(RowKind.IMPOSED, (candidate.a, candidate.b)), [index], -1, -1)
        for person in self.rules.attendance:
            yield from self._presence(person)
        everywhere = (1 << self.rules.problem.slot_count) - 1
        for number in range(len(self.rules.table_families)):
            yield self.tables(number, everywhere)

    def _presence(self, person: str) -> Iterator[Inequality]:
        """Sets of slots that could be too small for what the person might choose inside them."""
        quota = sum(self.rules.participants[code].quota_max for code in self.rules.codes_of[person])
        columns = self.of_person[person]
        everywhere = (1 << self.rules.problem.slot_count) - 1
        masks = [self.candidates[index].slots & everywhere for index in columns]
        # a meeting pinned in a slot leaves it to no other: only the others can crowd each other
        movable = {mask for mask in masks if mask & (mask - 1)}
        for slots in _unions(movable or set(masks)):
            inside = sum(1 for mask in masks if not mask & ~slots)
            places = (slots & self.rules.attendance[person]).bit_count() * self.rules.capacity(person)
            if min(quota, inside) > places:
                yield self.hall(person, slots)

    def learnt(self, lesson: Lesson) -> Iterator[Inequality]:
        """The inequality that a lesson teaches, if it speaks of these candidates."""
        if lesson.person:
            yield self.hall(lesson.person, lesson.slots)
        elif lesson.circle:
            yield self.room(lesson.circle, lesson.slots)
        elif lesson.clash and max(lesson.clash) < len(self.candidates):
            yield _sum(Row(RowKind.REFUTED), lesson.clash, len(lesson.clash) - 1)
        elif lesson.family >= 0:
            yield self.tables(lesson.family, lesson.slots)

    def hall(self, person: str, slots: int) -> Inequality:
        """Meetings of the person that fit only in these slots are at most its presence there."""
        columns = [index for index in self.of_person[person] if not self.candidates[index].slots & ~slots]
        right = (slots & self.rules.attendance[person]).bit_count() * self.rules.capacity(person)
        return _sum(Row(RowKind.HALL, (person,), tuple(slots_of(slots))), columns, right)

    def room(self, circle: tuple[str, ...], slots: int) -> Inequality:
        """Meetings among these persons that fit only in these slots: in each slot, half of those present."""
        rules, persons = self.rules, set(circle)
        columns = [
            index
            for index in sorted({index for person in circle for index in self.of_person[person]})
            for candidate in [self.candidates[index]]
            if {rules.person[candidate.a], rules.person[candidate.b]} <= persons
            and not candidate.slots & ~slots
        ]
        right = sum(rules.pairs_at_once(circle, slot) for slot in slots_of(slots))
        return _sum(Row(RowKind.ROOM, circle, tuple(slots_of(slots))), columns, right)

    def tables(self, number: int, slots: int) -> Inequality:
        """Meetings that fit only in these slots and at this family of tables are at most its table-slots."""
        family = self.rules.table_families[number]
        columns = [
            index
            for index, candidate in enumerate(self.candidates)
            if number in self.rules.families_of(candidate.tables) and not candidate.slots & ~slots
        ]
        right = sum(self.rules.most_at_once(family, slot) for slot in slots_of(slots))
        return _sum(
            Row(RowKind.TABLES, slots=tuple(slots_of(slots)), tables=tuple(sorted(family))), columns, right
        )


def _sum(row: Row, columns: Sequence[int], right: int, sign: int = 1) -> Inequality:
    return Inequality(row, tuple(columns), (sign,) * len(columns), right)


def _unions(masks: set[int]) -> set[int]:
    """All unions of these masks; only those of two when there would be too many."""
    found: set[int] = set(masks)
    frontier = set(masks)
    while frontier and len(found) <= CLOSURE_LIMIT:
        frontier = {union | mask for union in frontier for mask in masks} - found
        found |= frontier
    return found
