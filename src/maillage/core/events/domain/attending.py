"""Verbs of the day itself and after: who arrives, what they thought of it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.events.domain.locking import locked
from maillage.core.events.models import Registration, Satisfaction


def check_in(*, registration: Registration, by: Person) -> Registration:
    """Note that someone is there; repeated, the first hour stays.

    Raises ValidationError for someone who waits or withdrew: a seat must be given to them first.
    """
    with transaction.atomic():
        locked(registration.event)
        row = Registration.objects.get(pk=registration.pk)
        if row.state != Registration.State.REGISTERED:
            raise ValidationError(
                _("Nothing was noted: this person has no seat. Add seats, or write them down again."),
                code="no_seat",
            )
        if row.arrived_at is None:
            row.arrived_at = timezone.now()
            row.save(update_fields=["arrived_at"])
            _journal("events.arrived", row, by)
    return row


def undo_check_in(*, registration: Registration, by: Person) -> Registration:
    """Take an arrival back."""
    with transaction.atomic():
        locked(registration.event)
        row = Registration.objects.get(pk=registration.pk)
        if row.arrived_at is not None:
            row.arrived_at = None
            row.save(update_fields=["arrived_at"])
            _journal("events.arrival_undone", row, by)
    return row


def tell_opinion(
    *, registration: Registration, useful: int, met_someone_new: bool | None, comment: str
) -> Satisfaction:
    """Keep what someone thought of an event; a second answer replaces the first."""
    with transaction.atomic():
        opinion, _created = Satisfaction.objects.update_or_create(
            registration=registration,
            defaults={"useful": useful, "met_someone_new": met_someone_new, "comment": comment.strip()},
        )
    return opinion


def _journal(verb: str, registration: Registration, by: Person) -> None:
    activity.record(
        verb=verb,
        actor=by,
        target=registration,
        others=[registration.event],
        screen="events:welcome",
        facts={"number": registration.number},
    )
