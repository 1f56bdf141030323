"""How the list shows itself: lines, choices of the filters, filters in force.

A template takes ten times as long as the functions below, and these parts stand on every page of the list.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from math import sqrt
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maillage.core.organisations.models import Answer
from maillage.core.organisations.models.ess import EssPerimeterRule
from maillage.core.sql import fetch
from maillage.core.territories.models import Territory
from maillage.core.ui.french import french_spaces
from maillage.programmes.directory.activities import SECTIONS
from maillage.programmes.directory.filters import ESS_WORDS, Filters
from maillage.programmes.directory.maps import ListMap
from maillage.programmes.directory.queries import Line, ListingPage
from maillage.programmes.directory.rules import DISTANCES_KM

LANGUAGES_AT_MOST = 8


_HERE = ' class="is-on" aria-current="true"'
_IN_A_NEW_TAB = ' target="_blank" rel="noopener"'


def shared_context(filters: Filters, page: ListingPage, *, new_tab: bool = False) -> dict[str, Any]:
    """Return what every form of the list shows; on another site, sheets open in a tab of their own."""
    return {
        "filters": filters,
        "page": page,
        "lines": _written(page.lines, _IN_A_NEW_TAB if new_tab else ""),
        "next": filters.address(apres=page.after) if page.after else "",
    }


def _written(lines: Sequence[Line], target: str) -> SafeString:
    """Return the lines of the list, numbered as on the map."""
    badges, offers, seeks = _badges(get_language()), escape(_("Offers")), escape(_("Seeks"))
    before, after = reverse("directory:structure", args=["SLUG"]).split("SLUG")
    written = []
    for number, line in enumerate(lines, start=1):
        place, told = _place(line), ""
        if line.summary:
            told = f"<p>{escape(french_spaces(line.summary))}</p>"
        if line.offers or line.needs:
            pairs = _pair(offers, line.offers) + _pair(seeks, line.needs)
            told += f'<dl class="m-pairs">{pairs}</dl>'
        written.append(f"""
  <li>
    <span class="m-pin" aria-hidden="true">{number}</span>
    <h3><a href="{before}{escape(line.slug)}{after}"{target}>{escape(line.name)}</a></h3>
    {badges[line.ess]}
    <div class="m-body">{f'<p class="m-muted">{escape(place)}</p>' if place else ""}{told}</div>
  </li>""")
    return mark_safe("".join(written))  # noqa: S308 -- each text was escaped above


def _place(line: Line) -> str:
    """Return where a line is, and how far when the list is around a place."""
    squared = line.squared_km
    if squared is None:
        return line.place
    near = _("less than 1 km away") if squared < 1 else _("%(km)s km away") % {"km": round(sqrt(squared))}
    return f"{line.place}, {near}"


def _pair(name: str, text: str) -> str:
    return f"<dt>{name}</dt><dd>{escape(french_spaces(text))}</dd>" if text else ""


@lru_cache(LANGUAGES_AT_MOST)
def _badges(language: str | None) -> dict[str, SafeString]:
    """Return what each answer on the ESS looks like, in the language of the reader."""
    del language
    return {answer: render_to_string("directory/_ess.html", {"ess": answer}) for answer in Answer.values}


def choices(filters: Filters) -> dict[str, SafeString]:
    """Return the options of each list of the filters; one read."""
    said = filters.parameters()
    territories = fetch(f"SELECT slug, name FROM {Territory._meta.db_table} ORDER BY name")  # noqa: S608 -- the model's table
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


def _options(pairs: Iterable[tuple[Any, ...]]) -> SafeString:
    written = (
        f'<option value="{escape(str(value))}">{escape(str(words))}</option>' for value, words in pairs
    )
    return mark_safe("".join(written))  # noqa: S308 -- each text was escaped


def _with_selected(options: SafeString, value: str) -> SafeString:
    """Select one of the options; ``value`` was found among what may be chosen."""
    if not value:
        return options
    return mark_safe(options.replace(f'value="{value}"', f'value="{value}" selected', 1))  # noqa: S308 -- escaped above


def map_drawn(drawn: ListMap) -> SafeString:
    """Return the drawing of the map beside the list."""
    label = escape(
        _("Map: the structures of this page of the list; choosing a territory narrows the list to it")
    )
    ground = drawn.territories
    shapes = "".join(
        f'\n<a href="{escape(shape.url)}" aria-label="{escape(shape.name)}"'
        f'{_HERE if shape.is_on else ""}><path class="t" d="{shape.path}"/></a>'
        for shape in ground.shapes
    )
    pins = "".join(
        f'<circle cx="{pin.x}" cy="{pin.y}" r="13"/><text x="{pin.x}" y="{pin.y}" dy="5">{pin.numbers}</text>'
        for pin in drawn.pins
    )
    return mark_safe(  # noqa: S308 -- texts were escaped, the others are numbers
        f'<svg class="m-map" viewBox="0 0 {ground.width} {ground.height}" role="group" aria-label="{label}">'
        f'{shapes}\n<g class="d-pins" aria-hidden="true">{pins}</g>\n</svg>'
    )


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
