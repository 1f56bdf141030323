"""Reads of the directory: a page of the list, its map, a structure's neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet

from maillage.core.search import queries as search
from maillage.core.search.queries import Asked
from maillage.core.sql import Holds, Sql, among, every, fetch, in_a_row
from maillage.programmes.directory.distances import KEY, TABLE, Point, kilometres, nearest, squared_km, within
from maillage.programmes.directory.filters import Filters
from maillage.programmes.directory.models import Listing
from maillage.programmes.directory.rules import (
    MOST_COUNTED,
    MOST_LOOKED_AT,
    MOST_RANKED,
    NEIGHBOURHOOD_KM,
    NEIGHBOURS,
    PAGE,
    SEARCH_KIND,
)

BY_NAME = Sql(f"{TABLE}.folded")


class Line(NamedTuple):
    """What a list shows of a structure; ``squared_km`` is how far it is when the list is around a place."""

    pk: int
    slug: str
    name: str
    summary: str
    place: str
    ess: str
    offers: str
    needs: str
    latitude: float | None
    longitude: float | None
    squared_km: float | None = None


_SHOWN = ", ".join([KEY, *(f"{TABLE}.{column}" for column in Line._fields[1:-1])])


@dataclass(frozen=True)
class ListingPage:
    """One page of the list; ``after`` is the key that the next page starts from, None at the end.

    ``count`` stops at ``MOST_COUNTED``, and ``is_more`` says so; ``asked`` is how the search was understood.
    ``is_cut``: more answer to the search than were looked at; another word or a filter brings the others.
    """

    lines: Sequence[Line]
    after: int | None
    count: int
    is_more: bool
    is_cut: bool
    asked: Asked


def understand(filters: Filters) -> Asked:
    """Return what the search means, empty when nothing is searched."""
    return search.understand(SEARCH_KIND, filters.search)


def kept(filters: Filters) -> Sql:
    """Return the condition of the filters on a line, whatever is searched."""
    conditions = []
    if filters.territory:
        conditions.append(Sql(f"{TABLE}.territory_id = %s", (filters.territory.pk,)))
    if filters.commune and not filters.around_km:
        conditions.append(Sql(f"{TABLE}.commune_id = %s", (filters.commune.pk,)))
    if filters.commune and filters.around_km:
        conditions.append(within(_point(filters), filters.around_km))
    if filters.ess:
        conditions.append(Sql(f"{TABLE}.ess = %s", (filters.ess,)))
    if filters.family:
        conditions.append(Sql(f"{TABLE}.family = %s", (filters.family,)))
    if filters.section:
        conditions.append(Sql(f"{TABLE}.section = %s", (filters.section,)))
    if filters.cards:
        # Without a parameter, as the index of such lines is written.
        conditions.append(Sql(f"NOT ({TABLE}.{filters.cards} = '')"))
    return every(conditions)


def listings(filters: Filters) -> QuerySet[Listing]:
    """Return the lines that the filters keep, whatever is searched, unordered."""
    return Listing.objects.filter(Holds(kept(filters)))


def in_order(filters: Filters, asked: Asked) -> list[Sql]:
    """Return the order of the list: what answers best, else the nearest, else by name."""
    if not asked.is_empty:
        return [search.closeness(BY_NAME.text, asked), BY_NAME]
    return [squared_km(_point(filters))] if filters.by_distance else [BY_NAME]


def listing_page(filters: Filters, *, after: int | None = None, most: int = PAGE) -> ListingPage:
    """Return one page of the list, in at most eight reads whatever its length."""
    asked = understand(filters)
    keys, is_cut = _found(asked, filters)
    found = [] if keys is None else [among(KEY, keys)]
    order, condition = in_order(filters, asked), every([kept(filters), *found])
    past = _past(order, after)
    if filters.by_distance:
        everywhere = every([kept(filters.without("commune", "around_km")), past])
        here = _point(filters)
        near = nearest(everywhere, here, filters.around_km, most + 1)
        lines = _read(among(KEY, near), order, most + 1, distance=squared_km(here))
    else:
        lines = _read(every([condition, past]), order, most + 1)
    count = _count(condition)
    return ListingPage(
        lines=lines[:most],
        after=lines[most - 1].pk if len(lines) > most else None,
        count=min(count, MOST_COUNTED),
        is_more=is_cut or count > MOST_COUNTED,
        is_cut=is_cut,
        asked=asked,
    )


def _read(condition: Sql, order: Sequence[Sql], most: int, *, distance: Sql | None = None) -> list[Line]:
    """Return the first lines of which a condition holds."""
    shown = in_a_row([Sql(_SHOWN), *([distance] if distance else [])])
    ordered = in_a_row([*order, Sql(KEY)])
    text = f"SELECT {shown.text} FROM {TABLE} WHERE {condition.text} ORDER BY {ordered.text} LIMIT %s"  # noqa: S608 -- names of the model
    parameters = (*shown.parameters, *condition.parameters, *ordered.parameters, most)
    return [Line(*row) for row in fetch(text, parameters)]


def _past(order: Sequence[Sql], after: int | None) -> Sql:
    """Keep what comes after a line in an order; everything when the list begins, or when the line left it."""
    if after is None:
        return every([])
    key, told = Sql(KEY), in_a_row(order)
    last = fetch(
        f"SELECT {told.text} FROM {TABLE} WHERE {KEY} = %s",  # noqa: S608 -- names of the model
        (*told.parameters, after),
    )
    if not last:
        return every([])
    row = in_a_row([*order, key])
    values = (*last[0], after)
    return Sql(f"({row.text}) > ({', '.join(['%s'] * len(values))})", (*row.parameters, *values))


def _count(condition: Sql) -> int:
    """Return how many lines a condition keeps, one more than ``MOST_COUNTED`` at most."""
    lines = f"SELECT 1 FROM {TABLE} WHERE {condition.text} LIMIT %s"  # noqa: S608 -- names of the model
    counted = f"SELECT COUNT(*) FROM ({lines}) AS counted"  # noqa: S608 -- likewise
    ((count,),) = fetch(counted, (*condition.parameters, MOST_COUNTED + 1))
    return int(count)


def _found(asked: Asked, filters: Filters) -> tuple[list[int] | None, bool]:
    """Return the keys of the lines that answer to the search, None when nothing is asked; are some left out?

    When too many answer, the last ones are: to put them all in order would cost everyone's time, and nobody
    reads so far. The structures of exactly this name are there in any case.
    """
    if asked.is_empty:
        return None, False
    most = MOST_LOOKED_AT if filters.without("search").is_narrowed else MOST_RANKED
    keys = search.first_keys(SEARCH_KIND, asked, most + 1)
    if len(keys) <= most:
        return keys, False
    namesakes = Listing.objects.filter(folded=asked.text).order_by("pk").values_list("pk", flat=True)
    return [*keys[:most], *namesakes], True


def neighbours(line: Listing) -> list[tuple[Line, float]]:
    """Return the nearest structures with how far they are, in kilometres, nearest first."""
    if line.latitude is None or line.longitude is None:
        return []
    here = (line.latitude, line.longitude)
    others = Sql(f"{KEY} <> %s", (line.pk,))
    near = among(KEY, nearest(others, here, NEIGHBOURHOOD_KM, NEIGHBOURS))
    return [
        (each, kilometres(here, (each.latitude, each.longitude)))
        for each in _read(near, [squared_km(here)], NEIGHBOURS)
        if each.latitude is not None and each.longitude is not None
    ]


def _point(filters: Filters) -> Point:
    commune = filters.commune
    assert commune is not None  # noqa: S101 -- called for a place alone; ``read_filters`` checked its point
    return commune.latitude or 0.0, commune.longitude or 0.0
