"""What everyone reads: the list with its map, the same for other sites and for paper, a structure's sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from maillage.core.organisations.models.ess import EssPerimeterRule
from maillage.core.territories.queries import Match, find_municipalities
from maillage.core.ui.access import public
from maillage.core.ui.http import key_said
from maillage.programmes.directory import queries, sheet
from maillage.programmes.directory.filters import read_filters
from maillage.programmes.directory.maps import list_map
from maillage.programmes.directory.rules import LONGEST_SEARCH, MOST_PRINTED
from maillage.programmes.directory.views.shown import chips, choices, map_drawn, shared_context

CERTAIN = 0.99


@dataclass(frozen=True)
class Place:
    """What was typed as a place: the commune it must be, or those among which the person chooses."""

    certain: Match | None
    choices: list[Match]


def asked_place(text: str) -> Place:
    """Understand the name or the postal code of a place."""
    matches = find_municipalities(text)
    certain = [match for match in matches if match.score >= CERTAIN]
    if len(certain) == 1 or len(matches) == 1:
        return Place((certain or matches)[0], [])
    return Place(None, matches)


def key_after(said: Mapping[str, Any]) -> int | None:
    """Return the key that a page starts after, None for the first page."""
    return key_said(str(said.get("apres", "")))


@public
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The list and its map, narrowed by the address."""
    filters = read_filters(request.GET)
    typed = request.GET.get("lieu", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    place = asked_place(typed) if typed else None
    if place and place.certain:
        reference = place.certain.municipality.reference
        wanted = filters.without("commune").address(commune=reference, km=request.GET.get("km", ""))
        return redirect(reverse("directory:list") + wanted)
    page = queries.listing_page(filters, after=key_after(request.GET))
    context = shared_context(filters, page)
    context["options"] = choices(filters)
    drawn = list_map(page.lines, filters)
    context["map"] = map_drawn(drawn) if drawn.territories.shapes else ""
    context["typed_place"] = typed or (filters.commune.name if filters.commune else "")
    context["place_choices"] = (
        [
            (match.municipality, filters.without("commune").address(commune=match.municipality.reference))
            for match in place.choices
        ]
        if place
        else None
    )
    context["chips"] = chips(filters)
    context["is_first"] = "apres" not in request.GET
    return render(request, "directory/list.html", context)


@public
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embedded(request: HttpRequest) -> HttpResponse:
    """The same list inside a page of another site, without our header; links open a tab of their own."""
    filters = read_filters(request.GET)
    page = queries.listing_page(filters, after=key_after(request.GET))
    return render(request, "directory/embedded.html", shared_context(filters, page, new_tab=True))


@public
@require_safe
def printed(request: HttpRequest) -> HttpResponse:
    """The list for paper: addresses and public contacts of up to five hundred structures."""
    filters = read_filters(request.GET)
    page = queries.listing_page(filters, most=MOST_PRINTED)
    context = shared_context(filters, page) | {
        "sheets": sheet.for_paper(page.lines),
        "day": timezone.localdate(),
        "most": MOST_PRINTED,
    }
    return render(request, "directory/printed.html", context)


@public
@require_safe
def share(request: HttpRequest) -> HttpResponse:
    """How to keep the address of a list, print it, show it on another site."""
    filters = read_filters(request.GET)
    address = filters.address()
    context = {
        "filters": filters,
        "permalink": request.build_absolute_uri(reverse("directory:list") + address),
        "frame": request.build_absolute_uri(reverse("directory:embedded") + address),
        "back": reverse("directory:list") + address,
    }
    return render(request, "directory/share.html", context)


@public
@require_safe
def structure(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet of one structure, its offers and needs, its neighbours; an old address leads on."""
    found = sheet.public_sheet(slug)
    if found is None:
        raise Http404
    if found.organisation.slug != slug:
        return redirect("directory:structure", found.organisation.slug)
    context = {
        "sheet": found,
        "organisation": found.organisation,
        "line": found.line,
        "neighbours": queries.neighbours(found.line) if found.line else [],
        "family": EssPerimeterRule.Family(found.organisation.ess_family).label,
        "card_columns": [(_("Offers"), found.offers), (_("Seeks"), found.needs)],
    }
    return render(request, "directory/structure.html", context)
