"""What people are written about an event; those without an address are told by voice.

Each letter goes to the outbox in the caller's transaction, under a key that names its occasion.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.events.models import Announcement, Event, Invitation, Registration
from maillage.core.messaging import domain as messaging
from maillage.core.portal.queries import the_portal
from maillage.core.ui.templatetags.ui import clock, long_date, long_datetime


def address_of(registration: Registration) -> str:
    """Return the whole address of someone's personal page."""
    return settings.PUBLIC_URL + reverse("events:mine", args=[registration.token])


def when(starts_at: datetime, ends_at: datetime) -> str:
    """Say from when to when: « mardi 24 novembre 2026, de 14 h 30 à 17 h »."""
    if timezone.localtime(starts_at).date() == timezone.localtime(ends_at).date():
        return _("%(day)s, from %(start)s to %(end)s") % {
            "day": long_date(starts_at),
            "start": clock(starts_at),
            "end": clock(ends_at),
        }
    return _("from %(start)s to %(end)s") % {
        "start": long_datetime(starts_at),
        "end": long_datetime(ends_at),
    }


def where(event: Event) -> str:
    """Say where: place, address, commune."""
    commune = event.commune.name if event.commune else ""
    return ", ".join(part for part in (event.place, event.address, commune) if part)


def registered(registration: Registration, *, key: str = "") -> None:
    """Confirm a registration, or say that the person waits; a key of its own sends the link again."""
    waits = registration.state == Registration.State.WAITING
    event = registration.event
    first = (
        _("Everything is taken for the moment: you are on the waiting list.")
        if waits
        else _("You have a seat: we look forward to seeing you.")
    )
    _write(
        registration,
        kind="events.registered",
        key=key or f"events.registered.{registration.pk}",
        subject=(_("You are on the waiting list: %(title)s") if waits else _("You are registered: %(title)s"))
        % {"title": event.title},
        paragraphs=[
            first,
            _facts(event),
            _("If a seat becomes free, a message tells you at once.") if waits else "",
            _("Your page: see your registration, give your seat back if you cannot come:"),
            address_of(registration),
            _("You asked for nothing? Someone gave your address by mistake: withdraw on this page."),
        ],
    )


def seat_freed(registration: Registration) -> None:
    """Tell someone who waited that they have a seat."""
    event = registration.event
    _tell(
        registration,
        news=Registration.News.SEAT,
        kind="events.seat",
        key=f"events.seat.{registration.pk}",
        subject=_("A seat became free for you: %(title)s") % {"title": event.title},
        paragraphs=[
            _("A seat became free: it is yours, there is nothing to do."),
            _facts(event),
            _("You can no longer come? Give it back on your page, someone else is waiting:"),
            address_of(registration),
        ],
    )


def withdrawn(registration: Registration) -> None:
    """Confirm that someone does not come."""
    event = registration.event
    _write(
        registration,
        kind="events.withdrawn",
        key=f"events.withdrawn.{registration.pk}",
        subject=_("You gave your seat back: %(title)s") % {"title": event.title},
        paragraphs=[
            _("It is noted: you do not come to « %(title)s ». Thank you for telling us.")
            % {"title": event.title},
            _("You changed your mind? You can register again:"),
            settings.PUBLIC_URL + reverse("events:event", args=[event.public_id]),
        ],
    )


def changed(registration: Registration, before: Announcement) -> None:
    """Tell someone that the hour or the place is not what was announced."""
    event = registration.event
    _tell(
        registration,
        news=Registration.News.CHANGE,
        kind="events.change",
        key=f"events.change.{registration.pk}.{event.version}",
        subject=_("Change: %(title)s") % {"title": event.title},
        paragraphs=[
            _("The hour or the place of « %(title)s » changes. Here is what holds now:")
            % {"title": event.title},
            _facts(event),
            _("Before, it was: %(when)s, %(where)s.")
            % {
                "when": when(before.starts_at, before.ends_at),
                "where": before.place or before.commune_name or _("place to be told"),
            },
            _("You can no longer come? Give your seat back on your page:"),
            address_of(registration),
        ],
    )


