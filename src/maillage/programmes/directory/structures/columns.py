"""The columns that a list of structures may hold, under the names that people give them."""

import re

from django.utils.translation import gettext_lazy as _

from maillage.core.imports import cells
from maillage.core.imports.cells import CellError, Read
from maillage.core.imports.importer import Column, Importer
from maillage.core.organisations.siret import Reading, read_siren, read_siret
from maillage.core.portal.programmes import MenuLink

HERE = "maillage.programmes.directory.structures"


def siret(cell: str) -> Read:
    """Read a SIRET; what spreadsheets do to it is mended when there is no doubt."""
    return _numbered(read_siret(cell))


def siren(cell: str) -> Read:
    """Read a SIREN."""
    return _numbered(read_siren(cell))


def _numbered(reading: Reading) -> Read:
    if reading.fault:
        raise CellError(f"siret_{reading.fault.value}")
    return Read(reading.value, tuple(f"siret_{repair.value}" for repair in reading.repairs))


def naf(cell: str) -> Read:
    """Read an activity's code: « 8810A » and « 88.10a » read 88.10A."""
    found = re.match(r"\s*([0-9]{2})\.?([0-9]{2})\s?([A-Za-z])\b", cell)
    if not found:
        raise CellError("not_naf")
    code = f"{found[1]}.{found[2]}{found[3].upper()}"
    return Read(code, () if code == cell else ("code",))


def legal_category(cell: str) -> Read:
    """Read a legal category: its four digits, alone or before its name."""
    found = re.match(r"([0-9]{4})\b", cell)
    if not found:
        raise CellError("not_category")
    return Read(found[1], () if found[1] == cell else ("code",))


def postcode(cell: str) -> Read:
    """Read a postal code; a lost first zero is put back."""
    digits = cell.replace(" ", "")
    if re.fullmatch(r"[0-9]{4}", digits):
        return Read(f"0{digits}", ("leading_zero",))
    if not re.fullmatch(r"[0-9]{5}", digits):
        raise CellError("not_postcode")
    return Read(digits)


def commune_code(cell: str) -> Read:
    """Read an INSEE code; a lost first zero is put back."""
    code = cell.upper().replace(" ", "")
    if re.fullmatch(r"[0-9]{4}", code):
        return Read(f"0{code}", ("leading_zero",))
    if not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", code):
        raise CellError("not_commune_code")
    return Read(code)


COLUMNS = (
    Column(
        key="name",
        label=_("Name of the structure"),
        read=cells.text(200),
        required=True,
        others=(
            *("nom", "structure", "nom de la structure", "raison sociale", "denomination", "organisation"),
            *("nom usuel", "association", "intitule", "titre"),
        ),
    ),
    Column(
        key="external_id",
        label=_("Identifier in this list"),
        read=cells.text(120),
        hint=_("What makes the next import update the same sheet. Without it: the SIRET, else the name."),
        others=("id", "identifiant", "numero", "n", "ref", "reference", "code", "numero adherent"),
    ),
    Column(key="acronym", label=_("Acronym"), read=cells.text(40), others=("sigle",)),
    Column(key="siret", label=_("SIRET"), read=siret, others=("n siret", "numero siret", "siret siege")),
    Column(key="siren", label=_("SIREN"), read=siren, others=("n siren", "numero siren")),
    Column(
        key="legal_category",
        label=_("Legal category (four digits)"),
        read=legal_category,
        others=("categorie juridique", "code categorie juridique", "nature juridique"),
    ),
    Column(
        key="naf",
        label=_("Activity (NAF code)"),
        read=naf,
        others=("code naf", "ape", "code ape", "activite principale", "naf ape"),
    ),
    Column(
        key="naf_2025",
        label=_("Activity (NAF code of 2025)"),
        read=naf,
        others=("naf 2025", "code naf 2025", "ape 2025"),
    ),
    Column(
        key="summary",
        label=_("What it does, in a few lines"),
        read=cells.text(1200),
        others=("description", "presentation", "activite", "activites", "resume", "objet"),
    ),
    Column(
        key="ess_declared",
        label=_("Says that it belongs to the ESS"),
        read=cells.yes_no,
        others=("ess", "membre ess", "appartenance ess", "est ess", "acteur ess"),
    ),
    Column(
        key="ess_registry",
        label=_("Stands on an official list of the ESS"),
        read=cells.yes_no,
        hint=_("The list of ESS France or of INSEE, not what the structure says of itself."),
        others=("liste ess", "liste officielle ess"),
    ),
    Column(
        key="jobs",
        label=_("Jobs"),
        read=cells.whole_number(200_000),
        others=("emplois", "effectif", "salaries", "nombre de salaries", "effectifs"),
    ),
    Column(
        key="since",
        label=_("Exists since"),
        read=cells.day,
        others=("date de creation", "creation", "creee le", "cree le", "depuis", "annee de creation"),
    ),
    Column(
        key="address",
        label=_("Address"),
        read=cells.text(300),
        others=("adresse", "rue", "adresse postale", "voie"),
    ),
    Column(key="postcode", label=_("Postal code"), read=postcode, others=("code postal", "cp")),
    Column(
        key="commune_name", label=_("Commune"), read=cells.text(120), others=("commune", "ville", "localite")
    ),
    Column(
        key="commune_code",
        label=_("INSEE code of the commune"),
        read=commune_code,
        others=("code insee", "insee", "code commune", "codgeo"),
    ),
    Column(key="latitude", label=_("Latitude"), read=cells.degrees(90), others=("lat", "y")),
    Column(
        key="longitude", label=_("Longitude"), read=cells.degrees(180), others=("lon", "long", "lng", "x")
    ),
    Column(
        key="email",
        label=_("E-mail of the structure"),
        read=cells.email,
        others=("courriel", "mail", "e mail", "adresse mail", "adresse e mail"),
    ),
    Column(
        key="phone",
        label=_("Telephone"),
        read=cells.phone,
        others=("telephone", "tel", "numero de telephone", "telephone fixe"),
    ),
    Column(
        key="web", label=_("Site"), read=cells.web, others=("site", "site web", "site internet", "url", "www")
    ),
)

IMPORTER = Importer(
    key="structures",
    title=_("A list of structures"),
    description=_("Members of a network, a partner's spreadsheet, a registry: one structure a line."),
    columns=COLUMNS,
    plan=f"{HERE}.planning.plan",
    apply=f"{HERE}.applying.apply",
    undo=f"{HERE}.undoing.undo",
    done=f"{HERE}.undoing.done",
    wording=f"{HERE}.wording.WORDS",
    fetched=(MenuLink(label=_("Ask the registry of companies"), url_name="directory:fetch"),),
)
