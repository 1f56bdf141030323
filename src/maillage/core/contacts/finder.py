"""« Trouver mon contact »: from what a visitor types to one commune, or to the question of which one."""

import re
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from math import cos, hypot, radians

from django.conf import settings
from django.urls import reverse

from maillage.core.contacts import geocoder
from maillage.core.territories.geography.names import folded
from maillage.core.territories.geography.shapes import Position, contains
from maillage.core.territories.models import (
    Contour,
    GeographyLoad,
    Municipality,
    MunicipalityEvent,
    Territory,
)
from maillage.core.territories.queries import find_municipalities, territories_of
from maillage.core.territories.search import Match, MatchedBy

CERTAIN = {MatchedBy.NAME, MatchedBy.FORMER_NAME, MatchedBy.CODE, MatchedBy.POSTAL_CODE}
FORMER = {MatchedBy.FORMER_NAME, MatchedBy.BEGINNING, MatchedBy.RESEMBLANCE}
MOST_SUGGESTIONS = 6
LONGEST_TEXT = 200
CONTOURS_LOOKED_AT = 40
_POSTAL_CODE = re.compile(r"\s*(\d{2})[\s.]?\d{3}\s*")
_ADDRESS = re.compile(r"\d.*[^\W\d]|[^\W\d].*\d|,")


@dataclass(frozen=True)
class Choice:
    """A commune that may be meant, its territory, and the former name that led to it, if one did."""

    commune: Municipality
    territory: Territory | None
    formerly: str = ""

    @property
    def url(self) -> str:
        """The answer for this commune; it says that the name is a former one."""
        return answer_page(self.commune, formerly=self.formerly)


@dataclass(frozen=True)
class Finding:
    """What was typed, and the communes it may mean, best first.

    ``certain`` says that the one commune needs no question. ``elsewhere`` is the name of the département of a
    postal code that no commune here has, when it is known. ``address_failed`` says that the text looks like
    an address and that the service that knows addresses did not answer.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    certain: bool = False
    is_postal_code: bool = False
    elsewhere: str = ""
    address_failed: bool = False

    @property
    def territories(self) -> list[Territory]:
        """The territories among the choices, by name."""
        return sorted(
            {choice.territory for choice in self.choices if choice.territory}, key=lambda each: each.name
        )

    @property
    def is_straddling(self) -> bool:
        """Whether the choices lie in several territories: then the commune decides who answers."""
        return len(self.territories) > 1

    @property
    def by_territory(self) -> list[tuple[Territory | None, list[Choice]]]:
        """The choices under their territories; those without any come last."""
        groups: list[tuple[Territory | None, list[Choice]]] = [
            (territory, [choice for choice in self.choices if choice.territory == territory])
            for territory in self.territories
        ]
        others = [choice for choice in self.choices if choice.territory is None]
        return [*groups, (None, others)] if others else groups


def answer_page(commune: Municipality, *, formerly: str = "") -> str:
    """Return the permanent address of the answer for a commune."""
    query = {"ancien": formerly} if formerly else None
    return reverse("finder:answer", args=[commune.reference], query=query)


def find(text: str, on: date) -> Finding:
    """Say which communes a text may mean: a name, a former name, a postal code, a code, or an address."""
    text = " ".join(text.split())[:LONGEST_TEXT]
    postal_code = _POSTAL_CODE.fullmatch(text)
    matches = find_municipalities(text) if text else []
    sure = len(matches) == 1 and matches[0].by in CERTAIN
    if settings.GEOCODER and not sure and not postal_code and _ADDRESS.search(text):
        try:
            communes = geocoder.communes_of(text)
        except geocoder.GeocoderError:
            return Finding(text, _choices(matches, on), address_failed=True)
        if communes:
            held = territories_of(communes, on)
            found = tuple(Choice(each, held.get(each.pk)) for each in communes)
            return Finding(text, found, certain=len(found) == 1)
    exact = [match for match in matches if match.by in {MatchedBy.NAME, MatchedBy.FORMER_NAME}]
    return Finding(
        text,
        _choices(matches, on),
        certain=sure or (len(exact) == 1 and not postal_code),
        is_postal_code=bool(postal_code),
        elsewhere=_departement_of(postal_code[1]) if postal_code and not matches else "",
    )


def suggest(text: str, on: date) -> tuple[Choice, ...]:
    """Return what to propose while someone types: nothing before two letters, a few communes at most."""
    text = " ".join(text.split())[:LONGEST_TEXT]
    if len(text) < 2 or (text.isdigit() and len(text) < 5):
        return ()
    return _choices(find_municipalities(text)[:MOST_SUGGESTIONS], on)


def commune_around(point: Position, on: date) -> Municipality | None:
    """Return the commune whose contour holds a position (longitude, latitude), None outside of all.

    Only the contours of the nearest communes are looked at: a commune is not wider than forty others.
    """
    longitude, latitude = point
    squeeze = cos(radians(latitude))
    communes = Municipality.objects.communes_at(on).filter(longitude__isnull=False).order_by("pk")
    distances = [
        (hypot((x - longitude) * squeeze, y - latitude), pk)
        for pk, x, y in communes.values_list("pk", "longitude", "latitude")
        if x is not None and y is not None
    ]
    nearest = [pk for _distance, pk in nsmallest(CONTOURS_LOOKED_AT, distances)]
    contours = dict(
        Contour.objects.filter(municipality__in=nearest)
        .order_by("pk")
        .values_list("municipality", "polygons")
    )
    found = next((pk for pk in nearest if pk in contours and contains(contours[pk], point)), None)
    return communes.filter(pk=found).first() if found else None


def former_name_of(commune: Municipality, claimed: str) -> str:
    """Return the former name of a commune that an address claims, as recorded here; empty when it has none.

    The address is a stranger's: nothing of it is shown unless it is in the history of the commune.
    """
    wanted = folded(claimed)
    if not wanted or wanted == commune.folded:
        return ""
    event = MunicipalityEvent.objects.filter(successor=commune, former_folded=wanted).order_by("pk").first()
    part = commune.parts.filter(folded=wanted).order_by("pk").first()
    return event.former_name if event else part.name if part else ""


def _choices(matches: list[Match], on: date) -> tuple[Choice, ...]:
    held = territories_of([match.municipality for match in matches], on)
    return tuple(
        Choice(
            match.municipality,
            held.get(match.municipality.pk),
            match.through if match.by in FORMER else "",
        )
        for match in matches
    )


def _departement_of(number: str) -> str:
    """Return the name of a département by the beginning of a postal code, when its geography was loaded."""
    load = GeographyLoad.objects.filter(departement=number).order_by("-loaded_at", "-pk").first()
    return str(load.report.get("name", "")) if load else ""
