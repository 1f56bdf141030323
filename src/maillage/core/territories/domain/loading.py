"""Load the geography of a département: communes, intercommunalités, postal codes, contours, town halls."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction

from maillage.core.activity import domain as activity
from maillage.core.territories.geography import shapes
from maillage.core.territories.geography.names import folded, with_article
from maillage.core.territories.geography.package import (
    POPULATION_YEAR,
    DepartementFiles,
    GeographyFilesError,
    Row,
    read_departement,
)
from maillage.core.territories.models import (
    Contour,
    Epci,
    GeographyLoad,
    Municipality,
    MunicipalityEvent,
    Population,
    PostalCode,
    TownHall,
)

DECIMALS = 4
BATCH = 500
# What the files hold beside communes, and what we call it.
PARTS = {
    "COMD": Municipality.Kind.DELEGATED,
    "COMA": Municipality.Kind.ASSOCIATED,
    "ARM": Municipality.Kind.DISTRICT,
}


@dataclass
class LoadReport:
    """What was read, and what the files lack, by name of commune: never guessed."""

    departement: str
    name: str
    source: str
    population_year: int = POPULATION_YEAR
    communes: int = 0
    parts: int = 0
    epci: int = 0
    postal_codes: int = 0
    inhabitants: int = 0
    town_halls: int = 0
    no_population: list[str] = field(default_factory=list)
    no_contour: list[str] = field(default_factory=list)
    no_epci: list[str] = field(default_factory=list)
    no_town_hall: list[str] = field(default_factory=list)
    misplaced_town_halls: list[str] = field(default_factory=list)
    left_out_parts: list[str] = field(default_factory=list)
    no_longer_in_files: list[str] = field(default_factory=list)


def load_departement(code: str, folder: Path | None = None) -> LoadReport:
    """Bring a département's geography up to the files; loading again changes nothing that stands.

    Territories, history and populations of other years are left as they are. A commune that the files no
    longer know is reported and kept. Raises GeographyFilesError or UnknownDepartementError; nothing is
    changed then.
    """
    found = read_departement(code, folder)
    try:
        return _store(code, found)
    except ValueError as error:
        # A number, a contour or an hour that is none; the transaction took everything back.
        raise GeographyFilesError(f"{found.source}: {error}") from error


def _store(code: str, found: DepartementFiles) -> LoadReport:
    report = LoadReport(departement=code, name=found.name, source=found.source)
    shapes_by_row = {row["id"]: _shape(row) for row in (*found.communes, *found.parts)}
    with transaction.atomic():
        communes = _store_communes(code, found, shapes_by_row, report)
        _store_parts(code, found, communes, shapes_by_row, report)
        _store_postal_codes(found, communes, report)
        _store_populations(found, communes, report)
        _store_contours(found, communes, shapes_by_row, report)
        _store_town_halls(found, communes, shapes_by_row, report)
        load = GeographyLoad.objects.create(departement=code, source=found.source, report=asdict(report))
        activity.record(
            verb="territories.geography_loaded",
            target=load,
            facts={"departement": code, "communes": report.communes},
        )
    return report


def _shape(row: Row) -> shapes.MultiPolygon:
    return shapes.read_multipolygon(row["geometry"]) if row["geometry"] else []


def _municipality(row: Row, code: str, shape: shapes.MultiPolygon, **fields: Any) -> Municipality:
    name = with_article(row["nom"], int(row["type_nom"] or 0))
    longitude, latitude = shapes.inner_point(shape) if shape else (None, None)
    return Municipality(
        code=row["code"],
        name=name,
        article_kind=int(row["type_nom"] or 0),
        folded=folded(name),
        departement=code,
        longitude=longitude,
        latitude=latitude,
        **fields,
    )


def _upsert(model: Any, rows: Iterable[Any], key: tuple[str, ...], facts: tuple[str, ...]) -> None:
    model.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=list(key), update_fields=list(facts), batch_size=BATCH
    )


CODE = ("scheme", "kind", "code")
FACTS = (
    "name",
    "article_kind",
    "folded",
    "departement",
    "epci",
    "parent",
    "longitude",
    "latitude",
    "changed_at",
)


def _store_communes(
    code: str, found: DepartementFiles, shapes_by_row: dict[str, shapes.MultiPolygon], report: LoadReport
) -> dict[str, Municipality]:
    """Store the communes and their EPCI; return them by the files' row number."""
    _upsert(
        Epci,
        [Epci(siren=row["code"], name=row["nom"], kind=row["type"]) for row in found.epci.values()],
        ("siren",),
        ("name", "kind"),
    )
    known = {
        epci.siren: epci
        for epci in Epci.objects.filter(siren__in=[row["code"] for row in found.epci.values()])
    }
    epci_by_row = {number: known[row["code"]] for number, row in found.epci.items()}
    read = [
        _municipality(row, code, shapes_by_row[row["id"]], epci=epci_by_row.get(row["epci_id"]))
        for row in found.communes
    ]
    _keep_newer_names(code, read)
    _upsert(Municipality, read, CODE, FACTS)
    stored = {
        each.code: each
        for each in Municipality.objects.filter(
            departement=code, kind=Municipality.Kind.COMMUNE, scheme="insee"
        )
    }
    communes = {row["id"]: stored.pop(row["code"]) for row in found.communes}
    report.communes, report.epci = len(communes), len(epci_by_row)
    report.no_epci = _names(row for row in found.communes if not row["epci_id"])
    report.no_longer_in_files = sorted(each.name for each in stored.values() if each.valid_to is None)
    return communes


