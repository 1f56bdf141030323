"""Write the lines of a list into sheets, five hundred at once: a sheet a second would take a night.

What the verbs of structures do one by one is done here for a whole batch, in the same terms: source records,
provenance of each field, hand-written fields left alone, search, keys of resemblance, public directory.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from maillage.core.imports.models import ImportLine, ImportRun
from maillage.core.organisations.domain.ess import Rules, appraise, current_rules
from maillage.core.organisations.domain.listing import sheets_changed
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
from maillage.core.territories.geography.names import folded
from maillage.programmes.directory.structures.planning import (
    protected_fields,
    sheet_values,
    sheets_of,
    source_key,
)

Action = ImportLine.Action
# ``bulk_update`` writes what ``assign`` and ``appraise`` may have changed.
WRITTEN = (
    *FIELDS,
    *("folded", "folded_acronym", "ess_computed", "ess_reason", "ess_rules", "ess_family", "ess_status"),
    "changed_at",
)


def apply(run: ImportRun, lines: list[ImportLine]) -> None:
    """Write a batch of lines; fill each with its sheet and with what it replaced. Runs in a transaction."""
    rules = current_rules()
    source, _created = Source.objects.get_or_create(
        key=source_key(run), defaults={"name": run.source_name, "licence": run.licence}
    )
    # Somebody may have made the sheet since the preview: who is new is asked again.
    known = sheets_of(run, lines)
    new = [line for line in lines if not known[line.number]]
    old = [line for line in lines if known[line.number]]
    sheet_of = {line.number: known[line.number][0] for line in old}
    sheets_by_line = _create(run, new, rules) | _complete(old, sheet_of, rules)
    records = _keep_words(source, lines, sheets_by_line)
    _note_provenance(lines, sheets_by_line, records)
    _add_places(lines, sheets_by_line)
    sheets_changed(sorted({sheet.pk for sheet in sheets_by_line.values()}))


def _create(run: ImportRun, lines: list[ImportLine], rules: Rules) -> dict[int, Organisation]:
    slugs = _addresses(run, lines)
    sheets = {}
    for line in lines:
        sheet = Organisation(**sheet_values(line), slug=slugs[line.number])
        sheet.folded = folded(sheet.name)[:200]
        sheet.folded_acronym = folded(sheet.acronym)[:40]
        appraise(sheet, rules)
        # What ``organisations.rules.lacking`` asks of a sheet that is there already.
        if run.publish and sheet.summary and "commune" in line.values:
            sheet.state = Organisation.State.PUBLISHED
        sheets[line.number] = sheet
    Organisation.objects.bulk_create(sheets.values())
    for line in lines:
        line.action, line.target, line.before = Action.CREATE, sheets[line.number].pk, {}
    return sheets


def _addresses(run: ImportRun, lines: list[ImportLine]) -> dict[int, str]:
    """Give each new sheet an address made of its name; a taken one is told apart by the line."""
    starts = {line.number: slugify(line.values["name"])[:100].strip("-") or "structure" for line in lines}
    taken = set(
        Organisation.objects.filter(slug__in=set(starts.values())).order_by().values_list("slug", flat=True)
    )
    slugs = {}
    for number, start in starts.items():
        slug = start if start not in taken else f"{start}-{run.pk}-{number}"
        taken.add(slug)
        slugs[number] = slug
    return slugs


def _complete(
    lines: list[ImportLine], sheet_of: dict[int, Organisation], rules: Rules
) -> dict[int, Organisation]:
    keys = sorted({sheet.pk for sheet in sheet_of.values()})
    locked = {
        sheet.pk: sheet
        for sheet in Organisation.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    protected = protected_fields(set(keys))
    now = timezone.now()
    for line in lines:
        sheet = locked[sheet_of[line.number].pk]
        offered = {
            field: value for field, value in sheet_values(line).items() if field not in protected[sheet.pk]
        }
        before = {field: getattr(sheet, field) for field in offered}
        changed = assign(sheet, offered, rules)
        sheet.folded = folded(sheet.name)[:200]
        sheet.folded_acronym = folded(sheet.acronym)[:40]
        line.action = Action.UPDATE if changed else Action.SAME
        line.target = sheet.pk
        line.before = {field: _json(before[field]) for field in changed}
        if changed:
            sheet.changed_at = now
    Organisation.objects.bulk_update(locked.values(), WRITTEN, batch_size=100)
    return {line.number: locked[sheet_of[line.number].pk] for line in lines}


def _json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _keep_words(
    source: Source, lines: list[ImportLine], sheets: dict[int, Organisation]
) -> dict[int, SourceRecord]:
    """Keep what each line says, word for word; the same words twice make one record."""
    now = timezone.now()
    wanted = [
        SourceIdentity(
            source=source,
            external_id=line.external_id,
            organisation=sheets[line.number],
            first_seen_at=now,
            last_seen_at=now,
        )
        for line in lines
    ]
    SourceIdentity.objects.bulk_create(
        wanted,
        update_conflicts=True,
        unique_fields=["source", "external_id"],
        update_fields=["organisation", "last_seen_at"],
    )
    identifiers = [line.external_id for line in lines]
    identities = SourceIdentity.objects.filter(source=source, external_id__in=identifiers).order_by("pk")
    identity_of = {identity.external_id: identity for identity in identities}
    said: dict[int, SourceRecord] = {}
    for line in lines:
        text = json.dumps(line.values, sort_keys=True, ensure_ascii=False)
        said[line.number] = SourceRecord(
            identity=identity_of[line.external_id],
            fetched_at=now,
            licence=source.licence,
            payload=line.values,
            digest=hashlib.sha256(text.encode()).hexdigest(),
        )
    kept = {
        (record.identity_id, record.digest): record
        for record in SourceRecord.objects.filter(identity__in=identity_of.values()).order_by("pk")
    }
    new = [record for record in said.values() if (record.identity_id, record.digest) not in kept]
    SourceRecord.objects.bulk_create(new)
    return {number: kept.get((record.identity_id, record.digest), record) for number, record in said.items()}


def _note_provenance(
    lines: list[ImportLine], sheets: dict[int, Organisation], records: dict[int, SourceRecord]
) -> None:
    """Say of each field after which record it says what it says, save those that a hand wrote."""
    protected = protected_fields({sheet.pk for sheet in sheets.values()})
    rows = {
        (sheets[line.number].pk, field): FieldProvenance(
            organisation=sheets[line.number],
            field=field,
            record=records[line.number],
            at=records[line.number].fetched_at,
        )
        for line in lines
        for field in sheet_values(line)
        if field not in protected[sheets[line.number].pk]
    }
    FieldProvenance.objects.bulk_create(
        rows.values(),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["organisation", "field"],
        update_fields=["by_hand", "person", "record", "at"],
    )


def _add_places(lines: Iterable[ImportLine], sheets: dict[int, Organisation]) -> None:
    """Give its site and its contact to a sheet that has none; what stands there already is left alone."""
    keys = [sheet.pk for sheet in sheets.values()]
    placed = set(Site.objects.filter(organisation__in=keys).order_by().values_list("organisation", flat=True))
    reached = set(
        ContactPoint.objects.filter(organisation__in=keys).order_by().values_list("organisation", flat=True)
    )
    sites, contacts = [], []
    for line in lines:
        sheet, values = sheets[line.number], line.values
        if "commune" in values and sheet.pk not in placed:
            placed.add(sheet.pk)
            sites.append(
                Site(
                    organisation=sheet,
                    principal=True,
                    commune_id=values["commune"],
                    address=values.get("address", ""),
                    postcode=values.get("postcode", ""),
                    latitude=values.get("latitude"),
                    longitude=values.get("longitude"),
                    point_source="liste" if "latitude" in values else "",
                )
            )
        if sheet.pk not in reached and any(values.get(key) for key in ("email", "phone", "web")):
            reached.add(sheet.pk)
            contacts.append(
                ContactPoint(
                    organisation=sheet,
                    function="accueil",
                    email=values.get("email", ""),
                    phone=values.get("phone", ""),
                    web=values.get("web", ""),
                    is_public=not values.get("email_hidden", False),
                )
            )
    Site.objects.bulk_create(sites)
    ContactPoint.objects.bulk_create(contacts)
