"""What sources say of structures: kept word for word, applied where no hand has written."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.organisations.domain.listing import sheet_changed
from maillage.core.organisations.domain.sheets import assign, locked
from maillage.core.organisations.models import (
    FieldProvenance,
    Organisation,
    Source,
    SourceIdentity,
    SourceRecord,
)
from maillage.core.organisations.queries import protected_fields
from maillage.core.organisations.rules import Perimeter


@dataclass(frozen=True)
class Received:
    """What a source said: of which identity, and whether it says anything new."""

    identity: SourceIdentity
    record: SourceRecord
    is_new: bool


@dataclass(frozen=True)
class Applied:
    """What of a record was written, and what a hand had written and was left, with the value offered."""

    changed: tuple[str, ...]
    kept: Mapping[str, Any]


def receive(
    *, source: Source, external_id: str, payload: Mapping[str, Any], fetched_at: datetime | None = None
) -> Received:
    """Keep what a source says of one of its identities; the same words twice make one record."""
    at = fetched_at or timezone.now()
    text = json.dumps(payload, sort_keys=True, ensure_ascii=False, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with transaction.atomic():
        identity, _created = SourceIdentity.objects.get_or_create(
            source=source, external_id=external_id, defaults={"first_seen_at": at, "last_seen_at": at}
        )
        if identity.last_seen_at < at:
            identity.last_seen_at = at
            identity.save(update_fields=["last_seen_at"])
        record, is_new = SourceRecord.objects.get_or_create(
            identity=identity,
            digest=digest,
            defaults={"fetched_at": at, "licence": source.licence, "payload": json.loads(text)},
        )
    return Received(identity, record, is_new)


def attach(*, identity: SourceIdentity, organisation: Organisation, actor: Person | None) -> None:
    """Say which structure an identity of a source is."""
    with transaction.atomic():
        identity.organisation = organisation
        identity.save(update_fields=["organisation"])
        activity.record(
            verb="organisations.identity_attached", actor=actor, target=organisation, others=[identity]
        )


def apply_record(
    *,
    organisation: Organisation,
    record: SourceRecord,
    values: Mapping[str, Any],
    actor: Person | None,
    rules: Perimeter | None = None,
) -> Applied:
    """Write what a record says on a sheet, except fields that a hand corrected; note each field's origin.

    Raises ValidationError, by field, when a value is refused: then nothing was changed.
    """
    with transaction.atomic():
        sheet = locked(organisation)
        by_hand = protected_fields(sheet)
        kept = {
            field: value
            for field, value in values.items()
            if field in by_hand and getattr(sheet, field) != value
        }
        offered = {field: value for field, value in values.items() if field not in by_hand}
        changed = assign(sheet, offered, rules)
        if changed:
            sheet.full_clean(exclude=["slug"])
            sheet.save()
            sheet_changed(sheet)
            activity.record(
                verb="organisations.record_applied",
                actor=actor,
                target=sheet,
                others=[record],
                facts={"fields": "+".join(changed)[:80]},
            )
        _note_record(sheet, [field for field, value in offered.items() if value not in {"", None}], record)
    return Applied(tuple(changed), kept)


def _note_record(sheet: Organisation, fields: list[str], record: SourceRecord) -> None:
    """Note the origin of each field, from now on; those that rest on this record already keep their day."""
    rest_on_it = set(sheet.provenance.filter(record=record).values_list("field", flat=True))
    now = timezone.now()
    FieldProvenance.objects.bulk_create(
        [
            FieldProvenance(organisation=sheet, field=field, record=record, at=now)
            for field in fields
            if field not in rest_on_it
        ],
        update_conflicts=True,
        unique_fields=["organisation", "field"],
        update_fields=["by_hand", "person", "record", "at"],
    )


def release_field(*, organisation: Organisation, field: str, actor: Person) -> None:
    """Let imports write a field again; what it says stays until a source says otherwise."""
    with transaction.atomic():
        sheet = locked(organisation)
        if FieldProvenance.objects.filter(organisation=sheet, field=field, by_hand=True).delete()[0]:
            activity.record(
                verb="organisations.field_released",
                actor=actor,
                target=sheet,
                screen="organisations:sheet",
                facts={"field": field},
            )
