"""Rows of open data on communes and territories."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from maillage.api import reading
from maillage.api.contours import territory_contours
from maillage.api.opendata.columns import Cell, Column
from maillage.core.territories.models import Municipality, Territory
from maillage.core.territories.summaries import territory_facts

INSEE = r"^[0-9][0-9AB][0-9]{3}$"
CONFIDENCE = {"high": "sûr", "medium": "probable", "to_confirm": "à confirmer"}

TERRITORIES = (
    Column("code", "string", _("Code of the territory."), "TDL", required=True, is_key=True),
    Column("nom", "string", _("Name of the territory."), "Terres de Lorraine", required=True),
    Column("date", "date", _("Day on which the line is true."), "2026-11-24", required=True),
    Column("nombre_communes", "integer", _("Number of communes."), "154", required=True),
    Column("nombre_epci", "integer", _("Number of intercommunalités."), "4", required=True),
    Column(
        "habitants", "integer", _("Inhabitants, summed over the communes counted."), "98000", required=True
    ),
    Column("annees_population", "string", _("Year or years of the counts."), "2017"),
    Column("communes_sans_population", "integer", _("Communes that the sum leaves out."), "0", required=True),
    Column(
        "communes_a_confirmer", "integer", _("Communes whose belonging is to confirm."), "0", required=True
    ),
)

COMMUNES = (
    Column(
        "code_insee",
        "string",
        _("INSEE code of the commune."),
        "54528",
        required=True,
        is_key=True,
        pattern=INSEE,
    ),
    Column("nom", "string", _("Name of the commune."), "Toul", required=True),
    Column("departement", "string", _("Code of the département."), "54", required=True),
    Column("siren_epci", "string", _("SIREN of its intercommunalité."), "200070563", pattern=r"^[0-9]{9}$"),
    Column("nom_epci", "string", _("Name of its intercommunalité."), "CC Terres Touloises"),
    Column(
        "codes_postaux",
        "string",
        _("Its postal codes, separated by a space."),
        "54200",
        pattern=r"^[0-9]{5}( [0-9]{5})*$",
    ),
    Column("population", "integer", _("Inhabitants (population municipale)."), "15570"),
    Column("annee_population", "year", _("Year of the count."), "2017"),
    Column("longitude", "number", _("Longitude of a point inside, degrees (WGS 84)."), "5.8917"),
    Column("latitude", "number", _("Latitude of a point inside, degrees (WGS 84)."), "48.6823"),
    Column("code_territoire", "string", _("Code of its territory; empty: none."), "TDL"),
    Column("territoire", "string", _("Name of its territory."), "Terres de Lorraine"),
    Column("depuis", "date", _("Day since when it belongs to it."), "2017-01-01"),
    Column("confiance", "string", _("How sure the belonging is."), "sûr", values=tuple(CONFIDENCE.values())),
    Column("source", "string", _("Where the belonging is known from."), "Contrat de ruralité"),
    Column("date", "date", _("Day on which the line is true."), "2026-11-24", required=True),
)


def territories(on: date) -> Iterator[dict[str, Cell]]:
    """Read the territories of a day, by name."""
    for facts in territory_facts(on):
        yield {
            "code": facts.territory.code,
            "nom": facts.territory.name,
            "date": on,
            "nombre_communes": facts.communes,
            "nombre_epci": facts.epci,
            "habitants": facts.people.inhabitants,
            "annees_population": facts.people.year,
            "communes_sans_population": facts.people.unknown,
            "communes_a_confirmer": facts.to_confirm,
        }


def communes(on: date) -> Iterator[dict[str, Cell]]:
    """Read the communes of a day, by code."""
    rows = Municipality.objects.communes_at(on).filter(scheme=Municipality.Scheme.INSEE)
    for told in reading.communes(list(rows.select_related("epci").order_by("code")), on):
        epci, population, territory = told.epci, told.population, told.territory
        yield {
            "code_insee": told.reference,
            "nom": told.name,
            "departement": told.departement,
            "siren_epci": epci.siren if epci else None,
            "nom_epci": epci.name if epci else None,
            "codes_postaux": " ".join(told.postcodes),
            "population": population.inhabitants if population else None,
            "annee_population": population.year if population else None,
            "longitude": told.longitude,
            "latitude": told.latitude,
            "code_territoire": territory.code if territory else None,
            "territoire": territory.name if territory else None,
            "depuis": territory.since if territory else None,
            "confiance": CONFIDENCE[territory.confidence] if territory else None,
            "source": territory.source if territory else None,
            "date": on,
        }


def shapes(on: date) -> list[dict[str, object]]:
    """Return the territories of a day as GeoJSON features; one whose sources draw nothing is left out."""
    outlines = territory_contours(on)
    rows = {row["code"]: row for row in territories(on)}
    drawn = Territory.objects.filter(pk__in=list(outlines)).order_by("name", "pk")
    return [
        {
            "type": "Feature",
            "id": territory.code,
            "properties": {**rows[territory.code], "date": on.isoformat()},
            "geometry": {"type": "MultiPolygon", "coordinates": outlines[territory.pk]},
        }
        for territory in drawn
    ]
