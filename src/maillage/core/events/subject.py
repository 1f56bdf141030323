"""What events know of one person: export, erasure, end of keeping (named by ``personal_data``)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.events.domain import forgetting
from maillage.core.events.models import Event, Invitation, Minutes, NoInvitation, Registration, Satisfaction

Row = dict[str, object]


def _of(person: Person) -> QuerySet[Registration]:
    """Return the registrations of a person: made from their account, or under their address."""
    return Registration.objects.filter(Q(person=person) | Q(email=person.email)).order_by("pk")


def export_registrations(person: Person) -> Iterator[Row]:
    """Give the events for which the person registered, and what they said then."""
    for row in _of(person).select_related("event"):
        yield {
            _("Event"): row.event.title,
            _("When"): row.event.starts_at,
            _("Name"): row.name,
            _("E-mail address"): row.email,
            _("Telephone"): row.phone,
            _("Structure"): row.organisation,
            _("State"): row.get_state_display(),
            _("Registered on"): row.created_at,
            _("Arrived at"): row.arrived_at,
            _("Agrees to be photographed"): row.photo_consent,
            _("What to plan for them"): row.needs,
        }


def erase_registrations(person: Person) -> int:
    """Take the person off their registrations; how many came stays true."""
    rows = list(_of(person).filter(erased_at=None).select_related("event"))
    for row in rows:
        forgetting.erase(registration=row)
    return len(rows)


def purge_registrations(before: datetime, dry_run: bool) -> int:
    """Take people off the registrations of events that ended before an instant, or only count them."""
    rows = forgetting.past_registrations(before)
    if dry_run:
        return rows.count()
    found = list(rows.select_related("event"))
    for row in found:
        forgetting.erase(registration=row)
    return len(found)


def export_invitations(person: Person) -> Iterator[Row]:
    """Give the events to which the person's address was invited."""
    for row in Invitation.objects.filter(email=person.email).select_related("event").order_by("pk"):
        yield {
            _("Event"): row.event.title,
            _("Invited on"): row.invited_at,
            _("Invited as"): row.circle,
            _("Name"): row.name,
            _("Telephone"): row.phone,
        }


def erase_invitations(person: Person) -> int:
    """Take the person off their invitations; how many were invited stays true."""
    return forgetting.empty_invitations(Invitation.objects.filter(email=person.email))


def purge_invitations(before: datetime, dry_run: bool) -> int:
    """Take people off the invitations to events that ended before an instant, or only count them."""
    rows = Invitation.objects.filter(erased_at=None, event__ends_at__lt=before)
    return rows.count() if dry_run else forgetting.empty_invitations(rows)


def export_refusals(person: Person) -> Iterator[Row]:
    """Give since when the person is invited no more."""
    for row in NoInvitation.objects.filter(email=person.email).order_by("pk"):
        yield {_("E-mail address"): row.email, _("Invited no more since"): row.since}


def export_opinions(person: Person) -> Iterator[Row]:
    """Give what the person thought of the events to which they came."""
    rows = Satisfaction.objects.filter(registration__in=_of(person)).select_related("registration__event")
    for row in rows.order_by("pk"):
        yield {
            _("Event"): row.registration.event.title,
            _("Useful"): row.get_useful_display(),
            _("Met someone new"): row.met_someone_new,
            _("Comment"): row.comment,
        }


def erase_opinions(person: Person) -> int:
    """Remove what the person wrote; the figures stay, without anyone behind them."""
    rows = Satisfaction.objects.filter(registration__in=_of(person)).exclude(comment="")
    return rows.update(comment="")


def export_events(person: Person) -> Iterator[Row]:
    """Give the events that the person prepared, or whose questions come to their address."""
    events = Event.objects.filter(Q(organiser=person) | Q(reply_to__iexact=person.email))
    for event in events.order_by("starts_at", "pk"):
        yield {
            _("Event"): event.title,
            _("When"): event.starts_at,
            _("Address"): event.address,
            _("What it is about"): event.summary,
            _("State"): event.get_state_display(),
            _("Answers go to"): event.reply_to,
        }


def erase_events(person: Person) -> int:
    """Take the person off the events that they prepared; the coordination hands them over."""
    Event.objects.filter(reply_to__iexact=person.email).update(reply_to="")
    return Event.objects.filter(organiser=person).update(organiser=None)


def export_minutes(person: Person) -> Iterator[Row]:
    """Give the minutes that the person wrote."""
    for minutes in Minutes.objects.filter(author=person).select_related("event").order_by("pk"):
        yield {_("Event"): minutes.event.title, _("Written on"): minutes.written_at, _("Text"): minutes.text}


def erase_minutes(person: Person) -> int:
    """Take the author off minutes; what was said belongs to those who met."""
    return Minutes.objects.filter(author=person).update(author=None)
