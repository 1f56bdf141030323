"""The network that links make: read whole, once, in a fixed number of queries, then surveyed by the engine.

Links count when structures took them up (accepted, under way, realised). The house sees all of them; everyone
else those that anybody may read. A structure stands in the territory of its principal site, today.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations

from django.utils import timezone

from maillage.core.accounts.rules import Visitor
from maillage.core.links.models import Link, LinkParty
from maillage.core.organisations.models import Organisation, Site
from maillage.core.organisations.rules import is_house
from maillage.core.territories.models import Territory, TerritoryAssignment
from maillage.engines.network.problem import Member, Network, Tie
from maillage.engines.network.solution import Survey
from maillage.engines.network.survey import survey

Pair = tuple[int, int]
NOWHERE = 0  # the place of structures that have none; no territory has this key


@dataclass(frozen=True, kw_only=True)
class NetworkFilters:
    """What the network is narrowed to; empty means everything."""

    programme: str = ""
    territory: Territory | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class LinkFact:
    """One link as the network sees it: programme, year of its beginning, structures."""

    key: int
    programme: str
    year: int
    members: frozenset[int]


@dataclass(frozen=True)
class NetworkFacts:
    """Everything that the page, its drawing and its files tell.

    ``links`` are those that fit the filters; ``by_year`` counts those that fit all but the year. ``place_of``
    gives the territory of each structure that has one. ``isolated`` are the published structures (of the
    territory, if one is chosen) that are part of no link at all, whatever the programme and the year.
    """

    filters: NetworkFilters
    on: date
    whole: bool
    links: tuple[LinkFact, ...]
    by_year: Counter[int]
    years: tuple[int, ...]
    place_of: dict[int, int]
    territories: dict[int, Territory]
    isolated: tuple[int, ...]
    published: int
    survey: Survey

    @property
    def threads(self) -> dict[Pair, Counter[str]]:
        """How many links join each pair of structures (smaller key first), by programme."""
        found: defaultdict[Pair, Counter[str]] = defaultdict(Counter)
        for link in self.links:
            for pair in combinations(sorted(link.members), 2):
                found[pair][link.programme] += 1
        return found

    @cached_property
    def by_places(self) -> Counter[tuple[frozenset[int], str]]:
        """How many links stand in the same territories under the same programme; NOWHERE: in none known."""
        place = self.place_of.get
        return Counter(
            (frozenset({place(key, NOWHERE) for key in link.members}), link.programme) for link in self.links
        )

    @property
    def across(self) -> int:
        """How many links join two territories or more."""
        return sum(count for (places, _name), count in self.by_places.items() if len(places - {NOWHERE}) > 1)


def network_facts(visitor: Visitor, filters: NetworkFilters, on: date | None = None) -> NetworkFacts:
    """Read the network that a visitor may see, narrowed by filters."""
    day = on or timezone.localdate()
    whole = is_house(visitor)
    everything = _links(whole)
    place_of = _places(day)
    place = filters.territory.pk if filters.territory else None
    fitting = [
        link
        for link in everything
        if (not filters.programme or link.programme == filters.programme)
        and (place is None or any(place_of.get(key) == place for key in link.members))
    ]
    links = tuple(link for link in fitting if filters.year in {None, link.year})
    published = [
        key
        for key in Organisation.objects.published().order_by("folded", "pk").values_list("pk", flat=True)
        if place is None or place_of.get(key) == place
    ]
    linked: set[int] = set().union(*(link.members for link in everything))
    inside: set[int] = set().union(*(link.members for link in links))
    return NetworkFacts(
        filters=filters,
        on=day,
        whole=whole,
        links=links,
        by_year=Counter(link.year for link in fitting),
        years=tuple(sorted({link.year for link in everything}, reverse=True)),
        place_of=place_of,
        territories=Territory.objects.in_bulk(),
        isolated=tuple(key for key in published if key not in linked),
        published=len(published),
        survey=survey(
            Network(
                tuple(Member(key, place_of.get(key)) for key in sorted(inside)),
                tuple(Tie(link.key, link.members) for link in links),
            )
        ),
    )


def _links(whole: bool) -> list[LinkFact]:
    """Return the links taken up that the audience may read; two sheets that became one count as one."""
    rows = Link.objects.standing() if whole else Link.objects.public()
    said = list(rows.order_by("pk").values_list("pk", "programme", "began_on"))
    members: dict[int, set[int]] = {pk: set() for pk, _programme, _began_on in said}
    absorbed = Organisation.objects.exclude(merged_into=None).order_by("pk")
    stands_for = {pk: into for pk, into in absorbed.values_list("pk", "merged_into_id") if into}
    # All parties are read, without a join: most links count, and those that do not are left here.
    for link, organisation in LinkParty.objects.order_by().values_list("link_id", "organisation_id"):
        if link in members:
            members[link].add(stands_for.get(organisation, organisation))
    return [
        LinkFact(pk, programme, began_on.year, frozenset(members[pk]))
        for pk, programme, began_on in said
        if len(members[pk]) > 1
    ]


def _places(day: date) -> dict[int, int]:
    """Return the territory of the principal site of each structure on a day, by the structure's key."""
    held = dict(
        TerritoryAssignment.objects.at(day)
        .filter(territory__isnull=False)
        .order_by("pk")
        .values_list("municipality_id", "territory_id")
    )
    sites = Site.objects.filter(principal=True).order_by("pk")
    rows = sites.values_list("organisation_id", "commune_id", "commune__parent_id")
    return {
        organisation: territory
        for organisation, commune, parent in rows
        if (territory := held.get(parent or commune)) is not None
    }


def names_of(keys: set[int]) -> dict[int, Organisation]:
    """Return the sheets of some structures."""
    return Organisation.objects.in_bulk(list(keys))
