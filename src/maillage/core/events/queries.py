"""Reads of events: what is to come, who comes, what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import formats, timezone
from django.utils.translation import pgettext

from maillage.core.accounts.models import Person
from maillage.core.accounts.rules import is_coordinator
from maillage.core.events.models import Event, Invitation, Minutes, Registration
from maillage.core.events.rules.seats import Seats, Shut, shut
from maillage.core.territories.models import Territory

State = Registration.State
SHOWN = (Event.State.OPEN, Event.State.CLOSED, Event.State.CANCELLED, Event.State.HELD)
PAGE = 30


def with_counts(events: QuerySet[Event]) -> QuerySet[Event]:
    """Add ``taken``, ``waiting`` and ``arrived`` to events, in the same query."""
    return events.annotate(
        taken=_count(Q(state=State.REGISTERED)),
        waiting=_count(Q(state=State.WAITING)),
        arrived=_count(Q(arrived_at__isnull=False)),
    )


def _count(condition: Q) -> Coalesce:
    rows = Registration.objects.filter(condition, event=OuterRef("pk")).order_by()
    return Coalesce(Subquery(rows.values("event").annotate(number=Count("pk")).values("number")), 0)


def seats_of(event: Event) -> Seats:
    """Count the seats of an event, as they are now."""
    counts = event.registrations.aggregate(
        taken=Count("pk", filter=Q(state=State.REGISTERED)),
        waiting=Count("pk", filter=Q(state=State.WAITING)),
    )
    return Seats(event.capacity, counts["taken"], counts["waiting"])


def why_shut(event: Event, now: datetime | None = None) -> Shut | None:
    """Return why nobody can register by themselves now; None when they can."""
    return shut(
        state=event.state,
        starts_at=event.starts_at,
        closes_at=event.registration_closes_at,
        now=now or timezone.now(),
    )


def to_come(territory: Territory | None = None, now: datetime | None = None) -> QuerySet[Event]:
    """Return the public events that are not over, the next one first; of one territory when it is given."""
    rows = Event.objects.filter(
        state__in=[Event.State.OPEN, Event.State.CLOSED, Event.State.CANCELLED],
        visibility=Event.Visibility.PUBLIC,
        ends_at__gt=now or timezone.now(),
    )
    if territory is not None:
        rows = rows.filter(territories=territory)
    rows = with_counts(rows).select_related("commune").prefetch_related("territories")
    return rows.order_by("starts_at", "pk")


def past(territory: Territory | None = None, now: datetime | None = None) -> QuerySet[Event]:
    """Return the public events that took place, the last one first."""
    rows = Event.objects.filter(
        state__in=[Event.State.OPEN, Event.State.CLOSED, Event.State.HELD],
        visibility=Event.Visibility.PUBLIC,
        ends_at__lte=now or timezone.now(),
    )
    if territory is not None:
        rows = rows.filter(territories=territory)
    return rows.select_related("commune").order_by("-starts_at", "-pk")


def shown(public_id: UUID) -> Event | None:
    """Return a published event by its permanent address, whoever asks; None when there is none."""
    rows = Event.objects.filter(state__in=SHOWN).select_related("commune", "series")
    return rows.prefetch_related("territories").filter(public_id=public_id).first()


def programme_of(event: Event) -> list[tuple[str, str]]:
    """Return the programme line by line: the hour in words (empty when there is none), what happens."""
    style = pgettext("time format", "H:i")
    return [
        (formats.time_format(line.at, style) if line.at else "", line.text)
        for line in event.programme.order_by("position")
    ]


def organised_by(person: Person) -> QuerySet[Event]:
    """Return the events that a person may prepare: all of them for the coordination."""
    rows = with_counts(Event.objects.all()).select_related("commune", "organiser", "series")
    return rows if is_coordinator(person) else rows.filter(organiser=person)


def attendees(event: Event) -> Sequence[Registration]:
    """Return everyone who asked to come, in order of arrival."""
    return list(event.registrations.order_by("number"))


def find_registration(token: str) -> Registration | None:
    """Return the registration that a personal link opens; None when nobody's does."""
    rows = Registration.objects.select_related("event", "event__commune", "event__series")
    return rows.filter(token=token, erased_at=None).first()


def place_in_queue(registration: Registration) -> int:
    """Return how many wait before this one, plus one; 0 when it does not wait."""
    if registration.state != State.WAITING:
        return 0
    ahead = Registration.objects.filter(
        event=registration.event_id, state=State.WAITING, number__lt=registration.number
    )
    return ahead.count() + 1


def last_minutes(event: Event) -> Minutes | None:
    """Return the version of the minutes that is read now."""
    return event.minutes.order_by("-number").first()


@dataclass(frozen=True)
class Opinions:
    """What those who answered thought: how many, how many found it useful, met someone new."""

    answers: int
    useful: int
    met: int
    comments: tuple[str, ...]


def opinions(event: Event) -> Opinions:
    """Sum up what people thought of an event; no name goes with a comment."""
    rows = list(
        Registration.objects.filter(event=event, satisfaction__isnull=False)
        .select_related("satisfaction")
        .order_by("satisfaction__answered_at", "pk")
    )
    answers = [row.satisfaction for row in rows]
    return Opinions(
        answers=len(answers),
        useful=sum(each.useful >= 3 for each in answers),
        met=sum(bool(each.met_someone_new) for each in answers),
        comments=tuple(each.comment for each in answers if each.comment),
    )


def invited_to(event: Event) -> QuerySet[Invitation]:
    """Return who was invited, with ``answer``: the state of their registration, empty without any."""
    registered = Registration.objects.filter(event=OuterRef("event"), email=OuterRef("email")).exclude(
        email=""
    )
    return event.invitations.annotate(
        answer=Coalesce(Subquery(registered.order_by("-number").values("state")[:1]), Value(""))
    ).order_by("name", "pk")


def earlier_guests(event: Event) -> QuerySet[Registration]:
    """Return who had a seat at the earlier events of the same series, and left an address."""
    return (
        Registration.objects.filter(
            event__series=event.series_id, event__starts_at__lt=event.starts_at, state=State.REGISTERED
        )
        .exclude(email="")
        .order_by("-event__starts_at", "number")
    )
