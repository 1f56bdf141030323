"""The map beside the list: our own contours, and a numbered pin for each line that has a place."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from time import monotonic

from django.utils import timezone

from maillage.core.territories.maps import TerritoryMap, territory_map
from maillage.programmes.directory.filters import Filters
from maillage.programmes.directory.queries import Line

# Two pins nearer than this, in units of the drawing, would hide each other: they share one.
TOO_NEAR = 14


@dataclass(frozen=True)
class Pin:
    """A place on the map: its point in the drawing, written for SVG, and the numbers of the lines there."""

    x: str
    y: str
    numbers: str


@dataclass(frozen=True)
class ListMap:
    """The territories, and the pins of one page of the list."""

    territories: TerritoryMap
    pins: tuple[Pin, ...]


@lru_cache(maxsize=1)
def _ground(minute: int) -> TerritoryMap:
    """Return the territories of today, read again every minute; each shape's address is its slug alone."""
    del minute
    return territory_map(timezone.localdate(), url_of=lambda territory: territory.slug)


def list_map(lines: Sequence[Line], filters: Filters) -> ListMap:
    """Return the map of one page; choosing a territory narrows the list to it, the other filters kept."""
    ground = _ground(int(monotonic() // 60))
    others = filters.without("commune", "around_km", "territory")
    here = filters.territory.slug if filters.territory else ""
    shapes = [
        replace(shape, url=others.address(territoire=shape.url), is_on=shape.url == here)
        for shape in ground.shapes
    ]
    # The chosen one is drawn last: its border is not covered by its neighbours'.
    shapes.sort(key=lambda shape: shape.is_on)
    drawn = replace(ground, shapes=tuple(shapes))
    return ListMap(drawn, _pins(lines, drawn))


def _pins(lines: Sequence[Line], drawn: TerritoryMap) -> tuple[Pin, ...]:
    projection = drawn.projection
    if projection is None:
        return ()
    cells: defaultdict[tuple[int, int], list[tuple[int, float, float]]] = defaultdict(list)
    for number, line in enumerate(lines, start=1):
        if line.longitude is None or line.latitude is None:
            continue
        x, y = projection.place((line.longitude, line.latitude))
        if 0 <= x <= drawn.width and 0 <= y <= drawn.height:
            cells[round(x / TOO_NEAR), round(y / TOO_NEAR)].append((number, x, y))
    return tuple(
        Pin(f"{cell[0][1]:.1f}", f"{cell[0][2]:.1f}", _numbers([number for number, _x, _y in cell]))
        for cell in cells.values()
    )


def _numbers(numbers: list[int]) -> str:
    """Return « 3 », « 3, 7 », « 3… » when more than two stand at one place."""
    return ", ".join(map(str, numbers)) if len(numbers) < 3 else f"{numbers[0]}…"
