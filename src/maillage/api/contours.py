"""Outlines as GeoJSON: a commune's own, a territory's dissolved from its communes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from maillage.core.territories.freshness import Version, geography_version
from maillage.core.territories.geography.borders import dissolved
from maillage.core.territories.geography.shapes import MultiPolygon, Ring, area, contains
from maillage.core.territories.models import Contour, TerritoryAssignment

# Triangles under some 800 m², in squared degrees, change nothing that a map of a département shows.
SMALLEST = 1e-7


def territory_contours(on: date) -> dict[int, MultiPolygon]:
    """Return the outline of every territory on a day, by its pk; neighbours share their points exactly."""
    rows = TerritoryAssignment.objects.at(on).filter(territory__isnull=False).order_by("pk")
    pairs = rows.values_list("territory_id", "municipality_id")
    return _dissolved(frozenset((group, member) for group, member in pairs if group), geography_version())


@lru_cache(maxsize=8)
def _dissolved(membership: frozenset[tuple[int, int]], version: Version) -> dict[int, MultiPolygon]:
    """Dissolve communes into territories, given as (territory, commune); ``version`` dates the contours."""
    del version
    group_of = {municipality: group for group, municipality in membership}
    groups: defaultdict[int, list[MultiPolygon]] = defaultdict(list)
    contours = Contour.objects.filter(municipality__in=list(group_of)).order_by("municipality")
    for municipality, polygons in contours.values_list("municipality", "polygons"):
        groups[group_of[municipality]].append(
            [[[(x, y) for x, y in ring] for ring in polygon] for polygon in polygons]
        )
    return {group: nested(rings) for group, rings in dissolved(groups, SMALLEST).items()}


def nested(rings: Sequence[Ring]) -> MultiPolygon:
    """Return closed rings that do not cross as polygons: each outline with the holes right inside it.

    A ring inside an odd number of others is a hole of the smallest of them. Outlines turn anticlockwise and
    holes clockwise, as GeoJSON wants (RFC 7946, 3.1.6).
    """
    by_size = sorted(rings, key=lambda ring: abs(area(ring)), reverse=True)
    around = [
        [outer for outer in range(inner) if _holds(by_size[outer], by_size[inner])]
        for inner in range(len(by_size))
    ]
    polygons: dict[int, list[Ring]] = {}
    for number, ring in enumerate(by_size):
        is_hole = len(around[number]) % 2 == 1
        turned = ring if (area(ring) > 0) != is_hole else ring[::-1]
        if is_hole:
            polygons[around[number][-1]].append(turned)
        else:
            polygons[number] = [turned]
    return list(polygons.values())


def _holds(outer: Ring, inner: Ring) -> bool:
    """Tell whether a ring lies inside a larger one: they may touch, so a point of its own decides."""
    border = set(outer)
    own = next((point for point in inner if point not in border), None)
    return own is not None and contains([[outer]], own)
