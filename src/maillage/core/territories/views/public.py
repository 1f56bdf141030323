"""Public pages: all territories, one territory, one commune."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from maillage.core.accounts.rules import is_coordinator
from maillage.core.territories import maps, summaries
from maillage.core.territories.models import Municipality, MunicipalityEvent, Territory
from maillage.core.territories.opening_hours import opening_lines
from maillage.core.territories.queries import (
    Match,
    assignments_of,
    find_municipalities,
    territories_of,
    territory_of,
)
from maillage.core.territories.sections import sections_of
from maillage.core.ui.access import public


def asked_day(request: HttpRequest) -> date:
    """Return the day that the address asks for (``?le=2027-01-01``), today by default."""
    try:
        return date.fromisoformat(request.GET.get("le", ""))
    except ValueError:
        return timezone.localdate()


@public
def territories(request: HttpRequest) -> HttpResponse:
    """Show all territories on a map and in a list; a commune searched for points at its own."""
    on = asked_day(request)
    search = request.GET.get("q", "").strip()[:100]
    matches = find_municipalities(search) if search else []
    found = _with_territories(matches, on)
    their_territories = {territory for _match, territory in found if territory}
    highlighted = their_territories.pop() if len(their_territories) == 1 else None
    context = {
        "on": on,
        "is_today": on == timezone.localdate(),
        "search": search,
        "found": found,
        "highlighted": highlighted,
        "facts": summaries.territory_facts(on),
        "planned": summaries.planned_changes(on),
        "map": maps.territory_map(on, highlighted=highlighted),
    }
    return render(request, "territories/list.html", context)


def _with_territories(matches: list[Match], on: date) -> list[tuple[Match, Territory | None]]:
    held = territories_of([match.municipality for match in matches], on)
    return [(match, held.get(match.municipality.pk)) for match in matches]


@public
def territory(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one territory on a day: communes by EPCI, people, map, what will change, what others add."""
    found = get_object_or_404(Territory, slug=slug)
    on = asked_day(request)
    rows = list(summaries.held_at(on).filter(territory=found))
    counted = summaries.latest_populations(row.municipality_id for row in rows)
    context = {
        "territory": found,
        "on": on,
        "is_today": on == timezone.localdate(),
        "communes": len(rows),
        "people": summaries.people_of((row.municipality_id for row in rows), counted),
        "groups": [
            (epci, [(row, counted.get(row.municipality_id)) for row in group])
            for epci, group in summaries.by_epci(rows)
        ],
        "planned": summaries.planned_changes(on, found),
        "map": maps.territory_map(on, highlighted=found),
        "commune_map": maps.commune_map(found, on),
        "sections": sections_of(found, on),
    }
    return render(request, "territories/territory.html", context)


@public
def municipality(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one commune: its territory since when, its past, its town hall; an old code leads on."""
    scheme, _dash, code = reference.rpartition("-")
    commune = (
        Municipality.objects.filter(
            scheme=scheme or Municipality.Scheme.INSEE, code=code, kind=Municipality.Kind.COMMUNE
        )
        .select_related("epci")
        .first()
    )
    if commune is None:
        return _lead_to_successor(code)
    today = timezone.localdate()
    held = territory_of(commune, today)
    town_hall = getattr(commune, "town_hall", None)
    events = MunicipalityEvent.objects.order_by("on", "former_folded")
    context = {
        "commune": commune,
        "territory": held,
        "assignments": [(row, _last_day(row.valid_to)) for row in assignments_of(commune)],
        "today": today,
        "populations": list(commune.populations.order_by("-year", "kind")),
        "postal_codes": list(commune.postal_codes.order_by("code")),
        "parts": list(commune.parts.order_by("folded", "pk")),
        "history": list(events.filter(successor=commune)),
        "became": _successors(commune),
        "town_hall": town_hall,
        "opening": opening_lines(town_hall.hours) if town_hall else [],
        "map": maps.territory_map(today, highlighted=held),
        "can_edit": commune.scheme == Municipality.Scheme.INSEE and is_coordinator(request.user),
    }
    return render(request, "territories/municipality.html", context)


def _last_day(end: date | None) -> date | None:
    """Return the last day of a period whose end is excluded: people count days, not bounds."""
    return end - timedelta(days=1) if end else None


def _successors(commune: Municipality) -> list[MunicipalityEvent]:
    """Return what a commune that ends becomes."""
    if commune.valid_to is None:
        return []
    events = MunicipalityEvent.objects.filter(former_code=commune.code, former_name=commune.name)
    return list(events.exclude(successor=commune).select_related("successor").order_by("pk"))


def _lead_to_successor(code: str) -> HttpResponse:
    event = (
        MunicipalityEvent.objects.in_force(timezone.localdate())
        .filter(former_code=code)
        .select_related("successor")
        .order_by("pk")
        .first()
    )
    part = Municipality.objects.filter(code=code, parent__isnull=False).select_related("parent").first()
    successor = event.successor if event else part.parent if part else None
    if successor is None:
        raise Http404
    return redirect("territories:municipality", successor.reference, permanent=False)
