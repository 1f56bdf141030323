"""Verbs that forget people: on request, after a while, and sooner for what was planned for them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from maillage.core.activity import domain as activity
from maillage.core.events.domain.locking import locked
from maillage.core.events.domain.registering import fill_seats
from maillage.core.events.models import Event, Invitation, Registration, Satisfaction

NEEDS_KEPT = timedelta(days=7)


def erase(*, registration: Registration) -> None:
    """Take the person off a registration; the row still counts. A seat for later goes to whoever waits."""
    with transaction.atomic():
        event = locked(registration.event)
        row = Registration.objects.get(pk=registration.pk)
        if row.state != Registration.State.WITHDRAWN and event.starts_at > timezone.now():
            row.state, row.withdrawn_at = Registration.State.WITHDRAWN, timezone.now()
        row.name = row.email = row.phone = row.organisation = row.needs = row.to_tell = ""
        row.person = None
        row.erased_at = timezone.now()
        row.save()
        Satisfaction.objects.filter(registration=row).update(comment="")
        fill_seats(event)


def past_registrations(before: datetime) -> QuerySet[Registration]:
    """Return the registrations that still name someone, of events that ended before an instant."""
    return Registration.objects.filter(erased_at=None, event__ends_at__lt=before).order_by("pk")


def forget_needs(now: datetime | None = None) -> int:
    """Erase what had been planned for people, a week after the event; return how many. Safe to repeat."""
    before = (now or timezone.now()) - NEEDS_KEPT
    count = 0
    events = Event.objects.filter(ends_at__lt=before, registrations__needs__gt="").distinct()
    for event in events.order_by("pk"):
        with transaction.atomic():
            rows = locked(event).registrations.exclude(needs="").update(needs="")
            activity.record(verb="events.needs_forgotten", target=event, facts={"count": rows})
        count += rows
    return count


def empty_invitations(rows: QuerySet[Invitation]) -> int:
    """Take people off invitations; the rows still count. Returns how many."""
    return rows.update(name="", email="", phone="", erased_at=timezone.now())
