"""The inequalities of the pairing step, each named so that the checker can rebuild it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maillage.engines.meetings.certificate import Row, RowKind
from maillage.engines.meetings.rules import Candidate, Rules, slots_of


@dataclass(frozen=True, slots=True)
class Inequality:
    """`sum of coefficients[k] × x(candidate columns[k]) <= right`."""

    row: Row
    columns: tuple[int, ...]
    coefficients: tuple[int, ...]
    right: int


class Inequalities:
    """Writes the inequalities of a problem over its candidates."""

    def __init__(self, rules: Rules, candidates: Sequence[Candidate]) -> None:
        self.rules = rules
        self.candidates = candidates
        self.of_code: dict[str, list[int]] = {code: [] for code in rules.participants}
        self.of_person: dict[str, list[int]] = {person: [] for person in rules.attendance}
        for index, candidate in enumerate(candidates):
            for code in (candidate.a, candidate.b):
                self.of_code[code].append(index)
                self.of_person[rules.person[code]].append(index)

    def first(self) -> Iterator[Inequality]:
        """What is worth stating from the start: quotas, imposed meetings, presence, tables."""
        for code, participant in self.rules.participants.items():
            columns = self.of_code[code]
            if len(columns) > participant.quota_max:
                yield self._sum(Row(RowKind.QUOTA, (code,)), columns, participant.quota_max)
            if participant.quota_min:
                yield self._sum(Row(RowKind.QUOTA_MIN, (code,)), columns, -participant.quota_min, -1)
        for index, candidate in enumerate(self.candidates):
            if candidate.imposed:
                row = Row(RowKind.IMPOSED, (candidate.a, candidate.b))
                yield Inequality(row, (index,), (-1,), -1)
        for person, attendance in self.rules.attendance.items():
            yield from self._presence(person, attendance)
        everywhere = (1 << self.rules.problem.slot_count) - 1
        for family in self.rules.table_families():
            yield self.tables(family, everywhere)

    def _presence(self, person: str, attendance: int) -> Iterator[Inequality]:
        """The person's whole attendance, where quotas do not already imply it."""
        codes = [code for code, spokesman in self.rules.person.items() if spokesman == person]
        quota = sum(self.rules.participants[code].quota_max for code in codes)
        most = min(quota, len(self.of_person[person]))
        if most > attendance.bit_count() * self.rules.capacity(person):
            yield self.hall(person, attendance)

    def _sum(self, row: Row, columns: Sequence[int], right: int, sign: int = 1) -> Inequality:
        return Inequality(row, tuple(columns), (sign,) * len(columns), right)

    def hall(self, person: str, slots: int) -> Inequality:
        """Meetings of the person that fit only in these slots are at most its presence there."""
        columns = [index for index in self.of_person[person] if not self.candidates[index].slots & ~slots]
        right = (slots & self.rules.attendance[person]).bit_count() * self.rules.capacity(person)
        return self._sum(Row(RowKind.HALL, (person,), tuple(slots_of(slots))), columns, right)

    def tables(self, family: frozenset[str], slots: int) -> Inequality:
        """Meetings that fit only in these slots and at these tables are at most the table-slots."""
        columns = [
            index
            for index, candidate in enumerate(self.candidates)
            if candidate.tables is not None and candidate.tables <= family and not candidate.slots & ~slots
        ]
        right = sum(self.rules.table_count(family, slot) for slot in slots_of(slots))
        row = Row(RowKind.TABLES, slots=tuple(slots_of(slots)), tables=tuple(sorted(family)))
        return self._sum(row, columns, right)