def _keep_newer_names(code: str, communes: Iterable[Municipality]) -> None:
    """Leave a commune the name it was given since: the files may be older than the decree."""
    renames = MunicipalityEvent.objects.filter(
        kind=MunicipalityEvent.Kind.RENAME, successor__departement=code
    ).select_related("successor")
    newer = {
        (event.successor.code, event.former_name): event.successor
        for event in renames.order_by("on", "pk")
        if event.successor.kind == Municipality.Kind.COMMUNE
    }
    for commune in communes:
        named = newer.get((commune.code, commune.name))
        if named:
            commune.name, commune.article_kind, commune.folded = named.name, named.article_kind, named.folded


def _store_parts(
    code: str,
    found: DepartementFiles,
    communes: dict[str, Municipality],
    shapes_by_row: dict[str, shapes.MultiPolygon],
    report: LoadReport,
) -> None:
    """Store communes déléguées, associées and arrondissements; the first two tell of a merger."""
    wanted = [row for row in found.parts if row["type"] in PARTS]
    _upsert(
        Municipality,
        [
            _municipality(
                row,
                code,
                shapes_by_row[row["id"]],
                kind=PARTS[row["type"]],
                parent=communes[row["commune_parent_id"]],
            )
            for row in wanted
        ],
        CODE,
        FACTS,
    )
    merged = [row for row in wanted if row["type"] != "ARM"]
    _upsert(
        MunicipalityEvent,
        [
            MunicipalityEvent(
                kind=MunicipalityEvent.Kind.MERGER,
                former_name=(name := with_article(row["nom"], int(row["type_nom"] or 0))),
                former_code=row["code"],
                former_folded=folded(name),
                successor=communes[row["commune_parent_id"]],
                source=found.source,
            )
            for row in merged
        ],
        ("kind", "former_code", "former_name", "successor"),
        ("source",),
    )
    report.parts = len(wanted)
    report.left_out_parts = _names(row for row in found.parts if row["type"] not in PARTS)


