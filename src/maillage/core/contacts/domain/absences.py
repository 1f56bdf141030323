"""Verbs on absences: say that a contact is away, name who stands in, take it back."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.contacts.domain.people import locked
from maillage.core.contacts.models import Absence, Contact
from maillage.core.contacts.rules.rights import may_look_after


def declare(
    *, contact: Contact, first_day: date, last_day: date, stand_in: Contact | None, actor: Person
) -> Absence:
    """Write that a contact is away from a day to another, both included, and who stands in.

    Raises ValidationError when it is away already on one of these days, when who stands in is not in post
    all that time, or when the person may not look after this contact.
    """
    absence = Absence(contact=contact, first_day=first_day, last_day=last_day, stand_in=stand_in)
    with transaction.atomic():
        [row] = locked(contact)
        if not may_look_after(actor, row):
            raise ValidationError(
                _("Nothing was written: an absence is declared by the officer or by the coordination."),
                code="not_yours",
            )
        absence.full_clean()
        if row.absences.filter(first_day__lte=last_day, last_day__gte=first_day).exists():
            raise ValidationError(
                _("Nothing was written: another absence touches these days. Correct that one."),
                code="overlap",
            )
        _refuse_unfit_stand_in(absence)
        absence.save()
        activity.record(
            verb="contacts.away",
            actor=actor,
            target=row,
            others=[stand_in] if stand_in else [],
            screen="contacts:declare_absence",
            facts={"from": first_day.isoformat(), "to": last_day.isoformat()},
        )
    return absence


def name_stand_in(*, absence: Absence, stand_in: Contact | None, actor: Person) -> Absence:
    """Say who stands in during an absence (None: nobody yet); raises ValidationError as ``declare`` does."""
    with transaction.atomic():
        row = _mine(absence, actor)
        row.stand_in = stand_in
        row.full_clean()
        _refuse_unfit_stand_in(row)
        row.save(update_fields=["stand_in"])
        activity.record(
            verb="contacts.stand_in_named",
            actor=actor,
            target=row.contact,
            others=[stand_in] if stand_in else [],
            screen="contacts:absence",
        )
    return row


def end(*, absence: Absence, actor: Person) -> None:
    """Take back an absence to come, or end one under way as of today."""
    today = timezone.localdate()
    with transaction.atomic():
        row = _mine(absence, actor)
        contact = row.contact
        if row.last_day < today:
            raise ValidationError(_("This absence is over: it was kept as it is."), code="over")
        if row.first_day >= today:
            row.delete()
        else:
            row.last_day = date.fromordinal(today.toordinal() - 1)
            row.save(update_fields=["last_day"])
        activity.record(verb="contacts.back", actor=actor, target=contact, screen="contacts:absence")


def _mine(absence: Absence, actor: Person) -> Absence:
    """Lock the absence and its contact; refuse whoever may not look after it."""
    [contact] = locked(absence.contact)
    if not may_look_after(actor, contact):
        raise ValidationError(
            _("Nothing was changed: this absence belongs to its officer and to the coordination."),
            code="not_yours",
        )
    return Absence.objects.select_for_update(of=("self",)).select_related("contact").get(pk=absence.pk)


def _refuse_unfit_stand_in(absence: Absence) -> None:
    other = absence.stand_in
    if other and not (other.in_post(absence.first_day) and other.in_post(absence.last_day)):
        raise ValidationError(
            _("%(who)s is not in post on all these days: choose someone else, or other days."),
            params={"who": other.function},
            code="not_in_post",
        )
