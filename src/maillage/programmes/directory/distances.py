"""How far structures are from a point, and which are the nearest, on both databases without an extension.

Conditions are written as SQL at once: built of the ORM's small expressions, they took longer to write than to
answer.
"""

from math import asin, cos, radians, sin, sqrt
from typing import Any

from django.db.models import BooleanField, FloatField, Func, Q, QuerySet

from maillage.core.search.queries import AmongKeys
from maillage.programmes.directory.models import STRIPES_A_DEGREE, Listing, stripe

# Latitude, longitude, in degrees.
Point = tuple[float, float]
Sql = tuple[str, tuple[Any, ...]]

KM_A_DEGREE = 111.195
EARTH_RADIUS_KM = 6371.0
# Around a place: how many are put in order at each visit, and how often the circle is narrowed or widened.
MOST_IN_A_CIRCLE = 500
TRIES = 10


class SquaredKm(Func):
    """The squared distance of a line on a flat map around a point: a thousandth off at fifty kilometres."""

    output_field = FloatField()

    def __init__(self, here: Point) -> None:
        super().__init__("latitude", "longitude")
        self.here = here

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> Sql:  # type: ignore[override]  # floats too
        del connection
        (north, _none), (east, _none) = (compiler.compile(each) for each in self.source_expressions)
        latitude, longitude = self.here
        narrowed = cos(radians(latitude)) ** 2
        sql = f"((({north} - %s) * ({north} - %s) + ({east} - %s) * ({east} - %s) * %s) * %s)"
        return sql, (latitude, latitude, longitude, longitude, narrowed, KM_A_DEGREE**2)


class Within(Func):
    """True of the lines within a radius in kilometres: a box that the index answers, then the disc inside."""

    output_field = BooleanField()

    def __init__(self, here: Point, radius: float) -> None:
        super().__init__(stripe(), "latitude", "longitude", SquaredKm(here))
        self.here, self.radius = here, radius

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> Sql:  # type: ignore[override]  # floats too
        del connection
        compiled = [compiler.compile(each) for each in self.source_expressions]
        (in_stripe, of_stripe), (north, _none), (east, _none), (squared, of_squared) = compiled
        latitude, longitude = self.here
        height = self.radius / KM_A_DEGREE
        width = height / cos(radians(latitude))
        # One more on each side: the databases do not round alike.
        lowest = int((latitude - height) * STRIPES_A_DEGREE) - 1
        stripes = range(lowest, int((latitude + height) * STRIPES_A_DEGREE) + 2)
        sql = (
            f"({in_stripe} IN ({', '.join(map(str, stripes))}) AND {east} BETWEEN %s AND %s "
            f"AND {north} BETWEEN %s AND %s AND {squared} <= %s)"
        )
        box = (longitude - width, longitude + width, latitude - height, latitude + height)
        return sql, (*of_stripe, *box, *of_squared, self.radius**2)


def nearest_first(
    rows: QuerySet[Listing], here: Point, radius: float, wanted: int, past: Q | None = None
) -> list[Listing]:
    """Return the first rows within a radius by ``squared_km``, those that ``past`` keeps.

    In a town thousands stand around, in a hamlet nobody does: the circle is narrowed while it holds too many
    to be put in order at each visit, and widened while it holds too few. A try reads an index alone.
    """
    if past is not None:
        rows = rows.alias(squared_km=SquaredKm(here)).filter(past)
    most = max(MOST_IN_A_CIRCLE, 2 * wanted)
    few, many, tried = 0.0, radius, radius / 32
    for _try in range(TRIES):
        inside = rows.filter(Within(here, tried)).order_by().values_list("pk", flat=True)
        keys = list(inside[: most + 1])
        if len(keys) > most:
            many = tried
        elif len(keys) >= wanted or tried == radius:
            break
        else:
            few = tried
        wider, narrower = min(4 * few, radius), (few + many) / 2 if few else many / 4
        tried = wider if many == radius else narrower
    else:
        # Thousands at one point: they are put in order all the same.
        keys = list(rows.filter(Within(here, many)).order_by().values_list("pk", flat=True))
    found = Listing.objects.filter(AmongKeys(keys)).annotate(squared_km=SquaredKm(here))
    return list(found.order_by("squared_km", "pk")[:wanted])


def kilometres(one: Point, other: Point) -> float:
    """Return the distance between two points as the crow flies (haversine formula)."""
    (south, west), (north, east) = map(_in_radians, (one, other))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def _in_radians(point: Point) -> Point:
    return radians(point[0]), radians(point[1])
