"""What the interface answers about places, field by field."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar

from django.utils.translation import gettext_noop as _
from ninja import Field, Path, Query, Schema
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from maillage.core.territories.models import Municipality, MunicipalityEvent, TerritoryAssignment
from maillage.core.territories.search import MatchedBy

Item = TypeVar("Item")


def one_of(values: Sequence[str]) -> dict[str, Any]:
    """Describe a text that is one of these values; the database allows no other."""
    return {"enum": list(values)}


CONFIDENCE = one_of(TerritoryAssignment.Confidence.values)
REFERENCE = r"^([0-9][0-9AB][0-9]{3}|(lu|refnis|ags)-[0-9]{2,10})$"

# Parameters: written so that nothing else than what they describe reaches the database.
Reference = Annotated[
    str,
    Path(
        pattern=REFERENCE,
        description=_("INSEE code of a commune; abroad its coding and its code, for example lu-0304."),
    ),
]
Siren = Annotated[str, Path(pattern=r"^[0-9]{9}$", description=_("SIREN of an intercommunalité."))]
Postcode = Annotated[str, Path(pattern=r"^[0-9]{4,5}$", description=_("Postal code."))]
TerritoryCode = Annotated[
    str, Path(pattern=r"^[0-9A-Za-z_-]{1,10}$", description=_("Code of a territory of the département."))
]


def _written_as_a_day(value: Any) -> Any:
    """Refuse what the library would take for a number of seconds: a day is written 2027-01-01."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("date_parsing", "not a day")
    return value


Day = Annotated[date, BeforeValidator(_written_as_a_day)]
On = Annotated[
    Day | None, Query(description=_("Day on which the answer must be true, as 2027-01-01; today if absent."))
]
Limit = Annotated[int, Query(ge=1, le=500, description=_("How many at most on one page."))]


class Page(Schema, Generic[Item]):
    """One page of a list."""

    items: list[Item] = Field(description=_("What this page holds, in a fixed order."))
    next: str | None = Field(description=_("Address of the next page; empty on the last one."))


class TerritoryRef(Schema):
    """A territory, named."""

    code: str = Field(description=_("Code of the territory."))
    name: str = Field(description=_("Name of the territory."))


class HeldTerritory(TerritoryRef):
    """The territory of a commune on the day asked, and how it is known."""

    since: date = Field(description=_("Day since when the commune belongs to it."))
    confidence: str = Field(json_schema_extra=CONFIDENCE, description=_("How sure this is."))
    source: str = Field(description=_("Where this is known from."))


class EpciRef(Schema):
    """An intercommunalité (EPCI), named."""

    siren: str = Field(description=_("SIREN, nine digits."))
    name: str = Field(description=_("Name of the intercommunalité."))


class Population(Schema):
    """The latest legal population known here."""

    year: int = Field(description=_("Year of the count."))
    inhabitants: int = Field(description=_("Inhabitants (population municipale)."))


class CommuneRef(Schema):
    """A commune, named."""

    reference: str = Field(
        description=_("How this interface names it: its INSEE code, or its coding and code abroad.")
    )
    name: str = Field(description=_("Name of the commune."))


class Commune(CommuneRef):
    """A commune on a day."""

    country: str = Field(json_schema_extra=one_of(Municipality.Country.values), description=_("Country."))
    departement: str = Field(description=_("Code of the département; empty abroad."))
    epci: EpciRef | None = Field(description=_("Its intercommunalité as loaded last, if it has one."))
    postcodes: list[str] = Field(description=_("Its postal codes."))
    population: Population | None = Field(
        description=_("Its latest legal population; empty when the sources give none.")
    )
    longitude: float | None = Field(description=_("Longitude of a point inside, degrees (WGS 84)."))
    latitude: float | None = Field(description=_("Latitude of a point inside, degrees (WGS 84)."))
    exists_since: date | None = Field(description=_("Day when it was created, if the sources give one."))
    existed_until: date | None = Field(
        description=_("First day on which it no longer exists; empty while it does.")
    )
    territory: HeldTerritory | None = Field(
        description=_("Its territory on the day asked; empty when it belongs to none.")
    )


class Successor(CommuneRef):
    """What became of a commune, or of a former name."""

    what: str = Field(
        json_schema_extra=one_of(MunicipalityEvent.Kind.values), description=_("What happened.")
    )
    on: date | None = Field(description=_("Day when it happened, if known."))


class CommuneDetail(Commune):
    """A commune on a day, with what it became."""

    became: list[Successor] = Field(description=_("Communes that followed it, once it has ended."))


class Period(Schema):
    """A territory of a commune, for a time."""

    territory: TerritoryRef | None = Field(description=_("The territory; empty: none from that day on."))
    valid_from: date = Field(description=_("First day."))
    valid_to: date | None = Field(description=_("First day of the next period; empty when none is planned."))
    confidence: str = Field(json_schema_extra=CONFIDENCE, description=_("How sure this is."))
    source: str = Field(description=_("Where this is known from."))


class Found(Schema):
    """A commune that answers to words typed."""

    commune: CommuneRef = Field(description=_("The commune of today."))
    by: str = Field(json_schema_extra=one_of(list(MatchedBy)), description=_("What of it answered."))
    score: float = Field(description=_("How well it answered; 1 is certain."))
    through: str = Field(description=_("The former name or the postal code that led there, else empty."))
    territory: TerritoryRef | None = Field(description=_("Its territory today."))


class Epci(EpciRef):
    """An intercommunalité with its communes."""

    kind: str = Field(description=_("Kind: CC, CA, CU or ME."))
    communes: list[CommuneRef] = Field(description=_("Its communes, by name."))


class PostalCode(Schema):
    """A postal code and the communes that it covers."""

    code: str = Field(description=_("The postal code."))
    communes: list[Commune] = Field(description=_("Its communes on the day asked, by name."))


class Territory(TerritoryRef):
    """A territory of the département on a day."""

    page: str = Field(description=_("Address of its page on this site."))
    communes: int = Field(description=_("Number of communes."))
    epci: int = Field(description=_("Number of intercommunalités."))
    inhabitants: int = Field(description=_("Inhabitants, summed over its communes."))
    population_years: str = Field(description=_("Year or years of the counts."))
    communes_without_population: int = Field(description=_("Communes that the sum leaves out."))
    communes_to_confirm: int = Field(description=_("Communes whose belonging is still to confirm."))


class TerritoryDetail(Territory):
    """A territory of the département on a day, with its communes."""

    members: list[CommuneRef] = Field(description=_("Its communes, by name."))


class Geometry(Schema):
    """A GeoJSON MultiPolygon."""

    type: Literal["MultiPolygon"] = Field(description=_("Kind of geometry."))
    coordinates: list[list[list[tuple[float, float]]]] = Field(
        description=_("Polygons, each a list of closed rings (outline, then holes), in degrees (WGS 84).")
    )


class Feature(Schema):
    """A GeoJSON Feature."""

    type: Literal["Feature"] = Field(description=_("Kind of object."))
    id: str = Field(description=_("Code of what is drawn."))
    properties: dict[str, str | int] = Field(description=_("Its name and what identifies it."))
    geometry: Geometry = Field(description=_("Its outline."))
