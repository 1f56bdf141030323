"""What awaits those who prepare events: events to finish, people who wait or must be called, promises due."""

from datetime import datetime, time, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core.accounts.models import Person
from maillage.core.accounts.rules import is_coordinator, is_officer
from maillage.core.events.models import Action, Event, Minutes, Registration
from maillage.core.portal.baskets import Basket, BasketLine
from maillage.core.ui.templatetags.ui import long_date, long_datetime

SOON = timedelta(days=60)
MINUTES_WITHIN = timedelta(days=2)
MOST = 50


def _mine(person: AbstractBaseUser) -> QuerySet[Event] | None:
    """Return the events that a person prepares; those without anyone await the coordination."""
    if not isinstance(person, Person) or not (is_officer(person) or is_coordinator(person)):
        return None
    own = Q(organiser=person)
    return Event.objects.filter(own | Q(organiser=None) if is_coordinator(person) else own)


def to_prepare(person: AbstractBaseUser) -> Basket | None:
    """Return the drafts whose day comes near, and the events whose minutes are not written."""
    events = _mine(person)
    if events is None:
        return None
    now = timezone.now()
    drafts = events.filter(state=Event.State.DRAFT, starts_at__gt=now, starts_at__lt=now + SOON)
    over = (
        events.filter(
            state__in=[Event.State.OPEN, Event.State.CLOSED, Event.State.HELD],
            ends_at__lt=now - MINUTES_WITHIN,
            ends_at__gt=now - SOON,
        )
        .exclude(Exists(Minutes.objects.filter(event=OuterRef("pk"))))
        .order_by("ends_at", "pk")
    )
    lines = [
        BasketLine(
            what=_("Publish « %(title)s »") % {"title": event.title},
            detail=long_datetime(event.starts_at),
            since=event.created_at,
            url=reverse("events:prepare", args=[event.public_id]),
            action=_("Prepare"),
            thread="ensemble",
        )
        for event in drafts.order_by("starts_at", "pk")[:MOST]
    ]
    lines += [
        BasketLine(
            what=_("Write what came of « %(title)s »") % {"title": event.title},
            since=event.ends_at,
            url=reverse("events:follow", args=[event.public_id]),
            action=_("Write"),
            thread="ensemble",
        )
        for event in over[:MOST]
    ]
    return Basket(
        key="events.prepare",
        title=_("Events to prepare"),
        hint=_("Published early, they are better attended; written soon, their minutes are right."),
        lines=tuple(sorted(lines, key=lambda line: line.since)),
    )


def waiting(person: AbstractBaseUser) -> Basket | None:
    """Return the events where people wait for a seat, or for a call."""
    events = _mine(person)
    if events is None:
        return None
    waits = Q(registrations__state=Registration.State.WAITING)
    calls = Q(registrations__to_tell__gt="")
    rows = (
        events.filter(ends_at__gt=timezone.now())
        .annotate(waits=Count("registrations", filter=waits), calls=Count("registrations", filter=calls))
        .filter(Q(waits__gt=0) | Q(calls__gt=0))
        .order_by("starts_at", "pk")
    )
    return Basket(
        key="events.waiting",
        title=_("People who wait for you"),
        hint=_("More seats, or a call to those who have no e-mail."),
        lines=tuple(_people_line(event) for event in rows[:MOST]),
    )


def _people_line(event: Event) -> BasketLine:
    seats = ngettext("%(count)d person waits for a seat", "%(count)d people wait for a seat", event.waits)  # type: ignore[attr-defined]  # annotated above
    calls = ngettext("%(count)d person to call", "%(count)d people to call", event.calls)  # type: ignore[attr-defined]  # annotated above
    parts = [
        text % {"count": count}
        for text, count in ((seats, event.waits), (calls, event.calls))  # type: ignore[attr-defined]  # annotated above
        if count
    ]
    first = (
        event.registrations.filter(Q(state=Registration.State.WAITING) | ~Q(to_tell=""))
        .order_by("created_at")
        .first()
    )
    return BasketLine(
        what=", ".join(parts),
        detail=_("%(title)s, %(when)s") % {"title": event.title, "when": long_datetime(event.starts_at)},
        since=first.created_at if first else event.created_at,
        url=reverse("events:registrations", args=[event.public_id]),
        action=_("See who"),
        thread="ensemble",
    )


def actions_due(person: AbstractBaseUser) -> Basket | None:
    """Return the actions whose day comes within three days, or has passed."""
    events = _mine(person)
    if events is None:
        return None
    today = timezone.localdate()
    rows = Action.objects.filter(
        event__in=events, state=Action.State.OPEN, due_on__lte=today + timedelta(days=3)
    )
    return Basket(
        key="events.actions",
        title=_("Promises due"),
        hint=_("What was agreed at an event, and who said they would do it."),
        lines=tuple(
            BasketLine(
                what=action.what,
                detail=_("%(who)s, by %(day)s") % {"who": action.who, "day": long_date(action.due_on)},
                since=min(action.created_at, timezone.make_aware(datetime.combine(action.due_on, time(0)))),
                url=reverse("events:follow", args=[action.event.public_id]),
                action=_("Follow"),
                late=action.due_on < today,
                thread="ensemble",
            )
            for action in rows.select_related("event").order_by("due_on", "pk")[:MOST]
        ),
    )
