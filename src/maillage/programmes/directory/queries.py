"""Reads of the directory: a page of the list, its map, a structure's neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from maillage.core.search import queries as search
from maillage.core.search.queries import AmongKeys, Asked
from maillage.programmes.directory.distances import Point, SquaredKm, Within, kilometres, nearest_first
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


@dataclass(frozen=True)
class ListingPage:
    """One page of the list; ``after`` is the key that the next page starts from, None at the end.

    ``count`` stops at ``MOST_COUNTED``, and ``is_more`` says so; ``asked`` is how the search was understood.
    ``is_cut``: more answer to the search than were looked at; another word or a filter brings the others.
    """

    lines: Sequence[Listing]
    after: int | None
    count: int
    is_more: bool
    is_cut: bool
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


def listings(filters: Filters) -> QuerySet[Listing]:
    """Return the lines that the filters keep, whatever is searched, unordered."""
    rows = Listing.objects.all()
    if filters.territory:
        rows = rows.filter(territory=filters.territory)
    if filters.commune and not filters.around_km:
        rows = rows.filter(commune=filters.commune)
    if filters.commune and filters.around_km:
        rows = rows.filter(Within(_point(filters), filters.around_km))
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
        return Order({"squared_km": SquaredKm(_point(filters))}, ("squared_km",))
    return Order({}, ("folded",))


def listing_page(filters: Filters, *, after: int | None = None, most: int = PAGE) -> ListingPage:
    """Return one page of the list, in at most eight reads whatever its length."""
    asked = understand(filters)
    keys, is_cut = _found(asked, filters)
    order = in_order(filters, asked)
    last = order.rows(Listing.objects.filter(pk=after)).first() if after else None
    past = order.past(last) if last else None
    kept = listings(filters) if keys is None else listings(filters).filter(AmongKeys(keys))
    if filters.by_distance:
        everywhere = listings(filters.without("commune", "around_km"))
        lines = nearest_first(everywhere, _point(filters), filters.around_km, most + 1, past)
    else:
        following = order.rows(kept)
        lines = list((following if past is None else following.filter(past))[: most + 1])
    count = kept.order_by()[: MOST_COUNTED + 1].count()
    return ListingPage(
        lines=lines[:most],
        after=lines[most - 1].pk if len(lines) > most else None,
        count=min(count, MOST_COUNTED),
        is_more=is_cut or count > MOST_COUNTED,
        is_cut=is_cut,
        asked=asked,
    )


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


def neighbours(line: Listing) -> list[tuple[Listing, float]]:
    """Return the nearest structures with how far they are, in kilometres, nearest first."""
    if line.latitude is None or line.longitude is None:
        return []
    here = (line.latitude, line.longitude)
    others = Listing.objects.exclude(pk=line.pk)
    return [
        (each, kilometres(here, (each.latitude, each.longitude)))
        for each in nearest_first(others, here, NEIGHBOURHOOD_KM, NEIGHBOURS)
        if each.latitude is not None and each.longitude is not None
    ]


def counted_by(field: str) -> dict[Any, int]:
    """Return how many structures have each value of a field, for the choices of a filter."""
    rows = Listing.objects.order_by(field).values_list(field).annotate(count=Count("pk"))
    return dict(rows)


def _point(filters: Filters) -> Point:
    commune = filters.commune
    assert commune is not None  # noqa: S101 -- called for a place alone; ``read_filters`` checked its point
    return commune.latitude or 0.0, commune.longitude or 0.0
