"""What awaits those who prepare events: events to finish, people who wait or must be called, promises due."""

from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core.accounts.models import Person
from maillage.core.accounts.rules import is_coordinator, is_officer
from maillage.core.events.models import Action, Event, Invitation, Minutes, Registration
from maillage.core.portal.baskets import Basket, BasketLine
from maillage.core.ui.templatetags.ui import long_date, long_datetime

SOON = timedelta(days=60)
MINUTES_WITHIN = timedelta(days=2)


def _mine(person: AbstractBaseUser) -> QuerySet[Event] | None:
    """Return the events that a person prepares; those without anyone await the coordination."""
    if not isinstance(person, Person) or not (is_officer(person) or is_coordinator(person)):
        return None
    own = Q(organiser=person)
    return Event.objects.filter(own | Q(organiser=None) if is_coordinator(person) else own)


def to_publish(person: AbstractBaseUser) -> Basket | None:
    """Return the drafts whose day comes near."""
    events = _mine(person)
    if events is None:
        return None
    now = timezone.now()
    return Basket(
        key="events.publish",
        title=_("Events to publish"),
        hint=_("Published early, they are better attended."),
        rows=events.filter(state=Event.State.DRAFT, starts_at__gt=now, starts_at__lt=now + SOON),
        since="created_at",
        line=lambda event: BasketLine(
            what=_("Publish « %(title)s »") % {"title": event.title},
            detail=long_datetime(event.starts_at),
            url=reverse("events:prepare", args=[event.public_id]),
            action=_("Prepare"),
            thread="ensemble",
        ),
    )


def minutes_to_write(person: AbstractBaseUser) -> Basket | None:
    """Return the events that took place and whose minutes nobody wrote."""
    events = _mine(person)
    if events is None:
        return None
    now = timezone.now()
    over = events.filter(
        state__in=[Event.State.OPEN, Event.State.CLOSED, Event.State.HELD],
        ends_at__lt=now - MINUTES_WITHIN,
        ends_at__gt=now - SOON,
    )
    return Basket(
        key="events.minutes",
        title=_("Minutes to write"),
        hint=_("Written soon, they are right."),
        rows=over.exclude(Exists(Minutes.objects.filter(event=OuterRef("pk")))),
        since="ends_at",
        line=lambda event: BasketLine(
            what=_("Write what came of « %(title)s »") % {"title": event.title},
            url=reverse("events:follow", args=[event.public_id]),
            action=_("Write"),
            thread="ensemble",
        ),
    )


def waiting(person: AbstractBaseUser) -> Basket | None:
    """Return the events where people wait for a seat, or for a call."""
    events = _mine(person)
    if events is None:
        return None
    waits = Q(registrations__state=Registration.State.WAITING)
    calls = Q(registrations__to_tell__gt="")
    return Basket(
        key="events.waiting",
        title=_("People who wait for you"),
        hint=_("More seats, or a call to those who have no e-mail."),
        rows=events.filter(waits | calls, ends_at__gt=timezone.now()).annotate(
            waits=Count("registrations", filter=waits),
            calls=Count("registrations", filter=calls),
            waited_since=Min("registrations__created_at"),
        ),
        since="waited_since",
        line=_people_line,
    )


def _people_line(event: Event) -> BasketLine:
    seats = ngettext("%(count)d person waits for a seat", "%(count)d people wait for a seat", event.waits)  # type: ignore[attr-defined]  # annotated above
    calls = ngettext("%(count)d person to call", "%(count)d people to call", event.calls)  # type: ignore[attr-defined]  # annotated above
    parts = [
        text % {"count": count}
        for text, count in ((seats, event.waits), (calls, event.calls))  # type: ignore[attr-defined]  # annotated above
        if count
    ]
    return BasketLine(
        what=", ".join(parts),
        detail=_("%(title)s, %(when)s") % {"title": event.title, "when": long_datetime(event.starts_at)},
        url=reverse("events:registrations", args=[event.public_id]),
        action=_("See who"),
        thread="ensemble",
    )


def invited_by_voice(person: AbstractBaseUser) -> Basket | None:
    """Return those who are invited, have no e-mail address, and wait for a call."""
    events = _mine(person)
    if events is None:
        return None
    coming = events.filter(starts_at__gt=timezone.now()).exclude(state=Event.State.CANCELLED)
    rows = Invitation.objects.filter(event__in=coming, email="", told_at=None, erased_at=None)
    return Basket(
        key="events.calls",
        title=_("Invitations by voice"),
        hint=_("They have no e-mail address that we know of: a call, then say that it is done."),
        rows=rows.select_related("event"),
        since="invited_at",
        line=lambda invitation: BasketLine(
            what=_("Call %(name)s") % {"name": invitation.name},
            detail=_("%(title)s, %(when)s")
            % {"title": invitation.event.title, "when": long_datetime(invitation.event.starts_at)},
            url=f"{reverse('events:invite', args=[invitation.event.public_id])}#appels",
            action=_("See who"),
            thread="ensemble",
        ),
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
        rows=rows.select_related("event"),
        since="created_at",
        line=lambda action: BasketLine(
            what=action.what,
            detail=_("%(who)s, by %(day)s") % {"who": action.who, "day": long_date(action.due_on)},
            url=reverse("events:follow", args=[action.event.public_id]),
            action=_("Follow"),
            late=action.due_on < today,
            thread="ensemble",
        ),
    )
