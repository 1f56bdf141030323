"""Recomputes what a certificate proves, from the problem alone, in exact integers and without a solver."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import gcd

from maillage.engines.meetings.alone import own_wishes_alone
from maillage.engines.meetings.certificate import Certificate, Column, LevelProof, Row, RowKind
from maillage.engines.meetings.problem import Problem
from maillage.engines.meetings.rules import Candidate, Rules, mask_of, slots_of


class MalformedProofError(ValueError):
    """A row that does not follow from the problem, or that makes no sense."""


@dataclass(frozen=True, slots=True)
class _Written:
    """An inequality in full: coefficient by column, right side."""

    coefficients: dict[int, int]
    right: int


class ProofReader:
    """Reads certificates about one problem. `served[k]` participants have at least k + 1 own wishes granted
    in the plan: the proof speaks of the plans that serve as many at each level."""

    def __init__(self, problem: Problem, served: Sequence[int] = ()) -> None:
        self.rules = Rules(problem)
        self.served = served
        asked = self.rules.candidates()
        self.alone = own_wishes_alone(self.rules, asked)
        self.candidates: list[Candidate] = []
        self._by_code: dict[str, list[int]] = defaultdict(list)
        self._number: dict[Column, int] = {}
        for candidate in asked:
            self._add_meeting(candidate)
        self._asked = len(asked)
        self._reached: dict[int, int] = {}

    def value(self, certificate: Certificate) -> int:
        """No plan that serves as many is worth more. Raises `MalformedProofError`."""
        weights = [candidate.weight for candidate in self.candidates[: self._asked]]
        step = gcd(*weights) or 1
        profits = {index: weight for index, weight in enumerate(weights) if weight}
        return self._bound(certificate, profits) // step * step

    def fairest(self, proofs: Sequence[LevelProof]) -> bool:
        """True when the proofs show that no plan is fairer. Raises `MalformedProofError`.

        The levels they speak of must be all of 1, 2, 3 … in order.
        """
        told = [level for proof in proofs for level in proof.levels]
        if told != list(range(1, len(self.served) + 1)) or len(told) != max(self.alone.values(), default=0):
            raise MalformedProofError("levels")
        return all(self._no_more_served(proof) for proof in proofs)

    def _no_more_served(self, proof: LevelProof) -> bool:
        for row in proof.certificate.rows:
            if row.kind in {RowKind.SERVED_COUNT, RowKind.SERVED} and row.level >= proof.levels[0]:
                raise MalformedProofError(row.kind)
        weights = proof.weights()
        profits = {
            self._served_column(code, level): weight
            for level, weight in weights.items()
            for code, most in self.alone.items()
            if most >= level
        }
        left = self._bound(proof.certificate, profits)
        for level, weight in weights.items():
            count = self.served[level - 1]
            if min([left // weight, *self.served[level - 2 : level - 1]]) > count:
                return False
            left -= weight * count
        return True

    def _bound(self, certificate: Certificate, profits: dict[int, int]) -> int:
        scale, multipliers = certificate.denominator, certificate.multipliers
        if scale < 1 or len(multipliers) != len(certificate.rows) or any(y < 0 for y in multipliers):
            raise MalformedProofError("multipliers")
        promised = {row.codes[0] for row in certificate.rows if row.kind is RowKind.QUOTA_MIN and row.codes}
        self._add_fillers(sorted(promised & set(self.rules.participants)))
        written: list[_Written] = []
        reduced: dict[int, int] = defaultdict(int)
        total = 0
        try:
            for row, multiplier in zip(certificate.rows, multipliers, strict=True):
                inequality = self._write(row, written)
                written.append(inequality)
                if multiplier:
                    total += multiplier * inequality.right
                    for column, coefficient in inequality.coefficients.items():
                        reduced[column] -= multiplier * coefficient
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            raise MalformedProofError(str(error)) from error
        for column, profit in profits.items():
            reduced[column] += profit * scale
        total += sum(profit for profit in reduced.values() if profit > 0)
        return total // scale

    def _add_meeting(self, candidate: Candidate) -> None:
        number = len(self.candidates)
        self.candidates.append(candidate)
        self._number[Column(candidate.a, candidate.b, candidate.request)] = number
        self._by_code[candidate.a].append(number)
        self._by_code[candidate.b].append(number)

    def _served_column(self, code: str, level: int) -> int:
        """Number of a column of fairness; they are numbered downwards from -1, meetings upwards from 0."""
        return self._number.setdefault(Column(code, level=level), -1 - len(self._number))

    def _write(self, row: Row, written: Sequence[_Written]) -> _Written:
        match row.kind:
            case RowKind.QUOTA:
                (code,) = row.codes
                return self._sum(self._by_code[code], self.rules.participants[code].quota_max)
            case RowKind.QUOTA_MIN:
                (code,) = row.codes
                return self._sum(self._by_code[code], -self.rules.participants[code].quota_min, -1)
            case RowKind.HALL:
                return self._hall(row)
            case RowKind.TABLES:
                return self._tables(row)
            case RowKind.IMPOSED:
                a, b = row.codes
                number = self._number[Column(a, b)]
                if not self.candidates[number].imposed:
                    raise MalformedProofError(row.kind)
                return _Written({number: -1}, -1)
            case RowKind.SERVED:
                return self._served_row(row)
            case RowKind.SERVED_COUNT:
                columns = [
                    self._served_column(code, row.level)
                    for code, most in self.alone.items()
                    if most >= row.level
                ]
                return self._sum(columns, -self.served[row.level - 1], -1)
            case RowKind.HALF:
                return self._half(row, written)
            case RowKind.REFUTED:
                raise MalformedProofError(row.kind)

    @staticmethod
    def _sum(columns: Iterable[int], right: int, sign: int = 1) -> _Written:
        return _Written(dict.fromkeys(columns, sign), right)

    def _add_fillers(self, codes: Iterable[str]) -> None:
        """The meetings nobody asked for that could help keep a promise: only they can raise a bound."""
        if not self.rules.problem.fillers:
            return
        for code in codes:
            pairs = [(code, other) for other in self.rules.participants if other != code]
            for candidate in list(self.rules.fillers(pairs, self.candidates)):
                self._add_meeting(candidate)

    def _hall(self, row: Row) -> _Written:
        (person,) = row.codes
        slots = mask_of(row.slots)
        coefficients: dict[int, int] = defaultdict(int)
        for code in self.rules.codes_of[person]:
            for number in self._by_code[code]:
                if not self.candidates[number].slots & ~slots:
                    coefficients[number] += 1
        right = (slots & self.rules.attendance[person]).bit_count() * self.rules.capacity(person)
        return _Written(coefficients, right)

    def _tables(self, row: Row) -> _Written:
        family, slots = frozenset(row.tables), mask_of(row.slots)
        inside = {
            tables
            for tables in {candidate.tables for candidate in self.candidates}
            if tables and tables <= family
        }
        columns = [
            number
            for number, candidate in enumerate(self.candidates)
            if candidate.tables in inside and not candidate.slots & ~slots
        ]
        right = sum(self.rules.table_count(family, slot) for slot in slots_of(slots))
        return self._sum(columns, right)

    def _served_row(self, row: Row) -> _Written:
        """Levels up to `row.level` are granted to all who could reach them; the plan must announce it."""
        (code,) = row.codes
        if any(self.served[level - 1] != self._reachable(level) for level in range(1, row.level + 1)):
            raise MalformedProofError(row.kind)
        coefficients = {
            number: -1
            for number in self._by_code[code]
            if number < self._asked and code in self.candidates[number].asked_by
        }
        for level in range(row.level + 1, self.alone[code] + 1):
            coefficients[self._served_column(code, level)] = 1
        return _Written(coefficients, -min(row.level, self.alone[code]))

    def _reachable(self, level: int) -> int:
        """How many could have that many own wishes granted, each alone."""
        if level not in self._reached:
            self._reached[level] = sum(1 for most in self.alone.values() if most >= level)
        return self._reached[level]

    def _half(self, row: Row, written: Sequence[_Written]) -> _Written:
        coefficients: dict[int, int] = defaultdict(int)
        right = len(row.once)
        for part in row.parts:
            if not 0 <= part < len(written):
                raise MalformedProofError(row.kind)
            right += written[part].right
            for column, coefficient in written[part].coefficients.items():
                coefficients[column] += coefficient
        for once in row.once:
            coefficients[self._number[once]] += 1
        halves = {column: coefficient // 2 for column, coefficient in coefficients.items()}
        return _Written(halves, right // 2)
