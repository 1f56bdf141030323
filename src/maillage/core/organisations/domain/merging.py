"""Two sheets become one, and two again: a merge only moves and fills, notes each change, and can be undone.

What hangs on the sheet that joins (of every app: any foreign key to a structure) moves to the sheet that
stays, unless the same already stands there. Empty fields of the one that stays are filled from the other;
nothing is overwritten, nothing is deleted. Undoing walks the notes backwards.
"""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.organisations.domain.duplicates import candidate_between
from maillage.core.organisations.domain.ess import WRITTEN, appraise
from maillage.core.organisations.domain.listing import sheet_changed
from maillage.core.organisations.models import (
    Answer,
    FieldProvenance,
    MatchCandidate,
    Merge,
    NameKey,
    Organisation,
    Site,
)
from maillage.core.organisations.queries import pointing_at_structures

# Filled on the sheet that stays when it says nothing there.
FILLED = (
    "acronym",
    "siret",
    "siren",
    "unit",
    "legal_category",
    "statute",
    "naf",
    "naf_2025",
    "summary",
    "jobs",
    "jobs_year",
    "since",
    # The reason before the decision: the database refuses one without the other.
    "ess_decided_why",
    "ess_decided_upon",
    "ess_decided",
)
_EMPTY: tuple[Any, ...] = ("", None)
# The pair and the event themselves, and what is rebuilt with each sheet, do not move.
_STAYS = (Merge, MatchCandidate, NameKey, FieldProvenance, Organisation)


class _Notes:
    """Makes changes one by one, and notes each with what was there before."""

    def __init__(self) -> None:
        self.changes: list[list[Any]] = []

    def write(self, row: models.Model, field: str, value: Any) -> None:
        """Change one column of one row, by its stored name (« organisation_id »)."""
        before = getattr(row, field)
        if before == value:
            return
        type(row)._base_manager.filter(pk=row.pk).update(**{field: value})
        setattr(row, field, value)
        label = type(row)._meta.label_lower
        self.changes.append([label, _stored(row.pk), field, _stored(before), _stored(value)])

    def move(self, row: models.Model, field: str, value: Any) -> None:
        """Change one column unless the same already stands at the other sheet: then the row stays."""
        try:
            with transaction.atomic():
                self.write(row, field, value)
        except IntegrityError:
            setattr(row, field, type(row)._base_manager.values_list(field, flat=True).get(pk=row.pk))


def merge(*, kept: Organisation, merged: Organisation, actor: Person | None) -> Merge:
    """Let one sheet join another, which stays. Returns the event, by which it can be undone.

    Raises ValidationError when it is the same sheet, when one of them already joined another, or when both
    have a SIRET and these differ.
    """
    if kept.pk == merged.pk:
        raise ValidationError(_("Nothing was changed: a sheet cannot join itself."), code="same")
    with transaction.atomic():
        keys = sorted((kept.pk, merged.pk))
        locked = Organisation.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
        sheets = {sheet.pk: sheet for sheet in locked}
        stays, joins = sheets[kept.pk], sheets[merged.pk]
        _refuse_impossible(stays, joins)
        notes = _Notes()
        _fill(stays, joins, notes)
        _move_everything(stays, joins, notes)
        notes.write(joins, "merged_into_id", stays.pk)
        pair = candidate_between(stays, joins)
        if pair:
            _decide(pair, actor, notes)
        event = Merge.objects.create(kept=stays, merged=joins, by=actor, changes=notes.changes)
        _both_changed(stays, joins)
        activity.record(
            verb="organisations.merged",
            actor=actor,
            target=stays,
            others=[joins],
            screen="organisations:merge",
            facts={"moved": len(notes.changes)},
        )
    return event


def undo_merge(*, event: Merge, actor: Person | None) -> Merge:
    """Put both sheets back as they were: each value that still is what the merge made of it.

    Raises ValidationError when it was undone already, or when a later merge into the same sheet, or of it,
    must be undone first.
    """
    with transaction.atomic():
        made = Merge.objects.select_for_update(of=("self",)).get(pk=event.pk)
        if made.undone_at:
            raise ValidationError(_("Nothing was changed: this was undone already."), code="undone")
        later = Merge.objects.filter(undone_at=None, pk__gt=made.pk)
        blocking = later.filter(models.Q(kept=made.kept_id) | models.Q(merged=made.kept_id)).order_by("-pk")
        first = blocking.select_related("merged", "kept").first()
        if first:
            raise ValidationError(
                _("Nothing was changed: undo first that « %(merged)s » joined « %(kept)s ».")
                % {"merged": first.merged, "kept": first.kept},
                code="later",
            )
        list(
            Organisation.objects.select_for_update(of=("self",))
            .filter(pk__in=[made.kept_id, made.merged_id])
            .order_by("pk")
        )
        for (label, key), changes in groupby(reversed(made.changes), key=lambda change: tuple(change[:2])):
            _put_back(label, key, [tuple(change[2:]) for change in changes])
        made.undone_at = timezone.now()
        made.undone_by = actor
        made.save()
        stays = Organisation.objects.get(pk=made.kept_id)
        joins = Organisation.objects.get(pk=made.merged_id)
        _keep_a_principal_site(stays)
        _both_changed(stays, joins)
        activity.record(
            verb="organisations.merge_undone",
            actor=actor,
            target=stays,
            others=[joins],
            screen="organisations:undo_merge",
        )
    return made


