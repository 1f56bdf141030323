"""What everyone reads: the list with its map, the same for other sites and for paper, a structure's sheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from maillage.core.organisations.models import Answer
from maillage.core.organisations.models.ess import EssPerimeterRule
from maillage.core.territories.models import Territory
from maillage.core.territories.queries import Match, find_municipalities
from maillage.core.ui.access import public
from maillage.programmes.directory import queries, sheet
from maillage.programmes.directory.activities import SECTIONS
from maillage.programmes.directory.filters import ESS_WORDS, Filters, read_filters
from maillage.programmes.directory.maps import list_map
from maillage.programmes.directory.models import Listing
from maillage.programmes.directory.rules import DISTANCES_KM, LONGEST_SEARCH, MOST_PRINTED

CERTAIN = 0.99
_SELECTED = mark_safe(" selected")


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


def shared_context(filters: Filters, page: queries.ListingPage) -> dict[str, Any]:
    """Return what every form of the list shows."""
    marks = badges()
    return {
        "filters": filters,
        "page": page,
        "numbered": [(number, line, marks[line.ess]) for number, line in enumerate(page.lines, start=1)],
        "next": filters.address(apres=page.after) if page.after else "",
    }


def choices(filters: Filters) -> dict[str, SafeString]:
    """Return the options of each list of the filters, written at once: a template takes ten times as long."""
    said = filters.parameters()
    families = [(key, label) for key, label in EssPerimeterRule.Family.choices if key]
    offers = [("propose", _("Offers something")), ("cherche", _("Seeks something"))]
    options: dict[str, Iterable[tuple[object, object]]] = {
        "territoire": Territory.objects.order_by("name").values_list("slug", "name"),
        "ess": [(word, capfirst(answer.label)) for word, answer in ESS_WORDS.items()],
        "famille": [(key, capfirst(label)) for key, label in families],
        "activite": SECTIONS.items(),
        "km": [(km, _("%(km)s km") % {"km": km}) for km in DISTANCES_KM],
        "fiches": offers,
    }
    return {
        name: format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, _SELECTED if str(key) == said.get(name) else "", label) for key, label in pairs),
        )
        for name, pairs in options.items()
    }


def badges() -> dict[str, SafeString]:
    """Return what each answer on the ESS looks like, in the language of the reader."""
    return {answer: render_to_string("directory/_ess.html", {"ess": answer}) for answer in Answer.values}


def chips(filters: Filters) -> list[tuple[str, str]]:
    """Return the filters in force, in words, each with the address of the list without it."""
    around = _("%(km)d km around %(place)s")
    said: list[tuple[str, tuple[str, ...]]] = []
    if filters.search:
        said.append((f"« {filters.search} »", ("search",)))
    if filters.commune:
        place = filters.commune.name
        words = around % {"km": filters.around_km, "place": place} if filters.around_km else place
        said.append((words, ("commune", "around_km")))
    if filters.territory:
        said.append((filters.territory.name, ("territory",)))
    if filters.ess:
        said.append((_("ESS: %(answer)s") % {"answer": Answer(filters.ess).label}, ("ess",)))
    if filters.family:
        said.append((str(EssPerimeterRule.Family(filters.family).label), ("family",)))
    if filters.section:
        said.append((str(SECTIONS[filters.section]), ("section",)))
    if filters.cards:
        offers = _("Offers something"), _("Seeks something")
        said.append((offers[filters.cards == "needs"], ("cards",)))
    return [(words, filters.without(*names).address()) for words, names in said]


def key_after(said: Mapping[str, Any]) -> int | None:
    """Return the key that a page starts after, None for the first page."""
    text = str(said.get("apres", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


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
    context["map"] = list_map(page.lines, filters)
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
    return render(request, "directory/embedded.html", shared_context(filters, page))


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
    line = Listing.objects.filter(pk=found.organisation.pk).first()
    context = {
        "sheet": found,
        "organisation": found.organisation,
        "line": line,
        "neighbours": queries.neighbours(line) if line else [],
        "family": EssPerimeterRule.Family(found.organisation.ess_family).label,
        "card_columns": [(_("Offers"), found.offers), (_("Seeks"), found.needs)],
    }
    return render(request, "directory/structure.html", context)
