"""Maps of our own, from our contours: no tile, no other host. The list beside them is the truth.

A drawing depends on who belongs where and on the contours; it takes some tens of milliseconds and is kept in
memory until one of them changes.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.urls import reverse

from maillage.core.territories.freshness import Version, geography_version
from maillage.core.territories.geography.drawing import Drawing, Projection, draw
from maillage.core.territories.geography.shapes import MultiPolygon
from maillage.core.territories.models import Contour, Municipality, Territory, TerritoryAssignment

FINE_DETAIL = 0.4


@dataclass(frozen=True)
class MapShape:
    """One shape that can be chosen: its name, where it leads, its SVG path, the place of its name."""

    name: str
    url: str
    path: str
    label_x: float
    label_y: float
    is_on: bool = False


@dataclass(frozen=True)
class TerritoryMap:
    """A map for ``territories/_map.html``: its size in SVG units, its shapes by name, what places points."""

    width: int
    height: int
    shapes: tuple[MapShape, ...]
    projection: Projection | None = None


def territory_page(territory: Territory) -> str:
    """Return the address of a territory's page."""
    return reverse("territories:territory", args=[territory.slug])


def territory_map(
    on: date, *, highlighted: Territory | None = None, url_of: Callable[[Territory], str] = territory_page
) -> TerritoryMap:
    """Return the map of all territories on a day; ``url_of`` says where choosing one leads."""
    rows = TerritoryAssignment.objects.at(on).filter(territory__isnull=False)
    membership = frozenset(rows.order_by("pk").values_list("territory_id", "municipality_id"))
    drawing = _dissolved(membership, geography_version())
    territories = Territory.objects.in_bulk(list(drawing.outlines))
    shapes = [
        _shape(drawing, territory.pk, territory.name, url_of(territory), is_on=territory == highlighted)
        for territory in territories.values()
    ]
    # The chosen one is drawn last: its border is not covered by its neighbours'.
    shapes.sort(key=lambda shape: (shape.is_on, shape.name))
    return TerritoryMap(drawing.width, drawing.height, tuple(shapes), drawing.projection)


def commune_map(territory: Territory, on: date) -> TerritoryMap:
    """Return the map of a territory's communes on a day, each leading to its page."""
    rows = TerritoryAssignment.objects.at(on).filter(territory=territory)
    membership = frozenset(
        (municipality, municipality)
        for municipality in rows.order_by("pk").values_list("municipality", flat=True)
    )
    drawing = _dissolved(membership, geography_version(), FINE_DETAIL)
    communes = Municipality.objects.filter(pk__in=list(drawing.outlines)).order_by("folded", "pk")
    shapes = tuple(
        _shape(drawing, each.pk, each.name, reverse("territories:municipality", args=[each.reference]))
        for each in communes
    )
    return TerritoryMap(drawing.width, drawing.height, shapes, drawing.projection)


def _shape(drawing: Drawing, key: int, name: str, url: str, *, is_on: bool = False) -> MapShape:
    outline = drawing.outlines[key]
    return MapShape(name, url, outline.path, outline.label_x, outline.label_y, is_on)


@lru_cache(maxsize=32)
def _dissolved(membership: frozenset[tuple[int, int]], version: Version, smallest: float = 1.2) -> Drawing:
    """Draw communes dissolved into groups, given as (group, commune); ``version`` dates the contours."""
    del version
    group_of = {municipality: group for group, municipality in membership}
    groups: defaultdict[int, list[MultiPolygon]] = defaultdict(list)
    contours = Contour.objects.filter(municipality__in=list(group_of)).order_by("municipality")
    for municipality, polygons in contours.values_list("municipality", "polygons"):
        groups[group_of[municipality]].append(_positions(polygons))
    return draw(groups, smallest)


def _positions(polygons: list[list[list[list[float]]]]) -> MultiPolygon:
    return [[[(x, y) for x, y in ring] for ring in polygon] for polygon in polygons]
