"""The dot chart: how many structures obtain 0, 1, 2… of their wishes, in both ways of planning."""

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.programmes.esspresso.comparison import Comparison, Tally

DOTS_IN_A_ROW = 5
MOST_DOTS = 120
WIDTH, LEFT, STEP = 556, 24, 14
HEAD = 56


@dataclass(frozen=True, slots=True)
class Column:
    """The structures that obtain `granted` wishes: where to draw their number, and their dots."""

    granted: int
    count: int
    x: float
    y: float
    dots: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One way of planning: its title, its base line, its columns."""

    title: str
    title_y: float
    base: float
    label_y: float
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class DotChart:
    """Everything the drawing needs. `each` is the number of structures that a dot stands for."""

    height: float
    each: int
    title: str
    rows: tuple[Row, ...]


def dot_chart(comparison: Comparison) -> DotChart:
    """Lay out both ways of planning one under the other, on the same scale."""
    each = max(1, math.ceil(comparison.wishing / MOST_DOTS))
    ways = (
        (_("First come, first served"), comparison.first_come),
        (_("This plan"), comparison.planned),
    )
    width = max(len(counted.by_granted) for _title, counted in ways)
    rows, top = [], 0.0
    for title, counted in ways:
        row = _row(title, counted, width, each, top)
        rows.append(row)
        top = row.base + 46
    sentence = " ".join(
        _("%(way)s: %(counts)s") % {"way": title, "counts": _told(counted)} for title, counted in ways
    )
    return DotChart(top, each, sentence, tuple(rows))


def _row(title: str, counted: Tally, width: int, each: int, top: float) -> Row:
    room = WIDTH / width
    across = max(1, min(DOTS_IN_A_ROW, int(room // STEP) - 1))
    tallest = max((math.ceil(count / each / across) for count in counted.by_granted), default=0)
    base = top + HEAD + tallest * STEP
    columns = []
    for granted in range(width):
        count = counted.by_granted[granted] if granted < len(counted.by_granted) else 0
        dots = math.ceil(count / each)
        middle = LEFT + room * (granted + 0.5)
        places = tuple(
            (
                round(middle + (number % across - (min(across, dots) - 1) / 2) * STEP, 1),
                round(base - 13 - number // across * STEP, 1),
            )
            for number in range(dots)
        )
        columns.append(
            Column(granted, count, round(middle, 1), base - 13 - math.ceil(dots / across) * STEP, places)
        )
    return Row(title, top + 18, base, base + 22, tuple(columns))


def _told(counted: Tally) -> str:
    parts = [
        ngettext("%(n)d structure obtains %(granted)d.", "%(n)d structures obtain %(granted)d.", count)
        % {"n": count, "granted": granted}
        for granted, count in enumerate(counted.by_granted)
        if count
    ]
    return " ".join(parts)
