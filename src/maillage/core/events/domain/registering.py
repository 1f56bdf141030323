"""Verbs on registrations: ask for a seat, give it back, be written down by an officer.

Every verb that counts seats holds the event's row: two people never get the last one.
"""

import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.events.domain import letters
from maillage.core.events.domain.locking import locked
from maillage.core.events.models import Event, Registration
from maillage.core.events.queries import seats_of, why_shut
from maillage.core.events.rules.seats import Shut

State, Source = Registration.State, Registration.Source

# Against someone who fills the lists with invented people: a hall of 200 registers well within it.
MOST_ONLINE = 500
MOST_ONLINE_WITHIN = timedelta(minutes=10)
# From one network, to all events: each writes to the address typed. A whole hall may share one network.
REGISTRATIONS_AN_HOUR = 60
GIVEN_UNDER_LOCK = ("event", "number", "token", "state", "person")


def register(
    *,
    event: Event,
    name: str,
    email: str,
    phone: str = "",
    organisation: str = "",
    needs: str = "",
    photo_consent: bool | None = None,
    person: Person | None = None,
) -> Registration:
    """Give a seat, or a place on the waiting list, to someone who registers by themselves.

    An address that is registered already gets its link again by mail, and nothing else changes: whoever types
    it learns nothing. Raises ValidationError when registrations are not open, or come too fast.
    """
    registration = Registration(
        event=event,
        name=name.strip(),
        email=email.strip().lower(),
        phone=phone.strip(),
        organisation=organisation.strip(),
        needs=needs.strip(),
        photo_consent=photo_consent,
        person=person,
        source=Source.ONLINE,
    )
    # Before the lock, so that nobody waits for it longer than needed; the table's constraints hold the rest.
    registration.clean_fields(exclude=GIVEN_UNDER_LOCK)
    with transaction.atomic():
        row = locked(event)
        _refuse_when_shut(row)
        known = _known(row, registration.email)
        if known is not None:
            send_link_again(registration=known)
            return known
        _refuse_a_flood(row)
        _seat(registration, row)
        letters.registered(registration)
        _journal("events.registered", registration, actor=person, screen="events:register")
    return registration


def add_by_hand(
    *,
    event: Event,
    name: str,
    source: str,
    by: Person,
    email: str = "",
    phone: str = "",
    organisation: str = "",
    needs: str = "",
    photo_consent: bool | None = None,
) -> Registration:
    """Write down someone who called or who stands there; no address is needed, and the door may be shut.

    Raises ValidationError when the address is registered already, or the event is cancelled or a draft.
    """
    registration = Registration(
        event=event,
        name=name.strip(),
        email=email.strip().lower(),
        phone=phone.strip(),
        organisation=organisation.strip(),
        needs=needs.strip(),
        photo_consent=photo_consent,
        source=source,
    )
    registration.clean_fields(exclude=GIVEN_UNDER_LOCK)
    with transaction.atomic():
        row = locked(event)
        if row.state in {Event.State.DRAFT, Event.State.CANCELLED}:
            raise ValidationError(_("Nobody was added: publish the event first."), code="shut")
        known = _known(row, registration.email)
        if known is not None:
            raise ValidationError(
                _("Nobody was added: this address is registered already, under number %(number)s."),
                params={"number": known.number},
                code="known",
            )
        _seat(registration, row)
        if row.ends_at > timezone.now():
            letters.registered(registration)
        _journal("events.added", registration, actor=by, screen="events:registrations")
    return registration


def send_link_again(*, registration: Registration) -> None:
    """Post the personal link again; several times within ten minutes sends it once."""
    turn = int(timezone.now().timestamp()) // 600
    letters.registered(registration, key=f"events.link.{registration.pk}.{turn}")


