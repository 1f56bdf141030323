"""The directory as open data: one line a published structure, only what its public sheet shows.

The columns are declared once: they make the files, the Table Schema and the page that explains them. Rows are
read by batches, so that a file of a hundred thousand lines never stands whole in memory.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.core.organisations.models import ContactPoint, Site
from maillage.core.ui.spreadsheets import MARK, csv_line
from maillage.programmes.directory.filters import ESS_WORDS
from maillage.programmes.directory.models import DataChange, Listing

LICENCE = "etalab-2.0"
LICENCE_NAME = "Licence Ouverte 2.0"
LICENCE_ADDRESS = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
AT_ONCE = 1000
JOINED = ("organisation", "commune", "territory")
SAID = {str(answer): word for word, answer in ESS_WORDS.items()}

Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """One column: its name in the files, its type (Table Schema), what it means."""

    name: str
    kind: str
    meaning: str | Promise
    required: bool = False
    pattern: str = ""
    values: tuple[str, ...] = ()


COLUMNS = (
    Column("identifiant", "string", _("Name of the sheet in addresses; it never changes."), required=True),
    Column("nom", "string", _("Name of the structure."), required=True),
    Column("sigle", "string", _("Acronym.")),
    Column("siret", "string", _("SIRET; several structures may share one."), pattern="^[0-9]{14}$"),
    Column("categorie_juridique", "string", _("INSEE's legal category."), pattern="^[0-9]{4}$"),
    Column("naf", "string", _("Activity, NAF rev. 2."), pattern=r"^[0-9]{2}\.[0-9]{2}[A-Z]$"),
    Column("resume", "string", _("What it does.")),
    Column("ess", "string", _("Belongs to the ESS."), required=True, values=tuple(ESS_WORDS)),
    Column("famille_ess", "string", _("ESS family.")),
    Column("adresse", "string", _("Address of the principal site.")),
    Column("code_postal", "string", _("Postal code."), pattern="^[0-9A-Z-]{4,10}$"),
    Column("code_commune", "string", _("INSEE code of the commune."), pattern="^[0-9A-Za-z-]{5,16}$"),
    Column("commune", "string", _("Commune.")),
    Column("territoire", "string", _("Territory of the département.")),
    Column("latitude", "number", _("Latitude, in degrees (WGS 84).")),
    Column("longitude", "number", _("Longitude, in degrees (WGS 84).")),
    Column(
        "point",
        "string",
        _("What the point is: the structure's own, or the middle of its commune."),
        values=("structure", "commune"),
    ),
    Column("courriel", "string", _("Public e-mail address of a function.")),
    Column("telephone", "string", _("Public telephone number of a function.")),
    Column("site", "string", _("Site.")),
    Column("propose", "string", _("What it offers, publicly.")),
    Column("cherche", "string", _("What it seeks, publicly.")),
    Column("modifie_le", "date", _("Day of the last change of the sheet."), required=True),
)


def rows() -> Iterator[Row]:
    """Yield the published structures in the order of their keys."""
    last = 0
    while True:
        lines = list(Listing.objects.filter(pk__gt=last).select_related(*JOINED).order_by("pk")[:AT_ONCE])
        if not lines:
            return
        yield from rows_of(lines)
        last = lines[-1].pk


def rows_of(lines: list[Listing]) -> Iterator[Row]:
    """Yield what open data say of some lines (read with ``JOINED``), in their order; two queries."""
    keys = [line.pk for line in lines]
    sites = Site.objects.filter(organisation__in=keys, principal=True).order_by("pk")
    site_of = {site.organisation_id: site for site in sites}
    contacts: defaultdict[int, list[ContactPoint]] = defaultdict(list)
    # Who agreed to stand on the sheet did not agree to be in files that others copy.
    public = ContactPoint.objects.filter(organisation__in=keys, is_public=True, is_personal=False, name="")
    for contact in public.order_by("position", "pk"):
        contacts[contact.organisation_id].append(contact)
    for line in lines:
        sheet, site = line.organisation, site_of.get(line.pk)
        told = contacts[line.pk]
        yield {
            "identifiant": line.slug,
            "nom": line.name,
            "sigle": sheet.acronym,
            "siret": sheet.siret,
            "categorie_juridique": sheet.legal_category,
            "naf": sheet.naf,
            "resume": " ".join(sheet.summary.split()),
            "ess": SAID[line.ess],
            "famille_ess": line.family,
            "adresse": site.address if site else "",
            "code_postal": site.postcode if site else "",
            "code_commune": line.commune.reference if line.commune else "",
            "commune": line.place,
            "territoire": line.territory.name if line.territory else "",
            "latitude": line.latitude,
            "longitude": line.longitude,
            "point": "" if line.latitude is None else "structure" if line.is_exact else "commune",
            "courriel": next((each.email for each in told if each.email), ""),
            "telephone": next((each.phone for each in told if each.phone), ""),
            "site": next((each.web for each in told if each.web), ""),
            "propose": line.offers,
            "cherche": line.needs,
            "modifie_le": timezone.localdate(sheet.changed_at).isoformat(),
        }


def as_csv(wanted: Iterable[Row]) -> Iterator[str]:
    """Yield the file line by line (RFC 4180, UTF-8); no cell can be run as a formula."""
    yield MARK + csv_line([column.name for column in COLUMNS], delimiter=",")
    for row in wanted:
        yield csv_line([row[column.name] for column in COLUMNS], delimiter=",")


def told(row: Row) -> Row:
    """Return a row as the JSON files tell it: what is unknown is null."""
    return {column.name: row[column.name] or None for column in COLUMNS}


def as_json(wanted: Iterable[Row]) -> Iterator[str]:
    """Yield one JSON array, a structure at a time."""
    yield from _joined("[", (told(row) for row in wanted), "]")


def as_geojson(wanted: Iterable[Row]) -> Iterator[str]:
    """Yield one GeoJSON collection; a structure without a place has no geometry."""
    features = (
        {
            "type": "Feature",
            "id": row["identifiant"],
            "geometry": None
            if row["latitude"] is None
            else {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
            "properties": told(row),
        }
        for row in wanted
    )
    yield from _joined('{"type": "FeatureCollection", "features": [', features, "]}")


def _joined(opening: str, items: Iterable[Row], closing: str) -> Iterator[str]:
    separator = opening
    for item in items:
        yield separator + json.dumps(item, ensure_ascii=False)
        separator = ",\n"
    yield closing if separator != opening else opening + closing


def table_schema() -> dict[str, Any]:
    """Return the Table Schema of the CSV file."""
    fields = []
    for column in COLUMNS:
        constraints: dict[str, Any] = {}
        if column.required:
            constraints["required"] = True
        if column.pattern:
            constraints["pattern"] = column.pattern
        if column.values:
            constraints["enum"] = list(column.values)
        field: dict[str, Any] = {
            "name": column.name,
            "type": column.kind,
            "description": str(column.meaning),
        }
        fields.append(field | ({"constraints": constraints} if constraints else {}))
    return {
        "$schema": "https://frictionlessdata.io/schemas/table-schema.json",
        "name": "structures",
        "fields": fields,
        "primaryKey": "identifiant",
        "missingValues": [""],
    }


def version() -> str:
    """Return what changes whenever the data do: the number of the last change."""
    last = DataChange.objects.order_by("-pk").values_list("pk", flat=True).first()
    return str(last or 0)
