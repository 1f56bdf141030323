"""Events for the tests: fictitious, in a fortnight, published unless said otherwise."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from maillage.core.accounts.models import Person
from maillage.core.events.domain import preparing, registering
from maillage.core.events.models import Event, Registration
from maillage.core.messaging.models import Message


def in_days(days: float, hour: int = 14) -> datetime:
    """Return an hour of the portal's clock, so many days from now."""
    return (timezone.localtime() + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


def make_event(*, published: bool = True, **fields: Any) -> Event:
    """Create an event; it is published as an organiser would do it."""
    starts_at = fields.pop("starts_at", None) or in_days(14)
    fields.setdefault("title", "Demi-journée (démonstration)")
    fields.setdefault("place", "Salle des fêtes (démonstration)")
    fields.setdefault("ends_at", starts_at + timedelta(hours=3))
    territories = fields.pop("territories", ())
    event = preparing.draft(event=Event(starts_at=starts_at, **fields), territories=territories, by=None)
    return preparing.publish(event=event, by=None) if published else event


def over(event: Event, days: float = 1) -> Event:
    """Let an event have taken place, so many days ago; what was announced stays behind."""
    starts_at = in_days(-days)
    Event.objects.filter(pk=event.pk).update(starts_at=starts_at, ends_at=starts_at + timedelta(hours=3))
    event.refresh_from_db()
    return event


def comes(event: Event, number: int = 1, **fields: Any) -> Registration:
    """Let somebody register on the site."""
    fields.setdefault("name", f"Invitée {number} (démonstration)")
    fields.setdefault("email", f"invitee-{number}@example.org")
    return registering.register(event=event, **fields)


def calls(
    event: Event, by: Person, name: str = "Voisin sans adresse (démonstration)", **fields: Any
) -> Registration:
    """Let an officer write down somebody who telephoned."""
    fields.setdefault("source", "phone")
    return registering.add_by_hand(event=event, name=name, by=by, **fields)


def subjects_to(email: str) -> list[str]:
    """Return the subjects of the messages to an address, oldest first."""
    return list(Message.objects.filter(to=email).order_by("id").values_list("subject", flat=True))


def fresh(row: Registration) -> Registration:
    """Read a registration again."""
    return Registration.objects.select_related("event").get(pk=row.pk)
