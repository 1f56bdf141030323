"""Fairness first: leximin of the own wishes granted.

A plan is fairer when its worst-served participant has more own wishes granted, then the next one, and so on.
On whole numbers that is to have, level after level, as many participants as possible with at least 1, then
2, then 3 … own wishes granted (each counted up to what it could get alone). Each level is one maximisation,
with the counts of the levels before as constraints.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

from maillage.engines.meetings.certificate import Certificate, Column, Row, RowKind
from maillage.engines.meetings.inequalities import Inequalities, Inequality
from maillage.engines.meetings.pairing import LARGE, Pairing, certificate_of

ROUNDING = 1e-3


@dataclass(frozen=True, slots=True)
class Levels:
    """How many can be served at each level, and what that demands of the choice of pairs.

    `served[k]` participants can have at least k + 1 own wishes granted when the levels before are kept;
    `proofs[k]` shows that no more can. `columns` follow those of the meetings; `inequalities` demand it all.
    """

    served: tuple[int, ...] = ()
    columns: tuple[Column, ...] = ()
    inequalities: tuple[Inequality, ...] = ()
    proofs: tuple[Certificate, ...] = ()


def raise_levels(
    book: Inequalities,
    meetings: Sequence[Column],
    stated: Sequence[Inequality],
    alone: Mapping[str, int],
    *,
    exact: bool,
) -> Levels:
    """Serve as many as possible level by level. Unless `exact`, the counts are those of the relaxation,
    nearly always right: the caller finds out by choosing pairs under them. Raises `InfeasibleError`."""
    served: list[int] = []
    proofs: list[Certificate] = []
    levels = Levels()
    for level in range(1, max(alone.values(), default=0) + 1):
        everybody = sum(1 for most in alone.values() if most >= level)
        count, proof = _most_served(book, meetings, [*stated], alone, served, level, exact=exact)
        served.append(count)
        proofs.append(proof if count < everybody else Certificate())
        levels = _demand(book, len(meetings), alone, served)
        if not count:
            break
    served += [0] * (max(alone.values(), default=0) - len(served))
    return Levels(tuple(served), levels.columns, levels.inequalities, tuple(proofs))


def _most_served(
    book: Inequalities,
    meetings: Sequence[Column],
    stated: Sequence[Inequality],
    alone: Mapping[str, int],
    served: Sequence[int],
    level: int,
    *,
    exact: bool,
) -> tuple[int, Certificate]:
    demanded = _demand(book, len(meetings), alone, [*served, 0])
    columns = [*meetings, *demanded.columns]
    profits = [float(column.level == level) for column in columns]
    pairing = Pairing(columns, profits, [*stated, *demanded.inequalities])
    relaxed = pairing.tighten() if exact or len(columns) <= LARGE else pairing.relax(vertex=False)
    certificate = certificate_of(pairing.inequalities, relaxed.multipliers)
    count = floor(relaxed.objective + ROUNDING)
    if exact:
        count = round(pairing.choose(relaxed, 1).objective)
    return count, certificate


def _demand(book: Inequalities, first: int, alone: Mapping[str, int], served: Sequence[int]) -> Levels:
    """Columns and inequalities that keep these counts. Levels that serve everyone who can be served need no
    column: they are demanded of each."""
    base = 0
    for level, count in enumerate(served, start=1):
        if count < sum(1 for most in alone.values() if most >= level):
            break
        base = level
    open_levels = range(base + 1, len(served) + 1)
    columns: list[Column] = []
    inequalities: list[Inequality] = []
    at_level: dict[int, list[int]] = {level: [] for level in open_levels}
    for code, most in alone.items():
        own = book.own[code]
        extra = []
        for level in open_levels:
            if most >= level:
                extra.append(first + len(columns))
                at_level[level].append(extra[-1])
                columns.append(Column(code, level=level))
        coefficients = (-1,) * len(own) + (1,) * len(extra)
        row = Row(RowKind.SERVED, (code,), level=base)
        inequalities.append(Inequality(row, (*own, *extra), coefficients, -min(base, most)))
    for level, numbers in at_level.items():
        if served[level - 1]:
            row = Row(RowKind.SERVED_COUNT, level=level)
            inequalities.append(Inequality(row, tuple(numbers), (-1,) * len(numbers), -served[level - 1]))
    return Levels(tuple(served), tuple(columns), tuple(inequalities))
