"""Verbs on an event: draft it, publish it, change it, cancel it, say that it took place."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.events.domain import letters
from maillage.core.events.domain.locking import locked
from maillage.core.events.domain.registering import fill_seats
from maillage.core.events.models import Announcement, Event, ProgrammeItem, Registration
from maillage.core.events.rules.programme import Line
from maillage.core.territories.models import Territory

State = Event.State
# A change of one of these is told to everyone who comes or waits.
TOLD = ("starts_at", "ends_at", "place", "address", "commune_id")
ANNOUNCED = (*TOLD, "title", "host")


def draft(
    *, event: Event, territories: Iterable[Territory] = (), programme: Iterable[Line] = (), by: Person | None
) -> Event:
    """Save a new event, seen by nobody else yet. Raises ValidationError in words."""
    with transaction.atomic():
        event.state = State.DRAFT
        event.full_clean()
        event.save()
        event.territories.set(territories)
        write_programme(event, programme)
        _journal("events.drafted", event, by, "events:create")
    return event


def write_programme(event: Event, lines: Iterable[Line]) -> None:
    """Put these lines in place of the programme of an event."""
    event.programme.all().delete()
    ProgrammeItem.objects.bulk_create(
        ProgrammeItem(event=event, position=position, at=at, text=text[:250])
        for position, (at, text) in enumerate(lines)
    )


def publish(*, event: Event, by: Person | None) -> Event:
    """Open the page and the registrations, and freeze what is announced.

    Raises ValidationError when the event has begun, or does not say where it takes place.
    """
    with transaction.atomic():
        row = locked(event)
        if row.state != State.DRAFT:
            return row
        if row.starts_at <= timezone.now():
            raise ValidationError(_("The event was not published: its day has passed."), code="past")
        if not (row.place or row.address or row.commune_id):
            raise ValidationError(_("The event was not published: say where it takes place."), code="place")
        row.state, row.version = State.OPEN, 1
        row.save(update_fields=["state", "version"])
        _announce(row)
        _journal("events.published", row, by, "events:prepare")
    return row


def change(
    *,
    event: Event,
    changes: Mapping[str, object],
    territories: Iterable[Territory] | None = None,
    programme: Iterable[Line] | None = None,
    by: Person | None,
) -> Event:
    """Change an event. Once published, a new hour or place is a new version, told to everyone concerned.

    More seats go to those who wait; fewer take none back. Raises ValidationError in words, and then nothing
    is changed.
    """
    with transaction.atomic():
        row = locked(event)
        _refuse_when_over(row)
        before = {name: getattr(row, name) for name in ANNOUNCED}
        for name, value in changes.items():
            setattr(row, name, value)
        row.full_clean()
        different = {name for name in ANNOUNCED if getattr(row, name) != before[name]}
        published = row.state != State.DRAFT
        previous = row.announcements.order_by("-number").first()
        if published and different:
            row.version += 1
        row.save()
        if territories is not None:
            row.territories.set(territories)
        if programme is not None:
            write_programme(row, programme)
        if published and different:
            _announce(row)
        if published and previous and different.intersection(TOLD):
            for registration in _concerned(row):
                letters.changed(registration, previous)
        fill_seats(row)
        _journal("events.changed", row, by, "events:edit", told=bool(published and different & set(TOLD)))
    return row


def close(*, event: Event, by: Person) -> Event:
    """Take no more registrations from the site; an officer still adds people."""
    return _turn(event, State.OPEN, State.CLOSED, "events.closed", by)


def reopen(*, event: Event, by: Person) -> Event:
    """Take registrations from the site again."""
    return _turn(event, State.CLOSED, State.OPEN, "events.reopened", by)


def cancel(*, event: Event, by: Person | None, reason: str = "") -> Event:
    """Say that an event does not take place, and tell everyone who comes or waits.

    Its page stays, and says so. Raises ValidationError when it has taken place.
    """
    with transaction.atomic():
        row = locked(event)
        if row.state == State.CANCELLED:
            return row
        _refuse_when_over(row)
        told = row.state != State.DRAFT
        if not told:
            row.version = 1
        row.state = State.CANCELLED
        row.save(update_fields=["state", "version"])
        if told:
            for registration in _concerned(row):
                letters.cancelled(registration, reason)
        activity.record(verb="events.cancelled", actor=by, target=row, screen="events:cancel", note=reason)
    return row


def hold(*, event: Event, by: Person | None) -> Event:
    """Say that an event took place: its minutes can be written. Raises ValidationError before it begins."""
    with transaction.atomic():
        row = locked(event)
        if row.state == State.HELD:
            return row
        if row.state not in {State.OPEN, State.CLOSED} or row.starts_at > timezone.now():
            raise ValidationError(_("Nothing was changed: this event has not begun."), code="early")
        row.state = State.HELD
        row.save(update_fields=["state"])
        _journal("events.held", row, by, "events:follow")
    return row


def _turn(event: Event, before: State, after: State, verb: str, by: Person) -> Event:
    with transaction.atomic():
        row = locked(event)
        if row.state == before:
            row.state = after
            row.save(update_fields=["state"])
            _journal(verb, row, by, "events:prepare")
    return row


def _refuse_when_over(event: Event) -> None:
    if event.state in {State.CANCELLED, State.HELD}:
        raise ValidationError(
            _("Nothing was changed: this event is cancelled or has taken place."), code="over"
        )


def _announce(event: Event) -> None:
    Announcement.objects.create(
        event=event,
        number=event.version,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        place=event.place,
        address=event.address,
        commune_name=event.commune.name if event.commune else "",
        host=event.host,
    )


def _concerned(event: Event) -> list[Registration]:
    rows = event.registrations.exclude(state=Registration.State.WITHDRAWN).order_by("number")
    found = list(rows.select_related("person"))
    for row in found:
        row.event = event
    return found


def _journal(verb: str, event: Event, by: Person | None, screen: str, **facts: bool) -> None:
    activity.record(
        verb=verb, actor=by, target=event, screen=screen, facts={"version": event.version, **facts}
    )
