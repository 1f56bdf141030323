"""Verbs on a sheet: write it, change it, publish it, close it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.organisations.domain.ess import appraise
from maillage.core.organisations.domain.listing import sheet_changed
from maillage.core.organisations.models import FieldProvenance, Organisation, Site
from maillage.core.organisations.rules import Perimeter, lacking

# What people and sources write of a structure; the rest is computed, or has a verb of its own.
FIELDS = (
    "name",
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
    "ess_declared",
    "ess_registry",
)
_ATTEMPTS = 20


def create(
    *,
    values: Mapping[str, Any],
    actor: Person | None,
    site: Mapping[str, Any] | None = None,
    by_hand: bool = True,
    rules: Perimeter | None = None,
    screen: str = "organisations:create",
) -> Organisation:
    """Open the sheet of a structure, to complete, with its principal site when one is known.

    ``values`` names fields of ``FIELDS``, ``site`` fields of ``Site``. ``by_hand`` protects what is given
    from imports. ``rules`` spares an importer from reading the ESS rules at each line.

    Raises ValidationError, by field, when a value is refused.
    """
    organisation = Organisation(**_known(values))
    appraise(organisation, rules)
    organisation.full_clean(exclude=["slug"])
    with transaction.atomic():
        _save_with_an_address(organisation)
        if site:
            place = Site(organisation=organisation, principal=True, **site)
            place.full_clean()
            place.save()
        if by_hand:
            note_hand(organisation, [field for field, value in values.items() if value], actor)
        sheet_changed(organisation)
        activity.record(verb="organisations.created", actor=actor, target=organisation, screen=screen)
    return organisation


def change(
    *,
    organisation: Organisation,
    values: Mapping[str, Any],
    actor: Person | None,
    screen: str = "organisations:edit",
) -> Organisation:
    """Correct fields by hand: they are protected from imports from then on. Return the sheet as it stands.

    Raises ValidationError, by field, when a value is refused: then nothing was changed.
    """
    with transaction.atomic():
        sheet = locked(organisation)
        changed = assign(sheet, values)
        if changed:
            sheet.full_clean(exclude=["slug"])
            sheet.save()
            note_hand(sheet, changed, actor)
            sheet_changed(sheet)
            activity.record(
                verb="organisations.changed",
                actor=actor,
                target=sheet,
                screen=screen,
                facts={"fields": "+".join(changed)[:80]},
            )
    return sheet


def publish(*, organisation: Organisation, actor: Person | None) -> Organisation:
    """Show the sheet to everyone. Raises ValidationError that says what it still lacks."""
    with transaction.atomic():
        sheet = locked(organisation)
        missing = lacking(sheet)
        if missing:
            raise ValidationError(
                [ValidationError(text, code=code) for code, text in missing.items()], code="incomplete"
            )
        _move(sheet, Organisation.State.PUBLISHED, actor)
    return sheet


def withdraw(*, organisation: Organisation, actor: Person | None) -> Organisation:
    """Take the sheet back from the public: it is to be completed again."""
    with transaction.atomic():
        sheet = locked(organisation)
        _move(sheet, Organisation.State.TO_COMPLETE, actor)
    return sheet


def flag(*, organisation: Organisation, actor: Person | None, note: str = "") -> Organisation:
    """Mark the sheet as to be regularised: something about it must be settled before it is shown again."""
    with transaction.atomic():
        sheet = locked(organisation)
        _move(sheet, Organisation.State.TO_REGULARISE, actor, note=note)
    return sheet


def close(*, organisation: Organisation, on: date | None, actor: Person | None) -> Organisation:
    """Say that the structure has closed, on which day when it is known. Its sheet stays readable.

    Raises ValidationError when the day is still to come.
    """
    if on and on > timezone.localdate():
        raise ValidationError(
            _("Nothing was changed: write the closing down on the day it happens."), code="future"
        )
    with transaction.atomic():
        sheet = locked(organisation)
        sheet.closed_on = on
        _move(sheet, Organisation.State.CLOSED, actor)
    return sheet


def _move(sheet: Organisation, state: str, actor: Person | None, note: str = "") -> None:
    before, sheet.state = sheet.state, state
    if state != Organisation.State.CLOSED:
        sheet.closed_on = None
    sheet.full_clean(exclude=["slug"])
    sheet.save()
    sheet_changed(sheet)
    activity.record(
        verb=f"organisations.{state}",
        actor=actor,
        target=sheet,
        screen="organisations:sheet",
        facts={"before": before},
        note=note,
    )


def locked(organisation: Organisation) -> Organisation:
    """Return the sheet locked for this transaction; raise ValidationError when it joined another."""
    sheet = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if sheet.merged_into_id:
        raise ValidationError(
            _("Nothing was changed: this sheet joined another one, which stands in its place."),
            code="merged",
        )
    return sheet


@contextmanager
def held(organisation: Organisation) -> Iterator[Organisation]:
    """Give the sheet as it stands, and let nobody else write it meanwhile.

    For who compares what stands with what is wished before asking for a change.
    """
    with transaction.atomic():
        yield Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)


def assign(sheet: Organisation, values: Mapping[str, Any], rules: Perimeter | None = None) -> list[str]:
    """Write values on a sheet without saving it, the ESS answer included; return the fields that changed."""
    changed = [field for field, value in _known(values).items() if getattr(sheet, field) != value]
    for field in changed:
        setattr(sheet, field, values[field])
    appraise(sheet, rules)
    return changed


def note_hand(sheet: Organisation, fields: list[str], person: Person | None) -> None:
    """Remember that fields were written by hand."""
    now = timezone.now()
    FieldProvenance.objects.bulk_create(
        [
            FieldProvenance(organisation=sheet, field=field, by_hand=True, person=person, at=now)
            for field in fields
        ],
        update_conflicts=True,
        unique_fields=["organisation", "field"],
        update_fields=["by_hand", "person", "record", "at"],
    )


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise ValueError(f"A sheet has no such field to write: {sorted(unknown)}")
    return dict(values)


def _save_with_an_address(organisation: Organisation) -> None:
    """Save under the first free address made of the name: another process may take one meanwhile."""
    start = slugify(organisation.name)[:100].strip("-") or "structure"
    taken = set(Organisation.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    number = 1
    for _attempt in range(_ATTEMPTS):
        while (slug := start if number == 1 else f"{start}-{number}") in taken:
            number += 1
        organisation.slug = slug
        try:
            with transaction.atomic():
                organisation.save(force_insert=True)
        except IntegrityError:
            if not Organisation.objects.filter(slug=slug).exists():
                raise
            taken.add(slug)
        else:
            return
    raise ValidationError(_("Nothing was saved: please send the form again."), code="busy")
