"""Verbs on memberships: join, ask, accept, refuse, end, hand over to a successor."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
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
    membership.full_clean()
    with transaction.atomic():
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
        held = _locked(membership)
        if held.state != Membership.State.ACTIVE:
            raise ValidationError(_("Nothing was changed: this membership is not in force."), code="over")
        _end(held, day)
        _note("organisations.membership_ended", held, actor, until=day.isoformat())
    return held


def hand_over(
    *, membership: Membership, successor: Person, on: date | None = None, actor: Person | None
) -> list[Membership]:
    """Let a successor take over, as of a day (today), every role that someone holds in a structure.

    A role that the successor holds there already is not given twice. Returns the successor's memberships,
    each linked to the one that it follows. Raises ValidationError when both are the same person.
    """
    day = on or timezone.localdate()
    if successor.pk == membership.person_id:
        raise ValidationError(_("Nothing was changed: the successor is the same person."), code="same")
    with transaction.atomic():
        leaving = list(
            Membership.objects.select_for_update(of=("self",))
            .filter(
                organisation=membership.organisation_id,
                person=membership.person_id,
                state=Membership.State.ACTIVE,
            )
            .order_by("pk")
        )
        if not leaving:
            raise ValidationError(_("Nothing was changed: this membership is not in force."), code="over")
        held = set(
            Membership.objects.filter(
                organisation=membership.organisation_id,
                person=successor,
                state__in=[Membership.State.ASKED, Membership.State.ACTIVE],
            ).values_list("role", flat=True)
        )
        taken = []
        for each in leaving:
            _end(each, day)
            if each.role not in held:
                new = Membership(
                    organisation_id=each.organisation_id,
                    person=successor,
                    role=each.role,
                    title=each.title,
                    since=day,
                    follows=each,
                )
                new.full_clean()
                new.save()
                taken.append(new)
        _note("organisations.membership_handed_over", membership, actor, [successor], roles=len(taken))
    return taken


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
