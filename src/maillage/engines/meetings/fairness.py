"""Fairness first: leximin of the own wishes granted.

A plan is fairer when its worst-served participant has more own wishes granted, then the next one, and so on.
On whole numbers that is to have, level after level, as many participants as possible with at least 1, then
2, then 3 … own wishes granted (each counted up to what it could get alone). Each level is one maximisation,
with the counts of the levels before as constraints.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

import numpy as np

from maillage.engines.meetings.budget import Budget
from maillage.engines.meetings.certificate import Column, LevelProof, Row, RowKind
from maillage.engines.meetings.inequalities import Inequalities, Inequality
from maillage.engines.meetings.pairing import LARGE, Pairing, certificate_of

ROUNDING = 1e-3
PRICE = 2


@dataclass(frozen=True, slots=True)
class Levels:
    """How many can be served at each level, and what that demands of the choice of pairs.

    `served[k]` participants can have at least k + 1 own wishes granted when the levels before are kept;
    `proofs` show that no more can. `columns` follow those of the meetings; `inequalities` demand it all.
    """

    served: tuple[int, ...] = ()
    columns: tuple[Column, ...] = ()
    inequalities: tuple[Inequality, ...] = ()
    proofs: tuple[LevelProof, ...] = ()

    def among(self, meetings: int, more: int) -> "Levels":
        """The same demand when there are `more` meetings than the `meetings` it was written for."""

        def moved(inequality: Inequality) -> Inequality:
            columns = tuple(n if n < meetings else n + more - meetings for n in inequality.columns)
            return Inequality(inequality.row, columns, inequality.coefficients, inequality.right)

        return Levels(self.served, self.columns, tuple(map(moved, self.inequalities)), self.proofs)


def raise_levels(
    book: Inequalities,
    meetings: Sequence[Column],
    stated: Sequence[Inequality],
    alone: Mapping[str, int],
    budget: Budget,
    *,
    exact: bool,
) -> Levels:
    """Serve as many as possible level by level. Raises `InfeasibleError`, `OutOfTimeError`.

    While everybody can be served at a level, it is demanded of each and the next one is looked at. What is
    left is looked at together, each level weighing much more than the next. Unless `exact`, counts are those
    of the relaxation, which never are too small and nearly always right: choosing pairs under them will tell.
    When `exact`, each level is solved by itself in whole meetings.
    """
    served: list[int] = []
    proofs: list[LevelProof] = []
    highest = max(alone.values(), default=0)
    while len(served) < highest:
        level = len(served) + 1
        together = not exact and level > 1 and served[-1] < _reachable(alone, level - 1)
        levels = tuple(range(level, highest + 1 if together else level + 1))
        proof, counts = _most_served(book, meetings, stated, alone, budget, served, levels, exact=exact)
        everybody = not together and counts[0] == _reachable(alone, level)
        proofs.append(LevelProof(levels) if everybody else proof)
        served += counts
    reached = [count for count in served if count]
    demanded = _demand(book, len(meetings), alone, reached)
    return Levels(tuple(served), demanded.columns, demanded.inequalities, tuple(proofs))


def _reachable(alone: Mapping[str, int], level: int) -> int:
    return sum(1 for most in alone.values() if most >= level)


def _most_served(
    book: Inequalities,
    meetings: Sequence[Column],
    stated: Sequence[Inequality],
    alone: Mapping[str, int],
    budget: Budget,
    served: Sequence[int],
    levels: tuple[int, ...],
    *,
    exact: bool,
) -> tuple[LevelProof, list[int]]:
    """How many can be served at each of these levels, and the proof that no more can.

    In a large event, whoever is served at the level before has a price instead of a row that keeps their
    count: that row is long, and solving with it is slow. Any price gives a true bound. A meeting taken away
    serves two people less at most, so twice the weight of the next level is nearly always the price that
    bounds as well as the row.
    """
    demanded = _demand(book, len(meetings), alone, [*served, *(0 for _ in levels)])
    columns = [*meetings, *demanded.columns]
    weights = LevelProof(levels).weights()
    large = not exact and len(columns) > LARGE
    counted = [row for row in demanded.inequalities if large and row.row.kind is RowKind.SERVED_COUNT]
    prices = {row.row.level: float(PRICE * max(weights.values())) for row in counted}
    profits = [float(weights.get(column.level, prices.get(column.level, 0))) for column in columns]
    rows = [row for row in demanded.inequalities if row not in counted]
    pairing = Pairing(columns, profits, [*stated, *rows], budget)
    relaxed = pairing.relax(vertex=False) if large else pairing.tighten()
    multipliers = np.append(relaxed.multipliers, list(prices.values()))
    proof = LevelProof(levels, certificate_of([*pairing.inequalities, *counted], multipliers))
    most = relaxed.objective - sum(price * served[level - 1] for level, price in prices.items())
    left = floor(most + ROUNDING)
    if exact:
        left = round(pairing.choose(relaxed, 1).objective)
    counts: list[int] = []
    for weight in weights.values():
        counts.append(min([left // weight, *counts[-1:]]))
        left -= weight * counts[-1]
    return proof, counts


def _demand(book: Inequalities, first: int, alone: Mapping[str, int], served: Sequence[int]) -> Levels:
    """Columns and inequalities that keep these counts. Levels that serve everyone who can be served need no
    column: they are demanded of each."""
    base = 0
    for level, count in enumerate(served, start=1):
        if count < _reachable(alone, level):
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
