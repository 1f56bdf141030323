"""Verbs of invitations: write to those who have an address, list the others for a call, hear who refuses."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.events.circles import Guest
from maillage.core.events.domain import letters
from maillage.core.events.domain.locking import locked
from maillage.core.events.models import Event, Invitation, NoInvitation
from maillage.core.events.queries import why_shut


@dataclass(frozen=True)
class Sorted:
    """Guests sorted before they are invited: to write to, to call, and left out (known, or who refused)."""

    write: tuple[Guest, ...]
    call: tuple[Guest, ...]
    left_out: int


def sort_out(event: Event, guests: Iterable[Guest]) -> Sorted:
    """Sort guests: each address once, nobody who is invited or registered already, nobody who refused."""
    registered = set(event.registrations.exclude(email="").values_list("email", flat=True))
    held = list(event.invitations.order_by("pk").values_list("email", "name"))
    addresses = registered | {email for email, _name in held if email}
    addresses |= set(NoInvitation.objects.values_list("email", flat=True))
    names = {name for email, name in held if not email}
    write, call, count = [], [], 0
    for guest in guests:
        count += 1
        email = guest.email.strip().lower()
        if email and email not in addresses:
            addresses.add(email)
            write.append(Guest(guest.name, email, guest.phone))
        elif not email and guest.name not in names:
            names.add(guest.name)
            call.append(guest)
    return Sorted(tuple(write), tuple(call), count - len(write) - len(call))


def invite(*, event: Event, guests: Iterable[Guest], circle: str, by: Person | None) -> Sorted:
    """Invite guests to an event, each once; return who was written to and who is to be called.

    Raises ValidationError when nobody can register: a draft, a cancelled event, one that has begun.
    """
    with transaction.atomic():
        row = locked(event)
        if why_shut(row):
            raise ValidationError(
                _("Nobody was invited: people cannot register for this event now."), code="shut"
            )
        found = sort_out(row, guests)
        for guest in (*found.write, *found.call):
            invitation = Invitation.objects.create(
                event=row,
                token=secrets.token_urlsafe(18),
                name=guest.name[:200],
                email=guest.email,
                phone=guest.phone,
                circle=circle[:200],
            )
            if guest.email:
                letters.invited(invitation)
        activity.record(
            verb="events.invited",
            actor=by,
            target=row,
            screen="events:invite",
            facts={"written": len(found.write), "to_call": len(found.call)},
        )
    return found


def called(*, invitation: Invitation, by: Person) -> None:
    """Note that an officer invited someone by voice; repeated, the first hour stays."""
    with transaction.atomic():
        changed = Invitation.objects.filter(pk=invitation.pk, told_at=None).update(told_at=timezone.now())
        if changed:
            activity.record(
                verb="events.invited_by_voice", actor=by, target=invitation.event, screen="events:invite"
            )


def refuse_invitations(*, invitation: Invitation) -> None:
    """Write to this address no more to invite; it still registers as it likes."""
    with transaction.atomic():
        if invitation.email:
            NoInvitation.objects.get_or_create(email=invitation.email)
        activity.record(verb="events.invitations_refused", target=invitation.event, screen="events:uninvite")
