"""What would become of each line: a new sheet, one completed, nothing new, or a refusal that is explained."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.text import slugify

from maillage.core.imports.cells import CellError
from maillage.core.imports.domain import fault_of, repair_of
from maillage.core.imports.models import ImportFault, ImportLine, ImportRun
from maillage.core.organisations.domain.sheets import FIELDS
from maillage.core.organisations.models import FieldProvenance, Organisation, SourceIdentity
from maillage.core.territories.geography.names import folded
from maillage.programmes.directory.structures.places import Places, read_places

# Words before the @ that name a function, not a person.
FUNCTIONS = frozenset(
    {
        *("contact", "accueil", "info", "infos", "bonjour", "direction", "secretariat", "administration"),
        *("communication", "association", "asso", "bureau", "mairie", "commande", "commandes", "boutique"),
    }
)
Action = ImportLine.Action


def plan(run: ImportRun, lines: list[ImportLine]) -> list[ImportFault]:
    """Say of each line what it would do, filling it; return what was refused or mended on the way."""
    places = read_places()
    faults = [fault for line in lines for fault in _settle(line, places)]
    known = sheets_of(run, lines)
    for line in lines:
        sheets = known.get(line.number, [])
        if len(sheets) > 1:
            value = line.values["siret"]
            faults.append(fault_of(line, _header(line, "siret"), value, CellError("siret_shared")))
            line.action, line.reason = Action.REJECT, "siret_shared"
        elif sheets:
            line.target = sheets[0].pk
    _tell_new_from_same([line for line in lines if line.target], known)
    return faults


def source_key(run: ImportRun) -> str:
    """Return the key of the source that a list is: the same name gives the same source."""
    digest = hashlib.sha256(run.source_name.casefold().encode()).hexdigest()[:8]
    return f"{slugify(run.source_name)[:50]}-{digest}"


def sheet_values(line: ImportLine) -> dict[str, Any]:
    """Return what a line says of the fields of a sheet."""
    values = {field: line.values[field] for field in FIELDS if field in line.values}
    if "since" in values:
        values["since"] = date.fromisoformat(values["since"])
    return values


def sheets_of(run: ImportRun, lines: list[ImportLine]) -> dict[int, list[Organisation]]:
    """Return the sheets that each line may mean, by its number: the one made before, else its SIRET's.

    Several only when they share the SIRET and none has the line's name.
    """
    identities = SourceIdentity.objects.filter(
        source__key=source_key(run), external_id__in=[line.external_id for line in lines]
    ).exclude(organisation=None)
    identified = dict(identities.order_by("pk").values_list("external_id", "organisation"))
    sirets = {line.values["siret"] for line in lines if line.values.get("siret")}
    by_siret: defaultdict[str, list[Organisation]] = defaultdict(list)
    # Two lines of one list are two structures, even under one SIRET: they never meet each other's sheet.
    own = run.lines.filter(action=Action.CREATE, target__isnull=False).values("target")
    alike = Organisation.objects.standing().filter(siret__in=sirets).exclude(pk__in=own)
    for sheet in alike.order_by("pk"):
        by_siret[sheet.siret].append(sheet)
    by_key = _standing(set(identified.values()))
    found: dict[int, list[Organisation]] = {}
    for line in lines:
        if line.external_id in identified:
            found[line.number] = [by_key[identified[line.external_id]]]
            continue
        same = by_siret.get(line.values.get("siret", ""), [])
        named = [sheet for sheet in same if sheet.folded == folded(line.values["name"])]
        found[line.number] = named[:1] or same
    return found


def _standing(keys: set[int]) -> dict[int, Organisation]:
    """Return, for each key, the sheet that stands: merges are followed to their end."""
    found: dict[int, Organisation] = {}
    leads = {key: key for key in keys}
    while leads:
        sheets = Organisation.objects.in_bulk(list(set(leads.values())))
        further: dict[int, int] = {}
        for key, at in leads.items():
            sheet = sheets[at]
            if sheet.merged_into_id is None:
                found[key] = sheet
            else:
                further[key] = sheet.merged_into_id
        leads = further
    return found


def _tell_new_from_same(lines: list[ImportLine], known: dict[int, list[Organisation]]) -> None:
    protected = protected_fields({line.target for line in lines if line.target})
    for line in lines:
        sheet = known[line.number][0]
        offered = {
            field: value
            for field, value in sheet_values(line).items()
            if field not in protected[sheet.pk] and getattr(sheet, field) != value
        }
        line.action = Action.UPDATE if offered else Action.SAME


def protected_fields(keys: set[int]) -> defaultdict[int, set[str]]:
    """Return the fields that a hand wrote, by sheet: a list leaves them alone."""
    protected: defaultdict[int, set[str]] = defaultdict(set)
    rows = FieldProvenance.objects.filter(organisation__in=keys, by_hand=True).order_by("pk")
    for key, field in rows.values_list("organisation", "field"):
        protected[key].add(field)
    return protected


def _settle(line: ImportLine, places: Places) -> Iterator[ImportFault]:
    """Make the cells of one line agree: place, point, numbers, contact; name the line."""
    values = line.values
    try:
        commune = places.commune_of(values)
    except CellError as error:
        key = next(key for key in ("commune_code", "commune_name", "postcode") if values.get(key))
        yield fault_of(line, _header(line, key), str(values[key]), error)
    else:
        if commune is not None:
            values["commune"] = commune
    if ("latitude" in values) != ("longitude" in values):
        key = "latitude" if "latitude" in values else "longitude"
        yield fault_of(line, _header(line, key), str(values.pop(key)), CellError("half_a_point"))
    if values.get("siret"):
        siren = values["siret"][:9]
        if values.get("siren", siren) != siren:
            yield fault_of(line, _header(line, "siren"), values["siren"], CellError("siren_differs"))
        values["siren"] = siren
    if values.get("email") and not is_function(values["email"]):
        values["email_hidden"] = True
        yield repair_of(line, _header(line, "email"), values["email"], "maybe_personal", values["email"])
    line.external_id = _identifier(values)


def is_function(address: str) -> bool:
    """Tell whether an e-mail address surely belongs to a function, not to a person."""
    return bool(set(folded(address.partition("@")[0]).split()) & FUNCTIONS)


def _identifier(values: dict[str, Any]) -> str:
    """Return what names the line from one import to the next."""
    if values.get("external_id"):
        return str(values["external_id"])
    if values.get("siret"):
        return f"siret:{values['siret']}:{folded(values['name'])}"[:120]
    told = json.dumps([folded(values["name"]), values.get("commune")])
    return f"nom:{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def _header(line: ImportLine, key: str) -> str:
    at = line.run.mapping.get(key)
    return str(line.run.headers[at]) if at is not None else ""
