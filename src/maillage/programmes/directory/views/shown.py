"""How the list shows itself: lines, choices of the filters, filters in force.

A template takes ten times as long as the functions below, and these parts stand on every page of the list.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import sqrt
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maillage.core.organisations.models import Answer
from maillage.core.organisations.models.ess import EssPerimeterRule
from maillage.core.territories.models import Territory
from maillage.programmes.directory.activities import SECTIONS
from maillage.programmes.directory.filters import ESS_WORDS, Filters
from maillage.programmes.directory.models import Listing
from maillage.programmes.directory.queries import ListingPage
from maillage.programmes.directory.rules import DISTANCES_KM

LANGUAGES_AT_MOST = 8


_LINE = """
  <li>
    <span class="m-pin" aria-hidden="true">{}</span>
    <h3><a href="{}"{}>{}</a></h3>
    {}
    <div class="m-body">{}{}{}</div>
  </li>"""
_PLACE = '<p class="m-muted">{}</p>'
_SUMMARY = "<p>{}</p>"
_PAIRS = '<dl class="m-pairs">{}</dl>'
_PAIR = "<dt>{}</dt><dd>{}</dd>"
_IN_A_NEW_TAB = mark_safe(' target="_blank" rel="noopener"')


def shared_context(filters: Filters, page: ListingPage, *, new_tab: bool = False) -> dict[str, Any]:
    """Return what every form of the list shows; on another site, sheets open in a tab of their own."""
    return {
        "filters": filters,
        "page": page,
        "lines": _written(page.lines, _IN_A_NEW_TAB if new_tab else ""),
        "next": filters.address(apres=page.after) if page.after else "",
    }


def _written(lines: Sequence[Listing], target: str) -> SafeString:
    """Return the lines of the list, numbered as on the map."""
    drawn, offers, seeks = _badges(get_language()), _("Offers"), _("Seeks")
    before, after = reverse("directory:structure", args=["SLUG"]).split("SLUG")
    cells = (
        (
            number,
            f"{before}{line.slug}{after}",
            target,
            line.name,
            drawn[line.ess],
            _place(line),
            format_html(_SUMMARY, line.summary) if line.summary else "",
            _pairs(((offers, line.offers), (seeks, line.needs))),
        )
        for number, line in enumerate(lines, start=1)
    )
    return format_html_join("", _LINE, cells)


def _place(line: Listing) -> SafeString | str:
    """Return where a line is, and how far when the list is around a place."""
    squared: float | None = getattr(line, "squared_km", None)
    if squared is None:
        return format_html(_PLACE, line.place) if line.place else ""
    near = _("less than 1 km away") if squared < 1 else _("%(km)s km away") % {"km": round(sqrt(squared))}
    return format_html(_PLACE, f"{line.place}, {near}")


def _pairs(pairs: Iterable[tuple[str, str]]) -> SafeString | str:
    said = [(name, text) for name, text in pairs if text]
    return format_html(_PAIRS, format_html_join("", _PAIR, said)) if said else ""


@lru_cache(LANGUAGES_AT_MOST)
def _badges(language: str | None) -> dict[str, SafeString]:
    """Return what each answer on the ESS looks like, in the language of the reader."""
    del language
    return {answer: render_to_string("directory/_ess.html", {"ess": answer}) for answer in Answer.values}


def choices(filters: Filters) -> dict[str, SafeString]:
    """Return the options of each list of the filters; one read."""
    said = filters.parameters()
    territories = Territory.objects.order_by("name").values_list("slug", "name")
    options = {**_lasting_options(get_language()), "territoire": _options(territories)}
    return {name: _with_selected(written, said.get(name, "")) for name, written in options.items()}


@lru_cache(LANGUAGES_AT_MOST)
def _lasting_options(language: str | None) -> dict[str, SafeString]:
    del language
    families = [(key, capfirst(label)) for key, label in EssPerimeterRule.Family.choices if key]
    return {
        "ess": _options([(word, capfirst(answer.label)) for word, answer in ESS_WORDS.items()]),
        "famille": _options(families),
        "activite": _options(SECTIONS.items()),
        "km": _options([(km, _("%(km)s km") % {"km": km}) for km in DISTANCES_KM]),
        "fiches": _options([("propose", _("Offers something")), ("cherche", _("Seeks something"))]),
    }


def _options(pairs: Iterable[tuple[object, object]]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', pairs)


def _with_selected(options: SafeString, value: str) -> SafeString:
    """Select one of the options; ``value`` was found among what may be chosen."""
    if not value:
        return options
    return mark_safe(options.replace(f'value="{value}"', f'value="{value}" selected', 1))  # noqa: S308 -- escaped above


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
