"""What would become of each line: a new sheet, one completed, nothing new, or a refusal that is explained."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.text import slugify

from maillage.core.imports.cells import CellError
from maillage.core.imports.domain import fault_of, repair_of
from maillage.core.imports.models import ImportFault, ImportLine, ImportRun
from maillage.core.organisations.domain import registry
from maillage.core.organisations.domain.sheets import FIELDS
from maillage.core.organisations.models import (
    ContactPoint,
    FieldProvenance,
    Organisation,
    Site,
    SourceIdentity,
)
from maillage.core.sql import with_keys
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
# How many lines are asked of the database at once.
AT_ONCE = 1000
T = TypeVar("T")


def plan(run: ImportRun, lines: list[ImportLine]) -> list[ImportFault]:
    """Say of each line of the list what it would do, filling it; return what was refused or mended."""
    places = read_places()
    faults = [fault for line in lines for fault in _settle(line, places)]
    faults += meet(run, lines)
    met = [line for line in lines if line.target and line.action != Action.REJECT]
    for part in _parts(met):
        _tell_new_from_same(part)
    return faults


def source_key(run: ImportRun) -> str:
    """Return the key of the source that a list is: the same name gives the same source."""
    if run.source_name == registry.NAME:
        return registry.KEY
    digest = hashlib.sha256(run.source_name.casefold().encode()).hexdigest()[:8]
    return f"{slugify(run.source_name)[:50]}-{digest}"


def sheet_values(line: ImportLine) -> dict[str, Any]:
    """Return what a line says of the fields of a sheet."""
    values = {field: line.values[field] for field in FIELDS if field in line.values}
    if "since" in values:
        values["since"] = date.fromisoformat(values["since"])
    return values


def meet(
    run: ImportRun, lines: list[ImportLine], beside: QuerySet[ImportLine] | None = None
) -> list[ImportFault]:
    """Fill each line with the sheet that it means: met before, or of its identifier, or of its SIRET.

    Two lines of one list are two structures, even under one SIRET: a sheet that a line means is never met by
    the SIRET of another. ``beside`` are lines of the list that met theirs earlier. A SIRET that several
    sheets share, none of which has the line's name, is refused: the faults are returned.
    """
    _follow(lines)
    _meet_by_identifier(run, [line for line in lines if not line.target])
    alone = [line for line in lines if not line.target and line.values.get("siret")]
    by_siret = _sheets_by_siret(alone)
    taken = {line.target for line in lines if line.target}
    if beside is not None:
        keys = [key for sheets in by_siret.values() for key, _name in sheets]
        taken |= {line.target or 0 for line in beside.filter(target__in=keys).only("target")}
    faults = []
    # Names first: of several lines under one SIRET, the one with the sheet's name is the sheet's.
    for named in (True, False):
        for line in alone:
            if line.target:
                continue
            name = folded(line.values["name"])
            found = [
                key
                for key, other in by_siret[line.values["siret"]]
                if key not in taken and (not named or other == name)
            ]
            if found and (named or len(found) == 1):
                line.target = found[0]
                taken.add(found[0])
            elif found:
                value = line.values["siret"]
                faults.append(fault_of(line, _header(line, "siret"), value, CellError("siret_shared")))
                line.action, line.reason = Action.REJECT, "siret_shared"
    return faults


def _follow(lines: list[ImportLine]) -> None:
    """Follow the sheets that lines met earlier to those that stand; a sheet that is gone is met no more."""
    for part in _parts([line for line in lines if line.target]):
        standing = _standing({line.target for line in part if line.target})
        for line in part:
            line.target = standing.get(line.target or 0)


def _meet_by_identifier(run: ImportRun, lines: list[ImportLine]) -> None:
    for part in _parts(lines):
        identities = SourceIdentity.objects.filter(source__key=source_key(run)).exclude(organisation=None)
        named = with_keys(identities, "external_id", [line.external_id for line in part])
        identified = dict(named.order_by("pk").values_list("external_id", "organisation"))
        standing = _standing(set(identified.values()))
        for line in part:
            line.target = standing.get(identified.get(line.external_id, 0))


def _sheets_by_siret(lines: list[ImportLine]) -> defaultdict[str, list[tuple[int, str]]]:
    """Return the key and the folded name of the sheets that stand, by SIRET."""
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for part in _parts(sorted({line.values["siret"] for line in lines})):
        sheets = Organisation.objects.standing().filter(siret__in=part).order_by("pk")
        for siret, key, name in sheets.values_list("siret", "pk", "folded"):
            found[siret].append((key, name))
    return found


def _standing(keys: set[int]) -> dict[int, int]:
    """Return, for each key, the key of the sheet that stands: merges are followed to their end."""
    found: dict[int, int] = {}
    leads = {key: key for key in keys}
    while leads:
        sheets = Organisation.objects.filter(pk__in=set(leads.values())).order_by()
        into = dict(sheets.values_list("pk", "merged_into"))
        found |= {key: at for key, at in leads.items() if at in into and into[at] is None}
        leads = {key: further for key, at in leads.items() if (further := into.get(at))}
    return found


def _parts(whole: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut what is asked of the database: a query takes no list without end."""
    for start in range(0, len(whole), AT_ONCE):
        yield whole[start : start + AT_ONCE]


def _tell_new_from_same(lines: Sequence[ImportLine]) -> None:
    keys = {line.target for line in lines if line.target}
    sheets = Organisation.objects.in_bulk(keys)
    protected = protected_fields(keys)
    bare = without_places(keys)
    for line in lines:
        sheet = sheets[line.target or 0]
        offers = any(
            field not in protected[sheet.pk] and getattr(sheet, field) != value
            for field, value in sheet_values(line).items()
        )
        offers |= places_it(line) and sheet.pk in bare.site
        offers |= reaches_it(line) and sheet.pk in bare.contact
        line.action = Action.UPDATE if offers else Action.SAME


@dataclass(frozen=True)
class Bare:
    """The keys of sheets that have no site, and of those that have no contact."""

    site: frozenset[int]
    contact: frozenset[int]


def without_places(keys: set[int]) -> Bare:
    """Tell which of these sheets have no site or no contact: a list may give them their first."""
    placed = Site.objects.filter(organisation__in=keys).order_by().values_list("organisation", flat=True)
    reached = ContactPoint.objects.filter(organisation__in=keys).order_by()
    return Bare(
        frozenset(keys - set(placed)), frozenset(keys - set(reached.values_list("organisation", flat=True)))
    )


def places_it(line: ImportLine) -> bool:
    """Tell whether the line says where the structure is."""
    return "commune" in line.values


def reaches_it(line: ImportLine) -> bool:
    """Tell whether the line says how to reach the structure."""
    return any(line.values.get(key) for key in ("email", "phone", "web"))


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
