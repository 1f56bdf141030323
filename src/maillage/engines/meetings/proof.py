"""Recomputes what a certificate proves, from the problem alone, in exact integers and without a solver."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import gcd

from maillage.engines.meetings.alone import own_wishes_alone
from maillage.engines.meetings.certificate import Certificate, Column, LevelProof, Row, RowKind
from maillage.engines.meetings.rules import Candidate, Rules, mask_of, slots_of


class MalformedProofError(ValueError):
    """A row that does not follow from the problem, or that makes no sense."""


@dataclass(frozen=True, slots=True)
class _Written:
    """An inequality in full: coefficient by column, right side."""

    coefficients: dict[int, int]
    right: int


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Bound and reduced profit of each column, both times the denominator of the certificate."""

    total: int
    reduced: dict[int, int]


class ProofReader:
    """Reads certificates about the problem of these rules. `served[k]` participants have at least k + 1 own
    wishes granted in the plan: the proof speaks of the plans that serve as many at each level. `ghosts` are
    meetings that cannot be held but whose cost is asked; they change no bound."""

    def __init__(self, rules: Rules, served: Sequence[int] = (), ghosts: Sequence[Candidate] = ()) -> None:
        self.rules = rules
        self.served = served
        asked = rules.candidates
        self.alone = own_wishes_alone(rules, asked)
        self.candidates: list[Candidate] = []
        self._by_code: dict[str, list[int]] = defaultdict(list)
        self._meetings: dict[tuple[str, str, str], int] = {}
        self._levels: dict[tuple[str, int], int] = {}
        for candidate in (*asked, *ghosts):
            self._add_meeting(candidate)
        self._real = len(asked)
        self._asked = len(asked) + len(ghosts)
        self._step = gcd(*(candidate.weight for candidate in asked)) or 1
        self._reached: dict[int, int] = {}
        self._done: dict[tuple[int, tuple[int, ...]], tuple[Certificate, _Weighed]] = {}

    def value(self, certificate: Certificate) -> int:
        """No plan that serves as many is worth more. Raises `MalformedProofError`."""
        return self._rounded(self._weigh(certificate, self._weights()).total // certificate.denominator)

    def value_with(self, certificate: Certificate, pairs: Sequence[tuple[str, str]]) -> list[int]:
        """For each of these pairs, no plan that serves as many and where it meets is worth more."""
        weighed = self._weigh(certificate, self._weights())
        return [
            self._rounded((weighed.total + self._loss(weighed, pair)) // certificate.denominator)
            for pair in pairs
        ]

    def _weights(self) -> dict[int, int]:
        return {number: candidate.weight for number, candidate in enumerate(self.candidates[: self._asked])}

    def _rounded(self, value: int) -> int:
        """Down to a sum of weights that exists."""
        return value // self._step * self._step

    def _loss(self, weighed: "_Weighed", pair: tuple[str, str]) -> int:
        return min(0, weighed.reduced.get(self._meetings[(*self.rules.pair(*pair), "")], 0))

    def fairest(self, proofs: Sequence[LevelProof]) -> bool:
        """True when the proofs show that no plan is fairer. Raises `MalformedProofError`.

        The levels they speak of must be all of 1, 2, 3 … in order.
        """
        told = [level for proof in proofs for level in proof.levels]
        if told != list(range(1, len(self.served) + 1)) or len(told) != max(self.alone.values(), default=0):
            raise MalformedProofError("levels")
        return all(
            self._first_lowered(proof, self._weigh_levels(proof).total, above=True) == 0 for proof in proofs
        )

    def lowered_by(self, proofs: Sequence[LevelProof], pairs: Sequence[tuple[str, str]]) -> list[int]:
        """For each of these pairs, the first level that serves fewer in any plan where it meets; 0 if none
        is shown to."""
        lowered = [0] * len(pairs)
        for proof in proofs:
            if proof.certificate.rows:
                weighed = self._weigh_levels(proof)
                needed = sum(weight * self.served[level - 1] for level, weight in proof.weights().items())
                spare = weighed.total - needed * proof.certificate.denominator
                for place, pair in enumerate(pairs):
                    loss = self._loss(weighed, pair)
                    if not lowered[place] and spare + loss < 0:
                        lowered[place] = self._first_lowered(proof, weighed.total + loss, above=False)
        return lowered

    def _first_lowered(self, proof: LevelProof, total: int, *, above: bool) -> int:
        """First level whose count differs from what this total allows (`above`: allows more), 0 if none."""
        left = total // proof.certificate.denominator
        for level, weight in proof.weights().items():
            count = self.served[level - 1]
            most = min([left // weight, *self.served[level - 2 : level - 1]])
            if most > count if above else most < count:
                return level
            left -= weight * count
        return 0

    def _weigh_levels(self, proof: LevelProof) -> "_Weighed":
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
        return self._weigh(proof.certificate, profits, proof.levels)

    def _weigh(
        self, certificate: Certificate, profits: dict[int, int], levels: tuple[int, ...] = ()
    ) -> "_Weighed":
        """Add up a certificate, once: it is kept alive so that its identity stays its own."""
        key = (id(certificate), levels)
        if key not in self._done:
            self._done[key] = (certificate, self._add_up(certificate, profits))
        return self._done[key][1]

    def _add_up(self, certificate: Certificate, profits: dict[int, int]) -> "_Weighed":
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
        ghosts = range(self._real, self._asked)
        total += sum(profit for column, profit in reduced.items() if profit > 0 and column not in ghosts)
        return _Weighed(total, reduced)

    def _add_meeting(self, candidate: Candidate) -> None:
        number = len(self.candidates)
        self.candidates.append(candidate)
        self._meetings[candidate.a, candidate.b, candidate.request] = number
        self._by_code[candidate.a].append(number)
        self._by_code[candidate.b].append(number)

    def _served_column(self, code: str, level: int) -> int:
        """Number of a column of fairness; they are numbered downwards from -1, meetings upwards from 0."""
        return self._levels.setdefault((code, level), -1 - len(self._levels))

    def _numbered(self, column: Column) -> int | None:
        if column.level:
            return self._levels.get((column.a, column.level))
        return self._meetings.get((column.a, column.b, column.request))

    def _write(self, row: Row, written: Sequence[_Written]) -> _Written:
        """The inequality that a row names. Raises `KeyError` for a kind that arithmetic cannot show."""
        if row.kind is RowKind.HALF:
            return self._half(row, written)
        writers = {
            RowKind.QUOTA: self._quota,
            RowKind.QUOTA_MIN: self._quota_min,
            RowKind.HALL: self._hall,
            RowKind.TABLES: self._tables,
            RowKind.ROOM: self._room,
            RowKind.IMPOSED: self._imposed,
            RowKind.SERVED: self._served_row,
            RowKind.SERVED_COUNT: self._served_count,
        }
        return writers[row.kind](row)

    def _quota(self, row: Row) -> _Written:
        (code,) = row.codes
        return self._sum(self._by_code[code], self.rules.participants[code].quota_max)

    def _quota_min(self, row: Row) -> _Written:
        (code,) = row.codes
        return self._sum(self._by_code[code], -self.rules.participants[code].quota_min, -1)

    def _imposed(self, row: Row) -> _Written:
        a, b = row.codes
        number = self._meetings[a, b, ""]
        if not self.candidates[number].imposed:
            raise MalformedProofError(row.kind)
        return _Written({number: -1}, -1)

    def _served_count(self, row: Row) -> _Written:
        able = (code for code, most in self.alone.items() if most >= row.level)
        columns = [self._served_column(code, row.level) for code in able]
        return self._sum(columns, -self.served[row.level - 1], -1)

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

    def _room(self, row: Row) -> _Written:
        person, slots, circle = self.rules.person, mask_of(row.slots), set(row.codes)
        columns = {
            number
            for spokesman in row.codes
            for code in self.rules.codes_of[spokesman]
            for number in self._by_code[code]
            for candidate in [self.candidates[number]]
            if {person[candidate.a], person[candidate.b]} <= circle and not candidate.slots & ~slots
        }
        right = sum(self.rules.pairs_at_once(circle, slot) for slot in set(slots_of(slots)))
        return self._sum(columns, right)

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
        right = sum(self.rules.most_at_once(family, slot) for slot in slots_of(slots))
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
            # a meeting nobody asked for is in no sum of profits: leaving it out only weakens the row
            number = self._numbered(once)
            if number is not None:
                coefficients[number] += 1
        halves = {column: coefficient // 2 for column, coefficient in coefficients.items()}
        return _Written(halves, right // 2)
