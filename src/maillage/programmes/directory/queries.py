"""Reads of the directory: a page of the list, its map, a structure's neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, FloatField, Q, QuerySet

from maillage.core.search import queries as search
from maillage.core.search.queries import Asked
from maillage.programmes.directory.filters import Filters
from maillage.programmes.directory.models import Listing
from maillage.programmes.directory.rules import (
    MOST_COUNTED,
    NEIGHBOURHOOD_KM,
    NEIGHBOURS,
    PAGE,
    SEARCH_KIND,
)

KM_A_DEGREE = 111.195
EARTH_RADIUS_KM = 6371.0
# Shares of a radius, tried in turn until enough is found.
GROWING = (1 / 50, 1 / 10, 1 / 3, 1)


@dataclass(frozen=True)
class ListingPage:
    """One page of the list; ``after`` is the key that the next page starts from, None at the end.

    ``count`` stops at ``MOST_COUNTED``, and ``is_more`` says so; ``asked`` is how the search was understood.
    """

    lines: Sequence[Listing]
    after: int | None
    count: int
    is_more: bool
    asked: Asked


@dataclass(frozen=True)
class Order:
    """What the list is ordered by: expressions by their names, read again to find where a page starts."""

    expressions: dict[str, Any]
    names: tuple[str, ...]

    def rows(self, rows: QuerySet[Listing]) -> QuerySet[Listing]:
        return rows.annotate(**self.expressions).order_by(*self.names, "pk")

    def past(self, line: Listing) -> Q:
        """Return the condition on rows that come after a line."""
        condition = Q(pk__gt=line.pk)
        for name in reversed(self.names):
            value = getattr(line, name)
            condition = Q(**{f"{name}__gt": value}) | (Q(**{name: value}) & condition)
        return condition


def understand(filters: Filters) -> Asked:
    """Return what the search means, empty when nothing is searched."""
    return search.understand(SEARCH_KIND, filters.search)


def listings(filters: Filters, asked: Asked) -> QuerySet[Listing]:
    """Return the lines that answer to the filters, unordered."""
    rows = Listing.objects.all()
    if not asked.is_empty:
        rows = rows.filter(pk__in=search.keys_of(SEARCH_KIND, asked))
    if filters.territory:
        rows = rows.filter(territory=filters.territory)
    if filters.commune and not filters.around_km:
        rows = rows.filter(commune=filters.commune)
    if filters.commune and filters.around_km:
        rows = _around(rows, *_point(filters), filters.around_km)
    if filters.ess:
        rows = rows.filter(ess=filters.ess)
    if filters.family:
        rows = rows.filter(family=filters.family)
    if filters.section:
        rows = rows.filter(section=filters.section)
    if filters.cards:
        rows = rows.exclude(**{filters.cards: ""})
    return rows


def in_order(filters: Filters, asked: Asked) -> Order:
    """Return the order of the list: what answers best, else the nearest, else by name."""
    if not asked.is_empty:
        return Order({"closeness": search.closeness("folded", asked)}, ("closeness", "folded"))
    if filters.by_distance:
        return Order({"squared_km": _squared_km(*_point(filters))}, ("squared_km",))
    return Order({}, ("folded",))


def listing_page(filters: Filters, *, after: int | None = None, most: int = PAGE) -> ListingPage:
    """Return one page of the list, in at most five reads whatever its length."""
    asked = understand(filters)
    rows = listings(filters, asked)
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    order = in_order(filters, asked)
    ordered = order.rows(rows)
    last = order.rows(Listing.objects.filter(pk=after)).first() if after else None
    if last:
        ordered = ordered.filter(order.past(last))
    found = _nearest_first(ordered, filters, most + 1) if filters.by_distance else list(ordered[: most + 1])
    return ListingPage(
        lines=found[:most],
        after=found[most - 1].pk if len(found) > most else None,
        count=min(count, MOST_COUNTED),
        is_more=count > MOST_COUNTED,
        asked=asked,
    )


def _nearest_first(ordered: QuerySet[Listing], filters: Filters, wanted: int) -> list[Listing]:
    """Return the first rows of an order by distance, looked for in growing circles.

    In a town, thousands stand around: what fills the smallest circle is what comes first, and the rest need
    not be sorted.
    """
    found: list[Listing] = []
    for share in GROWING:
        found = list(_around(ordered, *_point(filters), filters.around_km * share)[:wanted])
        if len(found) == wanted:
            break
    return found


def neighbours(line: Listing) -> list[tuple[Listing, float]]:
    """Return the nearest structures with how far they are, in kilometres, nearest first."""
    if line.latitude is None or line.longitude is None:
        return []
    here = (line.latitude, line.longitude)
    others = Listing.objects.exclude(pk=line.pk)
    nearest: list[Listing] = []
    for share in GROWING:
        near = _around(others, *here, NEIGHBOURHOOD_KM * share)
        nearest = list(near.order_by(_squared_km(*here), "folded", "pk")[:NEIGHBOURS])
        if len(nearest) == NEIGHBOURS:
            break
    return [
        (each, kilometres(here, (each.latitude, each.longitude)))
        for each in nearest
        if each.latitude is not None and each.longitude is not None
    ]


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance between two points (latitude, longitude) as the crow flies (haversine formula)."""
    (south, west), (north, east) = map(_in_radians, (one, other))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def counted_by(field: str) -> dict[Any, int]:
    """Return how many structures have each value of a field, for the choices of a filter."""
    rows = Listing.objects.order_by(field).values_list(field).annotate(count=Count("pk"))
    return dict(rows)


def _in_radians(point: tuple[float, float]) -> tuple[float, float]:
    return radians(point[0]), radians(point[1])


def _point(filters: Filters) -> tuple[float, float]:
    commune = filters.commune
    assert commune is not None  # noqa: S101 -- called for a place alone; ``read_filters`` checked its point
    return commune.latitude or 0.0, commune.longitude or 0.0


def _around(rows: QuerySet[Listing], latitude: float, longitude: float, radius: float) -> QuerySet[Listing]:
    """Keep what is within a radius: a box that the index answers, then the disc inside it."""
    height = radius / KM_A_DEGREE
    width = height / cos(radians(latitude))
    box = rows.filter(
        latitude__range=(latitude - height, latitude + height),
        longitude__range=(longitude - width, longitude + width),
    )
    return box.annotate(disc=_squared_km(latitude, longitude)).filter(disc__lte=radius**2)


def _squared_km(latitude: float, longitude: float) -> ExpressionWrapper[Any]:
    """Return the squared distance on a flat map around the point: a thousandth off at fifty kilometres."""
    north = (F("latitude") - latitude) * KM_A_DEGREE
    east = (F("longitude") - longitude) * (KM_A_DEGREE * cos(radians(latitude)))
    return ExpressionWrapper(north * north + east * east, output_field=FloatField())