def _store_postal_codes(
    found: DepartementFiles, communes: dict[str, Municipality], report: LoadReport
) -> None:
    _upsert(
        PostalCode, [PostalCode(code=code) for code in found.postal_codes], ("country", "code"), ("code",)
    )
    stored = {
        each.code: each for each in PostalCode.objects.filter(country="FR", code__in=found.postal_codes)
    }
    through = PostalCode.municipalities.through
    through.objects.filter(municipality__in=[each.pk for each in communes.values()]).delete()
    through.objects.bulk_create(
        [
            through(postalcode_id=stored[code].pk, municipality_id=communes[number].pk)
            for code, numbers in found.postal_codes.items()
            for number in numbers
        ],
        batch_size=BATCH,
    )
    report.postal_codes = len(stored)


def _store_populations(
    found: DepartementFiles, communes: dict[str, Municipality], report: LoadReport
) -> None:
    counted = [row for row in found.communes if row["population_municipale"]]
    _upsert(
        Population,
        [
            Population(
                municipality=communes[row["id"]],
                year=POPULATION_YEAR,
                value=int(row["population_municipale"]),
                source=f"INSEE, {found.source}",
            )
            for row in counted
        ],
        ("municipality", "year", "kind"),
        ("value", "source"),
    )
    report.inhabitants = sum(int(row["population_municipale"]) for row in counted)
    report.no_population = _names(row for row in found.communes if not row["population_municipale"])


def _store_contours(
    found: DepartementFiles,
    communes: dict[str, Municipality],
    shapes_by_row: dict[str, shapes.MultiPolygon],
    report: LoadReport,
) -> None:
    drawn = [row for row in found.communes if shapes_by_row[row["id"]]]
    _upsert(
        Contour,
        [
            Contour(
                municipality=communes[row["id"]],
                polygons=shapes.rounded(shapes_by_row[row["id"]], DECIMALS),
                source=f"IGN, {found.source}",
            )
            for row in drawn
        ],
        ("municipality",),
        ("polygons", "source"),
    )
    report.no_contour = _names(row for row in found.communes if not shapes_by_row[row["id"]])


def _store_town_halls(
    found: DepartementFiles,
    communes: dict[str, Municipality],
    shapes_by_row: dict[str, shapes.MultiPolygon],
    report: LoadReport,
) -> None:
    known = [row for row in found.communes if row["mairie_adresse"] or row["mairie_telephone"]]
    halls = []
    for row in known:
        point = shapes.read_point(row["mairie_localisation"]) if row["mairie_localisation"] else None
        if point and not shapes.contains(shapes_by_row[row["id"]], point):
            report.misplaced_town_halls.append(communes[row["id"]].name)
            point = None
        halls.append(_town_hall(row, communes[row["id"]], point, found.source))
    _upsert(
        TownHall,
        halls,
        ("municipality",),
        ("address", "phone", "email", "site", "hours", "longitude", "latitude", "source"),
    )
    report.town_halls = len(halls)
    report.misplaced_town_halls.sort()
    report.no_town_hall = _names(
        row for row in found.communes if not (row["mairie_adresse"] or row["mairie_telephone"])
    )


def _town_hall(row: Row, municipality: Municipality, point: shapes.Position | None, source: str) -> TownHall:
    """Build a town hall from what the directory says. Its default on accessibility is no fact: left out."""
    longitude, latitude = point or (None, None)
    return TownHall(
        municipality=municipality,
        address=row["mairie_adresse"],
        phone=row["mairie_telephone"],
        email=row["mairie_email"] if _is_valid(validate_email, row["mairie_email"]) else "",
        site=row["mairie_site"] if _is_valid(_web_address, row["mairie_site"]) else "",
        hours=json.loads(row["mairie_horaires"] or "[]"),
        longitude=longitude,
        latitude=latitude,
        source=f"DILA, {source}",
    )


_web_address = URLValidator(schemes=["http", "https"])


def _is_valid(validator: Any, text: str) -> bool:
    try:
        validator(text)
    except ValidationError:
        return False
    return True


def _names(rows: Iterable[Row]) -> list[str]:
    return sorted(with_article(row["nom"], int(row["type_nom"] or 0)) for row in rows)
