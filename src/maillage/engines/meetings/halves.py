"""Cuts that a fractional choice violates: zero-half cuts.

When a vertex of the relaxation is fractional in a matching problem, some tight inequalities add up to an
expression even on every fractional column, with an odd right side: half of it, rounded down, cuts the vertex
off. Such sums are the solutions of linear equations modulo 2. Edmonds' odd sets are the classical case.
Source: Caprara and Fischetti, *{0, 1/2}-Chvátal-Gomory cuts*, Mathematical Programming 74 (1996).
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from maillage.engines.meetings.certificate import Column, Row, RowKind
from maillage.engines.meetings.inequalities import Inequality

TOLERANCE = 1e-6
MOST_FRACTIONAL = 2000
MOST_PARTS = 400


def half_cuts(
    columns: Sequence[Column], inequalities: Sequence[Inequality], values: npt.NDArray[np.float64]
) -> list[Inequality]:
    """Zero-half cuts violated by these column values, built on tight inequalities."""
    fractional = {int(column) for column in np.flatnonzero(np.abs(values - np.round(values)) > TOLERANCE)}
    if not fractional or len(fractional) > MOST_FRACTIONAL:
        return []
    touching: dict[int, list[int]] = defaultdict(list)
    for number, inequality in enumerate(inequalities):
        for column in inequality.columns:
            if column in fractional:
                touching[number].append(column)
    tight = {
        number: inequalities[number]
        for number in touching
        if _slack(inequalities[number], values) < TOLERANCE
    }
    cuts = {}
    for chosen in _odd_sums(tight, fractional, values):
        if len(chosen) <= MOST_PARTS:
            cut = _half(columns, [inequalities[number] for number in chosen], values)
            if _slack(cut, values) < -0.1:
                cuts[cut.columns, cut.coefficients, cut.right] = cut
    return list(cuts.values())


def _slack(inequality: Inequality, values: npt.NDArray[np.float64]) -> float:
    held = values[list(inequality.columns)] @ np.asarray(inequality.coefficients, dtype=float)
    return float(inequality.right - held)


def _odd_sums(
    tight: dict[int, Inequality], fractional: set[int], values: npt.NDArray[np.float64]
) -> list[list[int]]:
    """Sets of tight inequalities whose sum is even on fractional columns and odd on the right, by Gaussian
    elimination modulo 2. The right side counts what whole columns leave of it."""
    bit = {column: 1 << place for place, column in enumerate(sorted(fractional))}
    odd_bit = 1 << len(bit)
    pivots: dict[int, tuple[int, frozenset[int]]] = {}
    found = []
    for number, inequality in sorted(tight.items(), key=lambda item: len(item[1].columns)):
        pattern = 0
        left = inequality.right
        for column, coefficient in zip(inequality.columns, inequality.coefficients, strict=True):
            if column in bit:
                pattern ^= bit[column] * (coefficient & 1)
            else:
                left -= coefficient * round(float(values[column]))
        pattern |= odd_bit * (left & 1)
        members = frozenset((number,))
        while pattern & (odd_bit - 1):
            lowest = pattern & (odd_bit - 1) & -(pattern & (odd_bit - 1))
            if lowest not in pivots:
                pivots[lowest] = (pattern, members)
                break
            other, others = pivots[lowest]
            pattern ^= other
            members ^= others
        else:
            if pattern:
                found.append(sorted(members))
    return found


def _half(
    columns: Sequence[Column], parts: Sequence[Inequality], values: npt.NDArray[np.float64]
) -> Inequality:
    total: dict[int, int] = defaultdict(int)
    right = sum(part.right for part in parts)
    for part in parts:
        for column, coefficient in zip(part.columns, part.coefficients, strict=True):
            total[column] += coefficient
    once = [column for column, sum_ in total.items() if sum_ & 1 and values[column] > 0.5]
    for column in once:
        total[column] += 1
    halves = {column: sum_ // 2 for column, sum_ in sorted(total.items()) if sum_ // 2}
    row = Row(RowKind.HALF, once=tuple(columns[column] for column in once))
    return Inequality(row, tuple(halves), tuple(halves.values()), (right + len(once)) // 2, tuple(parts))