def _refuse_impossible(stays: Organisation, joins: Organisation) -> None:
    if stays.merged_into_id or joins.merged_into_id:
        raise ValidationError(
            _("Nothing was changed: one of these sheets joined another meanwhile."), code="merged"
        )
    if stays.siren and joins.siren and stays.siren != joins.siren:
        raise ValidationError(
            _("Nothing was changed: these sheets have two different SIREN, they are two structures."),
            code="other_siren",
        )
    if stays.siret and joins.siret and stays.siret != joins.siret:
        raise ValidationError(
            _("Nothing was changed: these sheets have two different SIRET, they are two places of work."),
            code="other_siret",
        )


def _fill(stays: Organisation, joins: Organisation, notes: _Notes) -> None:
    """Fill what the sheet that stays does not say, with the provenance of what is taken."""
    taken = [
        field for field in FILLED if getattr(stays, field) in _EMPTY and getattr(joins, field) not in _EMPTY
    ]
    taken += [
        voice
        for voice in ("ess_declared", "ess_registry")
        if getattr(stays, voice) == Answer.UNKNOWN and getattr(joins, voice) != Answer.UNKNOWN
    ]
    values = {field: getattr(joins, field) for field in taken}
    # The SIREN comes first: a SIRET without its SIREN is refused by the database.
    for field in sorted(taken, key=lambda name: name != "siren"):
        notes.write(stays, field, values[field])
    _appraise(stays, notes)
    said = set(stays.provenance.values_list("field", flat=True))
    for row in joins.provenance.filter(field__in=taken).exclude(field__in=said).order_by("field"):
        notes.write(row, "organisation_id", stays.pk)


def _appraise(stays: Organisation, notes: _Notes) -> None:
    before = {field: getattr(stays, field) for field in WRITTEN}
    appraise(stays)
    after = {field: getattr(stays, field) for field in WRITTEN}
    for field, value in after.items():
        setattr(stays, field, before[field])
        notes.write(stays, field, value)


def _move_everything(stays: Organisation, joins: Organisation, notes: _Notes) -> None:
    if Site.objects.filter(organisation=stays, principal=True).exists():
        for site in Site.objects.filter(organisation=joins, principal=True).order_by("pk"):
            notes.write(site, "principal", False)
    for model, column in pointing_at_structures():
        if model in _STAYS:
            continue
        for row in model._base_manager.filter(**{column: joins.pk}).order_by("pk"):
            notes.move(row, column, stays.pk)


def _decide(pair: MatchCandidate, actor: Person | None, notes: _Notes) -> None:
    decided_at = timezone.now()
    changes: tuple[tuple[str, Any, Any], ...] = (
        ("state", pair.state, MatchCandidate.State.SAME.value),
        ("decided_at", pair.decided_at, decided_at),
        ("decided_by_id", pair.decided_by_id, actor.pk if actor else None),
    )
    # One statement: the database refuses a state without its day.
    MatchCandidate.objects.filter(pk=pair.pk).update(**{field: new for field, _old, new in changes})
    label = pair._meta.label_lower
    notes.changes += [[label, pair.pk, field, _stored(old), _stored(new)] for field, old, new in changes]


def _put_back(label: str, key: Any, changes: Sequence[tuple[str, Any, Any]]) -> None:
    """Undo changes of one row, newest first, in one statement: each value that nobody changed since."""
    model = apps.get_model(label)
    rows = model._base_manager.filter(pk=key)
    row = rows.values(*dict.fromkeys(field for field, _before, _after in changes)).first()
    if row is None:
        return
    current = {field: _stored(value) for field, value in row.items()}
    restored = dict(current)
    for field, before, after in changes:
        if restored[field] == after:
            restored[field] = before
    values = {
        field: None if value is None else _column(model, field).to_python(value)
        for field, value in restored.items()
        if value != current[field]
    }
    # All at once, since columns may hold only together; else each by itself, newest change first. What stands
    # in the way by now takes precedence, and both sheets stay whole.
    if values and not _update(rows, values):
        for field, value in values.items():
            _update(rows, {field: value})


def _update(rows: models.QuerySet[Any], values: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            rows.update(**values)
    except IntegrityError:
        return False
    return True


def _column(model: type[models.Model], stored_name: str) -> Any:
    return next(field for field in model._meta.concrete_fields if field.attname == stored_name)


def _stored(value: Any) -> Any:
    """Return a value as JSON keeps it, exactly."""
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _keep_a_principal_site(sheet: Organisation) -> None:
    """A site that became the principal one since the merge may have left: the first of the others follows."""
    sites = Site.objects.filter(organisation=sheet).order_by("-principal", "pk")
    first = sites.first()
    if first and not first.principal:
        Site.objects.filter(pk=first.pk).update(principal=True)


def _both_changed(stays: Organisation, joins: Organisation) -> None:
    for sheet in (stays, joins):
        Organisation.objects.filter(pk=sheet.pk).update(changed_at=timezone.now())
        sheet_changed(Organisation.objects.get(pk=sheet.pk))
