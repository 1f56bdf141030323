"""Recomputes what a certificate proves, from the problem alone, in exact integers."""

from collections.abc import Callable
from math import gcd

from maillage.engines.meetings.certificate import Certificate, Row, RowKind
from maillage.engines.meetings.problem import Problem
from maillage.engines.meetings.rules import Candidate, Rules, mask_of, slots_of

Coefficient = Callable[[Candidate], int]


def certified_value(problem: Problem, certificate: Certificate) -> int | None:
    """The value that the certificate proves no plan exceeds; None when it is malformed."""
    if certificate.denominator < 1 or any(multiplier < 0 for _, multiplier in certificate.terms):
        return None
    rules = Rules(problem)
    candidates = rules.candidates()
    scale = certificate.denominator
    total = 0
    reduced = [candidate.weight * scale for candidate in candidates]
    by_code: dict[str, list[int]] = {code: [] for code in rules.participants}
    for index, candidate in enumerate(candidates):
        by_code[candidate.a].append(index)
        by_code[candidate.b].append(index)
    for row, multiplier in certificate.terms:
        try:
            right, coefficient, codes = _inequality(rules, row)
        except (KeyError, IndexError, ValueError):
            return None
        total += multiplier * right
        concerned = range(len(candidates)) if codes is None else {i for code in codes for i in by_code[code]}
        for index in concerned:
            reduced[index] -= multiplier * coefficient(candidates[index])
    total += sum(profit for profit in reduced if profit > 0)
    step = gcd(*(candidate.weight for candidate in candidates)) or 1
    return total // (scale * step) * step


def _inequality(rules: Rules, row: Row) -> tuple[int, Coefficient, tuple[str, ...] | None]:
    """Right side, coefficient of a meeting, and the only codes whose meetings have one (None: anybody)."""
    if row.kind is RowKind.QUOTA:
        (code,) = row.codes
        return (
            rules.participants[code].quota_max,
            lambda candidate: code in {candidate.a, candidate.b},
            row.codes,
        )
    if row.kind is RowKind.HALL:
        return _hall(rules, row)
    if row.kind is RowKind.TABLES:
        return _tables(rules, row)
    raise ValueError(row.kind)


def _hall(rules: Rules, row: Row) -> tuple[int, Coefficient, tuple[str, ...] | None]:
    (person,) = row.codes
    slots = mask_of(row.slots)
    right = (slots & rules.attendance[person]).bit_count() * rules.capacity(person)

    def coefficient(candidate: Candidate) -> int:
        if candidate.slots & ~slots:
            return 0
        return (rules.person[candidate.a] == person) + (rules.person[candidate.b] == person)

    codes = tuple(code for code, spokesman in rules.person.items() if spokesman == person)
    return right, coefficient, codes


def _tables(rules: Rules, row: Row) -> tuple[int, Coefficient, tuple[str, ...] | None]:
    family, slots = frozenset(row.tables), mask_of(row.slots)
    right = sum(rules.table_count(family, slot) for slot in slots_of(slots))

    def coefficient(candidate: Candidate) -> int:
        return int(
            candidate.tables is not None and candidate.tables <= family and not candidate.slots & ~slots
        )

    return right, coefficient, None
