"""Reads of links: lists with their filters, one link, what awaits news, totals of outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Model, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from maillage.core.accounts.models import Person
from maillage.core.accounts.rules import Visitor, is_coordinator
from maillage.core.links.models import Link, LinkParty, Outcome, OutcomeUnit
from maillage.core.links.rules.rights import own, visible_to
from maillage.core.organisations.models import Organisation
from maillage.core.organisations.rules import structures_of
from maillage.core.territories.models import Territory

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What links are narrowed to; empty means everything. ``awaiting``: news was expected by today."""

    state: str = ""
    programme: str = ""
    territory: Territory | None = None
    year: int | None = None
    organisation: Organisation | None = None
    awaiting: bool = False


@dataclass(frozen=True)
class LinkPage:
    """One page of links, newest first; ``after`` is the key of the next page, None at the end."""

    links: Sequence[Link]
    after: int | None
    count: int


@dataclass(frozen=True)
class Total:
    """How much came of links in one unit."""

    unit: OutcomeUnit
    quantity: Decimal

    def __str__(self) -> str:
        return self.unit.of(self.quantity)


def narrowed(rows: QuerySet[Link], wanted: Filters, today: date | None = None) -> QuerySet[Link]:
    """Return links narrowed by filters."""
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.programme:
        rows = rows.filter(programme=wanted.programme)
    if wanted.territory:
        within = Link.territories.through.objects.filter(territory_id=wanted.territory.pk)
        rows = rows.filter(pk__in=within.values("link_id"))
    if wanted.year:
        rows = rows.filter(began_on__gte=date(wanted.year, 1, 1), began_on__lt=date(wanted.year + 1, 1, 1))
    if wanted.organisation:
        parts = LinkParty.objects.filter(organisation=wanted.organisation)
        rows = rows.filter(pk__in=parts.values("link"))
    if wanted.awaiting:
        rows = rows.filter(news_on__lte=today or timezone.localdate())
    return rows


def links_for(visitor: Visitor, wanted: Filters | None = None) -> QuerySet[Link]:
    """Return the links that a visitor may read, narrowed, newest first, with their structures and places."""
    rows = narrowed(Link.objects.filter(visible_to(visitor)), wanted or Filters())
    return with_parties(rows).order_by("-began_on", "-pk")


def with_parties(rows: QuerySet[Link]) -> QuerySet[Link]:
    """Read along what a line of a list shows: structures in their order, territories by name."""
    return rows.prefetch_related(
        Prefetch("parties", LinkParty.objects.select_related("organisation__merged_into").order_by("pk")),
        Prefetch("territories", Territory.objects.order_by("name", "pk")),
    )


def link_page(visitor: Visitor, wanted: Filters, *, after: int | None = None) -> LinkPage:
    """Return fifty links after a key; those that await news come oldest promise first."""
    rows = links_for(visitor, wanted)
    count = rows.count()
    last = Link.objects.filter(pk=after).first() if after else None
    if wanted.awaiting:
        rows = rows.order_by("news_on", "pk")
        if last and last.news_on:
            rows = rows.filter(Q(news_on__gt=last.news_on) | Q(news_on=last.news_on, pk__gt=last.pk))
    elif last:
        rows = rows.filter(Q(began_on__lt=last.began_on) | Q(began_on=last.began_on, pk__lt=last.pk))
    page = list(rows[: PAGE + 1])
    return LinkPage(page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None, count)


def parties_of(link: Link) -> list[LinkParty]:
    """Return the parties of a link, each once: two that became one structure are one party."""
    seen: dict[int, LinkParty] = {}
    for party in link.parties.all():
        structure = party.organisation
        seen.setdefault(structure.merged_into_id or structure.pk, party)
    return list(seen.values())


def years_of(visitor: Visitor) -> list[int]:
    """Return the years in which links that a visitor may read began, latest first."""
    found = Link.objects.filter(visible_to(visitor)).dates("began_on", "year", order="DESC")
    return [each.year for each in found]


def totals(links: QuerySet[Link]) -> list[Total]:
    """Return what came of links, by unit, in the order of units; rows that were corrected do not count."""
    rows = (
        Outcome.objects.counted()
        .filter(link__in=links.order_by().values("pk"))
        .order_by()
        .values("unit")
        .annotate(total=Sum("quantity"), position=Max("unit__position"))
        .order_by("position", "unit")
    )
    units = OutcomeUnit.objects.in_bulk([row["unit"] for row in rows])
    return [Total(units[row["unit"]], row["total"]) for row in rows if row["total"]]


def awaiting_news(person: Person, today: date) -> QuerySet[Link]:
    """Return the links that a person follows and of which news is due, oldest promise first.

    Those that nobody follows await the coordination.
    """
    mine = Q(follower=person)
    if is_coordinator(person):
        mine |= Q(follower=None)
    rows = Link.objects.filter(mine, news_on__lte=today)
    return with_parties(rows).order_by("news_on", "pk")


def awaiting_members(person: Person, today: date) -> QuerySet[Link]:
    """Return the links of a person's structures that are proposed, or of which news is due."""
    rows = Link.objects.filter(own(person)).filter(Q(state=Link.State.PROPOSED) | Q(news_on__lte=today))
    return with_parties(rows).order_by("state_since", "pk")


def belongs_somewhere(person: Person) -> bool:
    """Tell whether a person belongs to a structure today."""
    return structures_of(person).exists()


def of_origin(visitor: Visitor, *things: Model) -> QuerySet[Link]:
    """Return the links that came from an object, or from one of several, and that a visitor may read."""
    came = Q(pk__in=[])
    for thing in things:
        came |= Q(origin_kind=thing._meta.label_lower, origin_key=str(thing.pk))
    return with_parties(Link.objects.filter(visible_to(visitor)).filter(came)).order_by("-began_on", "-pk")
