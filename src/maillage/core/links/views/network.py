"""The network page, its drawing and its figures."""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.core.links import exports
from maillage.core.links.drawing import draws_structures, net, order_of_structures
from maillage.core.links.finding import compared_years, finding
from maillage.core.links.programmes import programme_name, programme_names
from maillage.core.links.queries.network import NetworkFacts, NetworkFilters, names_of, network_facts
from maillage.core.organisations.models import Organisation
from maillage.core.territories.models import Territory
from maillage.core.ui.access import public
from maillage.core.ui.http import year_said

SHOWN = 50


@dataclass(frozen=True)
class StructureRow:
    """A structure of the network, with its number on the drawing when it stands there alone."""

    number: int | None
    organisation: Organisation
    territory: Territory | None
    ties: int
    reach: tuple[str, ...]
    is_bridge: bool
    is_keystone: bool


def filters_of(asked: QueryDict) -> NetworkFilters:
    """Read the filters of an address; what makes no sense narrows nothing."""
    programme, year = asked.get("programme", ""), asked.get("annee", "")
    return NetworkFilters(
        programme=programme if programme in programme_names() else "",
        territory=Territory.objects.filter(slug=asked.get("territoire", "")).first(),
        year=year_said(year),
    )


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Draw who does something with whom, say what it shows, and give the same facts as tables."""
    facts = network_facts(request.user, filters_of(request.GET))
    drawn = _shown(facts)
    isolated = list(facts.isolated[:SHOWN]) if facts.whole else []
    sheets = names_of({*drawn, *isolated})
    year, before = compared_years(facts)
    context = {
        "facts": facts,
        "finding": finding(facts),
        "net": net(facts, lambda key: sheets[key].name),
        "rows": _rows(facts, drawn, sheets),
        "more": len(facts.survey.ties_of) - len(drawn),
        "between": _between(facts),
        "by_programme": _by_programme(facts),
        "isolated": [sheets[key] for key in isolated],
        "isolated_more": len(facts.isolated) - len(isolated),
        "years": [(year, facts.by_year[year]), (before, facts.by_year[before])],
        "programmes": programme_names().items(),
        "territories": Territory.objects.order_by("name"),
        "kept": request.GET.urlencode(),
    }
    return render(request, "links/network.html", context)


@public
@require_safe
def drawing(request: HttpRequest) -> HttpResponse:
    """Send the drawing as a file that stands alone."""
    facts = network_facts(request.user, filters_of(request.GET))
    sheets = names_of(set(_shown(facts)))
    context = {
        "net": net(facts, lambda key: sheets[key].name),
        "finding": finding(facts),
        "facts": facts,
    }
    answer = render(request, "links/network.svg", context, content_type="image/svg+xml")
    answer["Content-Disposition"] = 'attachment; filename="reseau.svg"'
    return answer


@public
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Send every thread of the network as a table."""
    facts = network_facts(request.user, filters_of(request.GET))
    inside = Organisation.objects.filter(link_parties__isnull=False).distinct()
    names = {each.pk: str(each) for each in inside.only("pk", "name", "unit").order_by("pk")}
    return HttpResponse(
        exports.network_csv(facts, names),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="reseau.csv"'},
    )


def _shown(facts: NetworkFacts) -> list[int]:
    """Return the structures of the table: those of the drawing, else those with most links."""
    if draws_structures(facts):
        return order_of_structures(facts)
    ties = facts.survey.ties_of
    return sorted(ties, key=lambda key: (-len(facts.survey.reach.get(key, ())), -ties[key], key))[:SHOWN]


def _rows(facts: NetworkFacts, shown: list[int], sheets: dict[int, Organisation]) -> list[StructureRow]:
    numbered, bridges = draws_structures(facts), set(facts.survey.bridges)
    return [
        StructureRow(
            number=number if numbered else None,
            organisation=sheets[key],
            territory=facts.territories.get(facts.place_of.get(key, 0)),
            ties=facts.survey.ties_of[key],
            reach=tuple(sorted(facts.territories[place].name for place in facts.survey.reach.get(key, ()))),
            is_bridge=key in bridges,
            is_keystone=key in facts.survey.keystones,
        )
        for number, key in enumerate(shown, start=1)
    ]


def _between(facts: NetworkFacts) -> list[tuple[str, str, int]]:
    """Return how many links join two territories, or structures of one; the most first."""
    named = [
        (facts.territories[a].name, facts.territories[b].name, count)
        for (a, b), count in facts.survey.between.items()
    ]
    return sorted(named, key=lambda row: (-row[2], row[0], row[1]))


def _by_programme(facts: NetworkFacts) -> list[tuple[str, str, int]]:
    """Return how many links each programme made, in the order of the house."""
    counted: Counter[str] = Counter()
    for (_places, programme), count in facts.by_places.items():
        counted[programme] += count
    order = [*programme_names(), *counted]
    return [(key, programme_name(key), counted[key]) for key in dict.fromkeys(order) if key in counted]