def cancelled(registration: Registration, reason: str) -> None:
    """Tell someone that the event does not take place."""
    event = registration.event
    _tell(
        registration,
        news=Registration.News.CANCELLED,
        kind="events.change",
        key=f"events.cancelled.{registration.pk}",
        subject=_("Cancelled: %(title)s") % {"title": event.title},
        paragraphs=[
            _("« %(title)s », planned on %(when)s, does not take place.")
            % {"title": event.title, "when": long_datetime(event.starts_at)},
            reason,
            _("Your registration is cancelled, there is nothing to do. We are sorry."),
        ],
    )


def invited(invitation: Invitation) -> None:
    """Invite someone, say how to come, and how not to be invited any more."""
    event = invitation.event
    questions = event.reply_to or the_portal().contact_email
    paragraphs = [
        _("Good day,"),
        _("You are invited to « %(title)s ».") % {"title": event.title},
        _facts(event),
        event.summary,
        _("To register, without an account, and to see the programme:"),
        settings.PUBLIC_URL + reverse("events:event", args=[event.public_id]),
        _("No e-mail address of your own? Call us, we write you down: %(phone)s.")
        % {"phone": the_portal().contact_phone}
        if the_portal().contact_phone
        else "",
        _("A question? Write to %(address)s.") % {"address": questions} if questions else "",
        _("You receive this as: %(circle)s. Not to be invited any more:") % {"circle": invitation.circle},
        settings.PUBLIC_URL + reverse("events:uninvite", args=[invitation.token]),
    ]
    messaging.post(
        kind="events.invitation",
        to=invitation.email,
        subject=_("Invitation: %(title)s, %(day)s")
        % {"title": event.title, "day": long_date(event.starts_at)},
        text="\n\n".join(part for part in paragraphs if part),
        key=f"events.invitation.{invitation.pk}",
    )


def reminded(registration: Registration, kind: str, *, key: str) -> None:
    """Remind someone of what comes (``week``, ``day``), or thank them afterwards (``after``)."""
    event = registration.event
    subjects = {
        "week": _("In a week: %(title)s"),
        "day": _("Tomorrow: %(title)s"),
        "after": _("Thank you for coming: %(title)s"),
    }
    if kind == "after":
        paragraphs = [
            _("Thank you for coming to « %(title)s ».") % {"title": event.title},
            _("Two questions, one minute: tell us whether it was useful to you."),
            settings.PUBLIC_URL + reverse("events:opinion", args=[registration.token]),
            _("The minutes, when they are written, are on the page of the event:"),
            settings.PUBLIC_URL + reverse("events:event", args=[event.public_id]),
        ]
    else:
        paragraphs = [
            _("You have a seat: we look forward to seeing you."),
            _facts(event),
            _("You can no longer come? Give your seat back on your page, someone else may be waiting:"),
            address_of(registration),
        ]
    _write(
        registration,
        kind="events.reminder",
        key=key,
        subject=subjects[kind] % {"title": event.title},
        paragraphs=paragraphs,
    )


def _facts(event: Event) -> str:
    lines = [
        event.title,
        when(event.starts_at, event.ends_at),
        where(event),
        _("Hosted by: %(host)s") % {"host": event.host} if event.host else "",
        event.access_note,
    ]
    return "\n".join(line for line in lines if line)


def _tell(
    registration: Registration,
    *,
    news: Registration.News,
    kind: str,
    key: str,
    subject: str,
    paragraphs: Sequence[str],
) -> None:
    """Write to whoever gave an address; leave the others to an officer, who calls them."""
    if registration.email:
        _write(registration, kind=kind, key=key, subject=subject, paragraphs=paragraphs)
    else:
        registration.to_tell = news
        registration.save(update_fields=["to_tell"])


def _write(
    registration: Registration, *, kind: str, key: str, subject: str, paragraphs: Sequence[str]
) -> None:
    if not registration.email:
        return
    questions = registration.event.reply_to or the_portal().contact_email
    ending = _("A question? Write to %(address)s.") % {"address": questions} if questions else ""
    greeting = _("Good day %(name)s,") % {"name": registration.first_name}
    messaging.post(
        kind=kind,
        to=registration.email,
        subject=subject,
        text="\n\n".join(part for part in (greeting, *paragraphs, ending) if part),
        key=key,
        person=registration.person,
    )
    registration.written_at = timezone.now()
    registration.save(update_fields=["written_at"])
