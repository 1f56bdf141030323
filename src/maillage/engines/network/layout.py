"""Place knots on a circle and threads across it; the same input always gives the same drawing.

Knots stand in sectors, one a place, in the order given, so that threads inside a place stay short at the rim
and threads between places cross the middle: what joins territories is what the eye sees. Lengths are in units
of the drawing; the circle has its centre at (0, 0).
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

# Room between two sectors, in knots.
GAP = 0.9


@dataclass(frozen=True, slots=True)
class Point:
    """Where something stands."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Sector:
    """Where the name of a place reads: the middle of its arc, a little outside."""

    place: Hashable
    at: Point


@dataclass(frozen=True, slots=True)
class Circle:
    """Where each knot stands, in the order given, and each sector."""

    knots: tuple[Point, ...]
    sectors: tuple[Sector, ...]


def circle(places: Sequence[Hashable], radius: float, outside: float) -> Circle:
    """Place one knot for each entry of ``places``; knots of one place must follow each other.

    The first sector begins at the top, clockwise. ``outside`` is how far beyond the knots names stand.
    """
    runs: list[tuple[Hashable, list[float]]] = []
    at = 0.0
    for place in places:
        if not runs or runs[-1][0] != place:
            if runs:
                at += GAP
            runs.append((place, []))
        runs[-1][1].append(at + 0.5)
        at += 1
    length = at + (GAP if len(runs) > 1 else 0)

    def point(position: float, distance: float) -> Point:
        angle = 2 * pi * position / length - pi / 2
        return Point(round(distance * cos(angle), 1), round(distance * sin(angle), 1))

    return Circle(
        knots=tuple(point(each, radius) for _place, run in runs for each in run),
        sectors=tuple(Sector(place, point((run[0] + run[-1]) / 2, radius + outside)) for place, run in runs),
    )


def bend(start: Point, end: Point, aside: float = 0) -> Point:
    """Return the control point of a quadratic curve between two knots, drawn towards the middle.

    ``aside`` moves the middle of the curve sideways, in units: threads of the same two knots run side by side
    and meet at both ends.
    """
    across_x, across_y = end.x - start.x, end.y - start.y
    length = hypot(across_x, across_y) or 1.0
    # The middle of a quadratic curve moves half as far as its control point.
    return Point(
        round((start.x + end.x) / 2 * 0.45 - across_y / length * 2 * aside, 1),
        round((start.y + end.y) / 2 * 0.45 + across_x / length * 2 * aside, 1),
    )
