"""How far structures are from a point, and which are the nearest, on both databases without an extension."""

from heapq import nsmallest
from math import asin, cos, radians, sin, sqrt

from maillage.core.sql import Sql, every, fetch
from maillage.programmes.directory.models import STRIPES_A_DEGREE, Listing

# Latitude, longitude, in degrees.
Point = tuple[float, float]

KM_A_DEGREE = 111.195
EARTH_RADIUS_KM = 6371.0
# Around a place: how many are put in order at each visit, and how often the circle is narrowed or widened.
MOST_IN_A_CIRCLE = 500
TRIES = 10

TABLE = Listing._meta.db_table
LATITUDE, LONGITUDE, KEY = (f"{TABLE}.{column}" for column in ("latitude", "longitude", "organisation_id"))


def squared_km(here: Point) -> Sql:
    """Return the squared distance of a line on a flat map around a point: a thousandth off at fifty km."""
    latitude, longitude = here
    north, east = f"({LATITUDE} - %s)", f"({LONGITUDE} - %s)"
    narrowed = cos(radians(latitude)) ** 2
    return Sql(
        f"(({north} * {north} + {east} * {east} * %s) * %s)",
        (latitude, latitude, longitude, longitude, narrowed, KM_A_DEGREE**2),
    )


def within(here: Point, radius: float) -> Sql:
    """Keep the lines within a radius in kilometres: a box that the index answers, then the disc inside."""
    latitude, longitude = here
    height = radius / KM_A_DEGREE
    width = height / cos(radians(latitude))
    # One more on each side: the databases do not round alike.
    lowest = int((latitude - height) * STRIPES_A_DEGREE) - 1
    stripes = range(lowest, int((latitude + height) * STRIPES_A_DEGREE) + 2)
    squared = squared_km(here)
    return Sql(
        f"CAST({LATITUDE} * {STRIPES_A_DEGREE} AS integer) IN ({', '.join(map(str, stripes))}) "
        f"AND {LONGITUDE} BETWEEN %s AND %s AND {LATITUDE} BETWEEN %s AND %s AND {squared.text} <= %s",
        (
            *(longitude - width, longitude + width, latitude - height, latitude + height),
            *squared.parameters,
            radius**2,
        ),
    )


def nearest(kept: Sql, here: Point, radius: float, wanted: int) -> list[int]:
    """Return the keys of the first lines within a radius by ``squared_km``, among those that are kept.

    In a town thousands stand around, in a hamlet nobody does: the circle is narrowed while it holds too many
    to be put in order at each visit, and widened while it holds too few. A try reads an index alone.
    """
    most = max(MOST_IN_A_CIRCLE, 2 * wanted)
    few, many, tried = 0.0, radius, radius / 32
    for _try in range(TRIES):
        found = _in_a_circle(kept, here, tried, most + 1)
        if len(found) > most:
            many = tried
        elif len(found) >= wanted or tried == radius:
            break
        else:
            few = tried
        wider, narrower = min(4 * few, radius), (few + many) / 2 if few else many / 4
        tried = wider if many == radius else narrower
    else:
        # Thousands at one point: they are put in order all the same.
        found = _in_a_circle(kept, here, many)
    return [key for _squared, key in nsmallest(wanted, found)]


def _in_a_circle(kept: Sql, here: Point, radius: float, most: int | None = None) -> list[tuple[float, int]]:
    """Return how far lines are, squared, and their keys, in no order."""
    squared, condition = squared_km(here), every([kept, within(here, radius)])
    text = f"SELECT {squared.text}, {KEY} FROM {TABLE} WHERE {condition.text}"  # noqa: S608 -- names of the model
    parameters = (*squared.parameters, *condition.parameters)
    if most is None:
        return fetch(text, parameters)
    return fetch(f"{text} LIMIT %s", (*parameters, most))


def kilometres(one: Point, other: Point) -> float:
    """Return the distance between two points as the crow flies (haversine formula)."""
    (south, west), (north, east) = map(_in_radians, (one, other))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def _in_radians(point: Point) -> Point:
    return radians(point[0]), radians(point[1])