def withdraw(
    *, registration: Registration, by: Person | None = None, screen: str = "events:withdraw"
) -> Registration:
    """Give a seat back; the first who waits gets it and is told. Repeated, it changes nothing.

    Raises ValidationError when the person has arrived, or the event is over.
    """
    with transaction.atomic():
        event = locked(registration.event)
        row = Registration.objects.select_related("person").get(pk=registration.pk)
        row.event = event
        if row.state == State.WITHDRAWN:
            return row
        if row.arrived_at or event.ends_at <= timezone.now():
            raise ValidationError(_("Nothing was changed: the event has taken place."), code="over")
        row.state, row.withdrawn_at, row.to_tell = State.WITHDRAWN, timezone.now(), ""
        row.save(update_fields=["state", "withdrawn_at", "to_tell"])
        letters.withdrawn(row)
        _journal("events.withdrew", row, actor=by, screen=screen)
        fill_seats(event)
    return row


def fill_seats(event: Event) -> int:
    """Give the free seats to those who wait, in order of arrival; return how many. Needs the event's lock."""
    if event.state == Event.State.CANCELLED or event.starts_at <= timezone.now():
        return 0
    number = seats_of(event).promotions
    promoted = list(event.registrations.filter(state=State.WAITING).order_by("number")[:number])
    for row in promoted:
        row.event = event
        row.state = State.REGISTERED
        row.save(update_fields=["state"])
        letters.seat_freed(row)
        _journal("events.promoted", row)
    return len(promoted)


def tell(*, registration: Registration, by: Person) -> None:
    """Note that an officer told someone by voice what they had to know."""
    with transaction.atomic():
        Registration.objects.filter(pk=registration.pk).update(to_tell="", written_at=timezone.now())
        _journal("events.told", registration, actor=by, screen="events:registrations")


def consent_to_photos(*, registration: Registration, agrees: bool) -> None:
    """Keep whether someone agrees to be photographed; the last answer counts."""
    with transaction.atomic():
        Registration.objects.filter(pk=registration.pk).update(photo_consent=agrees)
        _journal("events.photos", registration, screen="events:mine", facts={"agrees": agrees})


def _known(event: Event, email: str) -> Registration | None:
    """Return who is registered under an address; nobody is under none."""
    if not email:
        return None
    return event.registrations.filter(email=email).exclude(state=State.WITHDRAWN).order_by("number").first()


def _seat(registration: Registration, event: Event) -> None:
    """Give the next number, and a seat or a place on the list. Needs the event's lock."""
    event.last_number += 1
    event.save(update_fields=["last_number"])
    registration.event = event
    registration.number = event.last_number
    registration.token = secrets.token_urlsafe(18)
    registration.state = State.WAITING if seats_of(event).newcomer_waits else State.REGISTERED
    registration.save()


def _refuse_when_shut(event: Event) -> None:
    words = {
        Shut.DRAFT: _("You were not registered: this event is not published."),
        Shut.CLOSED: _("You were not registered: registrations are closed. Call us, we may find a way."),
        Shut.TOO_LATE: _("You were not registered: the last day has passed. Call us, we may find a way."),
        Shut.CANCELLED: _("You were not registered: this event does not take place."),
        Shut.OVER: _("You were not registered: this event has begun or is over."),
    }
    reason = why_shut(event)
    if reason:
        raise ValidationError(words[reason], code=reason.value)


def _refuse_a_flood(event: Event) -> None:
    since = timezone.now() - MOST_ONLINE_WITHIN
    if event.registrations.filter(source=Source.ONLINE, created_at__gt=since).count() >= MOST_ONLINE:
        raise ValidationError(
            _("You were not registered: too many people register at this moment. Try again in ten minutes."),
            code="flood",
        )


def _journal(
    verb: str,
    registration: Registration,
    *,
    actor: Person | None = None,
    screen: str = "",
    facts: dict[str, str | int | bool] | None = None,
) -> None:
    activity.record(
        verb=verb,
        actor=actor,
        target=registration,
        others=[registration.event],
        screen=screen,
        facts=facts or {"number": registration.number, "state": registration.state},
    )
