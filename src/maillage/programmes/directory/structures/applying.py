"""Write the lines of a list into sheets, a batch at once: a sheet after the other would take half an hour.

What the verbs of structures do one by one is done here for a whole batch, in the same terms: source records,
provenance of each field, hand-written fields left alone, search, keys of resemblance, public directory.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from maillage.core import bulk
from maillage.core.imports.models import ImportFault, ImportLine, ImportRun
from maillage.core.organisations.domain.ess import appraise, current_rules
from maillage.core.organisations.domain.listing import following
from maillage.core.organisations.domain.sheets import FIELDS, assign
from maillage.core.organisations.models import (
    ContactPoint,
    FieldProvenance,
    Organisation,
    Site,
    Source,
    SourceIdentity,
    SourceRecord,
)
from maillage.core.organisations.rules import Perimeter
from maillage.core.sql import with_keys
from maillage.programmes.directory.structures.planning import (
    meet,
    places_it,
    reaches_it,
    sheet_values,
    source_key,
    without_places,
)

Action = ImportLine.Action
# What ``assign`` and ``appraise`` may have changed.
WRITTEN = (
    *FIELDS,
    *("folded", "folded_acronym", "ess_computed", "ess_reason", "ess_rules", "ess_family", "ess_status"),
    "changed_at",
)
Provenance = Mapping[tuple[int, str], FieldProvenance]


@dataclass(frozen=True, slots=True)
class Kept:
    """The key of a record of a source, and of which identity."""

    key: int
    identity: int
    organisation: int | None


def apply(run: ImportRun, lines: list[ImportLine]) -> Callable[[], None]:
    """Write a batch of lines; fill each with its sheet and with what it replaced. Runs in a transaction.

    What is returned writes what this transaction reads no more: provenance, keys, search, the directory.

    ``before`` then holds: ``state`` of a sheet that was created; former values (``fields``); the ``record``
    of this line and, where a field said what it says after another, the ``records`` before, ``since`` when;
    the ``site`` and the ``contact`` that were added; to which sheet the list's identifier was ``attached``,
    if to another.
    """
    rules = current_rules()
    source, _created = Source.objects.get_or_create(
        key=source_key(run), defaults={"name": run.source_name, "licence": run.licence}
    )
    # Somebody may have made the sheet since the preview: who is new is asked again.
    ImportFault.objects.bulk_create(meet(run, lines, beside=run.lines.exclude(target=None)))
    kept = [line for line in lines if line.action != Action.REJECT]
    new = [line for line in kept if not line.target]
    old = [line for line in kept if line.target]
    provenance = _provenance_of({line.target for line in old if line.target})
    _create(run, new, rules)
    records = _keep_words(source, kept, {line.external_id: line.target for line in new})
    _complete(old, rules, provenance)
    _add_places(kept)
    follow = following(
        sorted({line.target for line in kept if line.target and line.action != Action.SAME}),
        made={line.target for line in new if line.target},
    )

    def write() -> None:
        _note_provenance(kept, records, provenance)
        _attach(kept, records)
        follow()

    return write


def _create(run: ImportRun, lines: list[ImportLine], rules: Perimeter) -> None:
    slugs = _addresses(run, lines)
    now = timezone.now()
    # Half of the fields of a new sheet are at their defaults: those are made once.
    blank = Organisation(created_at=now, changed_at=now)
    sheets = {}
    for line in lines:
        sheet = bulk.another(blank)
        sheet.slug = slugs[line.number]
        for field, value in sheet_values(line).items():
            setattr(sheet, field, value)
        sheet.fold_names()
        appraise(sheet, rules)
        # What ``organisations.rules.lacking`` asks of a sheet that is there already.
        if run.publish and sheet.summary and places_it(line):
            sheet.state = Organisation.State.PUBLISHED
        sheets[line.number] = sheet
    keys = dict(bulk.create(list(sheets.values()), told=["slug", "id"]))
    for line in lines:
        line.action, line.target = Action.CREATE, keys[slugs[line.number]]
        line.before = {"state": str(sheets[line.number].state)}


def _addresses(run: ImportRun, lines: list[ImportLine]) -> dict[int, str]:
    """Give each new sheet an address made of its name; a taken one is told apart by the line."""
    starts = {line.number: slugify(line.values["name"])[:100].strip("-") or "structure" for line in lines}
    there = with_keys(Organisation.objects.order_by(), "slug", set(starts.values()))
    taken = set(there.values_list("slug", flat=True))
    slugs = {}
    for number, start in starts.items():
        slug = start if start not in taken else f"{start}-{run.pk}-{number}"
        taken.add(slug)
        slugs[number] = slug
    return slugs


def _provenance_of(keys: set[int]) -> dict[tuple[int, str], FieldProvenance]:
    """Return after whom each field of these sheets says what it says."""
    rows = FieldProvenance.objects.filter(organisation__in=keys).order_by("pk")
    return {(row.organisation_id, row.field): row for row in rows}


def _complete(lines: list[ImportLine], rules: Perimeter, provenance: Provenance) -> None:
    keys = sorted({line.target for line in lines if line.target})
    sheets = {
        sheet.pk: sheet
        for sheet in Organisation.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    now = timezone.now()
    touched = {}
    for line in lines:
        sheet = sheets[line.target or 0]
        offered = {
            field: value
            for field, value in sheet_values(line).items()
            if not _by_hand(provenance, sheet.pk, field)
        }
        before = {field: getattr(sheet, field) for field in offered}
        changed = assign(sheet, offered, rules)
        line.action = Action.UPDATE if changed else Action.SAME
        line.before = {"fields": {field: _json(before[field]) for field in changed}}
        if changed:
            sheet.fold_names()
            sheet.changed_at = now
            touched[sheet.pk] = sheet
    bulk.change(Organisation, WRITTEN, map(attrgetter("pk", *WRITTEN), touched.values()))


def _by_hand(provenance: Provenance, key: int, field: str) -> bool:
    said = provenance.get((key, field))
    return said is not None and said.by_hand


def _json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _keep_words(source: Source, lines: list[ImportLine], made: Mapping[str, int | None]) -> dict[int, Kept]:
    """Keep what each line says, word for word, and return its record, by the line's number.

    The same words twice make one record. ``made`` tells which identifiers name a sheet made just now: one
    that is new to the source is kept with it.
    """
    now = timezone.now()
    seen = bulk.insert(
        SourceIdentity,
        ("source", "external_id", "organisation", "first_seen_at", "last_seen_at", "closure"),
        ((source.pk, line.external_id, made.get(line.external_id), now, now, "") for line in lines),
        unique=("source", "external_id"),
        update=("last_seen_at",),
        told=("external_id", "id", "organisation"),
    )
    identity_of = {external_id: key for external_id, key, _organisation in seen}
    meant = {key: organisation for _external_id, key, organisation in seen}
    digests = {line.number: (identity_of[line.external_id], _digest(line.values)) for line in lines}
    new = bulk.insert(
        SourceRecord,
        ("identity", "digest", "fetched_at", "licence", "payload"),
        ((*digests[line.number], now, source.licence, line.values) for line in lines),
        unique=("identity", "digest"),
        told=("identity", "digest", "id"),
    )
    found = {(identity, digest): key for identity, digest, key in new}
    said_before = meant.keys() - {identity for identity, _said, _key in new}
    if said_before:
        records = with_keys(SourceRecord.objects.order_by(), "identity", said_before)
        for identity, digest, key in records.values_list("identity", "digest", "pk"):
            found[identity, digest] = key
    return {
        number: Kept(found[identity, digest], identity, meant[identity])
        for number, (identity, digest) in digests.items()
    }


_words = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode


def _digest(values: Mapping[str, Any]) -> str:
    return hashlib.sha256(_words(values).encode()).hexdigest()


def _note_provenance(
    lines: Iterable[ImportLine], records: Mapping[int, Kept], provenance: Provenance
) -> None:
    """Say of each field after which record it says what it says from now on, save those a hand wrote."""
    now = timezone.now()
    after = {key: (said.record_id, said.at) for key, said in provenance.items()}
    rows: dict[tuple[int, str], Kept] = {}
    for line in lines:
        record, key = records[line.number], line.target or 0
        told = [field for field in FIELDS if field in line.values]
        if line.action == Action.CREATE:
            # Nobody said anything of it before, and no other line of the list means this sheet.
            rows |= {(key, field): record for field in told}
            continue
        former, since = {}, {}
        for field in told:
            was, at = after.get((key, field), (None, now))
            if _by_hand(provenance, key, field) or was == record.key:
                continue
            former[field], since[field] = was, at.isoformat()
            after[key, field] = (record.key, now)
            rows[key, field] = record
        line.before |= {"record": record.key, "records": former, "since": since}
    said = [(key, field, record.key, now, False, None) for (key, field), record in rows.items()]
    names = ("organisation", "field", "record", "at", "by_hand", "person")
    made = {line.target for line in lines if line.action == Action.CREATE}
    bulk.insert(FieldProvenance, names, (row for row in said if row[0] in made))
    bulk.insert(
        FieldProvenance,
        names,
        (row for row in said if row[0] not in made),
        unique=("organisation", "field"),
        update=("record", "at", "by_hand", "person"),
    )


def _add_places(lines: Sequence[ImportLine]) -> None:
    """Give its site and its contact to a sheet that has none; what stands there already is left alone."""
    new = {line.target for line in lines if line.target and line.action == Action.CREATE}
    bare = without_places({line.target for line in lines if line.target} - new)
    nowhere, mute = bare.site | new, bare.contact | new
    placed = _first_of_each(line for line in lines if places_it(line) and line.target in nowhere)
    reached = _first_of_each(line for line in lines if reaches_it(line) and line.target in mute)
    told = ("organisation", "id")
    sites = bulk.insert(Site, _OF_SITES, map(_site_of, placed), told=told)
    contacts = bulk.insert(ContactPoint, _OF_CONTACTS, map(_contact_of, reached), told=told)
    for name, given, made in (("site", placed, sites), ("contact", reached, contacts)):
        key_of = dict(made)
        for line in given:
            line.before[name] = key_of[line.target or 0]
            if line.action == Action.SAME:
                line.action = Action.UPDATE


_OF_SITES = (
    *("organisation", "principal", "commune", "address", "postcode", "latitude", "longitude"),
    *("point_source", "name", "hours", "hours_note"),
)
_OF_CONTACTS = (
    *("organisation", "function", "email", "phone", "web", "is_public"),
    *("is_personal", "name", "consent_on", "position"),
)


def _site_of(line: ImportLine) -> tuple[Any, ...]:
    said = line.values.get
    point = (said("latitude"), said("longitude"), "liste" if "latitude" in line.values else "")
    place = (line.target, True, said("commune"), said("address", ""), said("postcode", ""))
    return (*place, *point, "", [], "")


def _contact_of(line: ImportLine) -> tuple[Any, ...]:
    said = line.values.get
    shown = not said("email_hidden", False)
    reach = (line.target, "accueil", said("email", ""), said("phone", ""), said("web", ""), shown)
    return (*reach, False, "", None, 0)


def _first_of_each(lines: Iterable[ImportLine]) -> list[ImportLine]:
    """Keep the first line of each sheet."""
    first: dict[int | None, ImportLine] = {}
    for line in lines:
        first.setdefault(line.target, line)
    return list(first.values())


def _attach(lines: Iterable[ImportLine], records: Mapping[int, Kept]) -> None:
    """Say which sheet each identifier of the list is, where it was another or none."""
    moved = []
    for line in lines:
        kept = records[line.number]
        if kept.organisation != line.target:
            line.before["attached"] = kept.organisation
            moved.append((kept.identity, line.target))
    bulk.change(SourceIdentity, ("organisation",), moved)
