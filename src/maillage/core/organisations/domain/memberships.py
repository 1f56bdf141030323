"""Verbs on memberships: join, ask, accept, refuse, end, hand over to a successor."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.organisations.models import Membership, Organisation


def join(
    *,
    organisation: Organisation,
    person: Person,
    role: str,
    actor: Person | None,
    kind: str = Membership.Kind.PERSON,
    title: str = "",
    since: date | None = None,
    state: str = Membership.State.ACTIVE,
    follows: Membership | None = None,
) -> Membership:
    """Attach a person, or a shared mailbox, to a structure with a role since a day (today).

    ``state`` « asked » waits for someone's answer. Raises ValidationError when the person already holds the
    role there, or when a mailbox would represent the structure.
    """
    membership = Membership(
        organisation=organisation,
        person=person,
        role=role,
        kind=kind,
        title=title,
        since=since or timezone.localdate(),
        state=state,
        follows=follows,
    )
    with transaction.atomic():
        end_past(Membership.objects.filter(organisation=organisation, person=person))
        membership.full_clean()
        membership.save()
        verb = "asked" if state == Membership.State.ASKED else "joined"
        _note(f"organisations.membership_{verb}", membership, actor, role=role)
    return membership


def answer(*, membership: Membership, accepted: bool, actor: Person | None, note: str = "") -> Membership:
    """Accept or refuse a membership that was asked for. Raises ValidationError when it was answered."""
    with transaction.atomic():
        asked = _locked(membership)
        if asked.state != Membership.State.ASKED:
            raise ValidationError(
                _("Nothing was changed: this request was answered meanwhile."), code="answered"
            )
        asked.state = Membership.State.ACTIVE if accepted else Membership.State.REFUSED
        if accepted:
            asked.since = timezone.localdate()
        asked.full_clean()
        asked.save()
        verb = "accepted" if accepted else "refused"
        _note(f"organisations.membership_{verb}", asked, actor, note=note, role=asked.role)
    return asked


def end(*, membership: Membership, on: date | None = None, actor: Person | None) -> Membership:
    """End a membership on a day (today): from that day on it gives no right."""
    day = on or timezone.localdate()
    with transaction.atomic():
        end_past(Membership.objects.filter(pk=membership.pk))
        held = _locked(membership)
        if held.state != Membership.State.ACTIVE:
            raise ValidationError(_("Nothing was changed: this membership is not in force."), code="over")
        _end(held, day)
        _note("organisations.membership_ended", held, actor, until=day.isoformat())
    return held


def hand_over(
    *,
    membership: Membership,
    successor: Person,
    roles: Collection[str] | None = None,
    on: date | None = None,
    actor: Person | None,
) -> list[Membership]:
    """Let a successor take over, as of a day (today), roles that someone holds in a structure.

    ``roles`` names them (all of them when left out); the others stay with who holds them. A role that the
    successor holds there already is not given twice, one that they asked for is theirs without an answer.
    Returns the memberships that the successor received, each linked to the one that it follows. Raises
    ValidationError when both are the same person, when none of the roles is in force, or when a mailbox would
    represent the structure.
    """
    day = on or timezone.localdate()
    if successor.pk == membership.person_id:
        raise ValidationError(_("Nothing was changed: the successor is the same person."), code="same")
    there = Membership.objects.filter(organisation=membership.organisation_id)
    with transaction.atomic():
        end_past(there.filter(person__in=[membership.person_id, successor.pk]))
        leaving = there.select_for_update(of=("self",)).filter(
            person=membership.person_id, state=Membership.State.ACTIVE
        )
        if roles is not None:
            leaving = leaving.filter(role__in=roles)
        taken = [_take_over(each, successor, day) for each in leaving.order_by("pk")]
        if not taken:
            raise ValidationError(_("Nothing was changed: this membership is not in force."), code="over")
        received = [each for each in taken if each]
        _note("organisations.membership_handed_over", membership, actor, [successor], roles=len(received))
    return received


def _take_over(left: Membership, successor: Person, day: date) -> Membership | None:
    """End one membership for its successor; None when the successor held that role already."""
    _end(left, day)
    held = Membership.objects.filter(
        organisation=left.organisation_id,
        person=successor,
        role=left.role,
        state__in=[Membership.State.ASKED, Membership.State.ACTIVE],
    ).first()
    if held and held.state == Membership.State.ACTIVE:
        if held.until:
            # They were to leave it: now it is theirs to keep.
            held.until = None
            held.save()
        return None
    # An account read by several people stays one: it represents nobody.
    told = Membership.objects.filter(person=successor).order_by("-pk").first()
    kind = told.kind if told else Membership.Kind.PERSON
    taken = held or Membership(
        organisation_id=left.organisation_id, person=successor, role=left.role, kind=kind
    )
    taken.state = Membership.State.ACTIVE
    taken.title = taken.title or left.title
    taken.since = left.until or day
    taken.follows = left
    taken.full_clean()
    taken.save()
    return taken


def end_past(memberships: QuerySet[Membership]) -> int:
    """Say of memberships whose last day has passed that they ended; return how many.

    An end that was told in advance gives no right any more by itself; the role is free again once it is said.
    """
    over = memberships.filter(state=Membership.State.ACTIVE, until__lte=timezone.localdate())
    return over.update(state=Membership.State.ENDED)


def _end(membership: Membership, day: date) -> None:
    membership.until = max(day, membership.since)
    if membership.until <= timezone.localdate():
        membership.state = Membership.State.ENDED
    membership.full_clean()
    membership.save()


def _locked(membership: Membership) -> Membership:
    return Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)


def _note(
    verb: str,
    membership: Membership,
    actor: Person | None,
    others: list[Person] | None = None,
    *,
    note: str = "",
    **facts: str | int,
) -> None:
    activity.record(
        verb=verb,
        actor=actor,
        target=membership.organisation,
        others=[membership.person, *(others or [])],
        screen="organisations:members",
        note=note,
        facts=facts,
    )
