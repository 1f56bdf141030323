"""Open a démarche, change what it says of itself, give people a place in it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity.domain import record
from maillage.core.events.models import Event
from maillage.core.initiatives.models import Initiative, Member
from maillage.core.territories.models import Territory


def free_slug(name: str) -> str:
    """Return an address that no démarche has: the name's, numbered when it is taken."""
    stem = slugify(name)[:70] or "demarche"
    taken = set(Initiative.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(
        slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken
    )


@transaction.atomic
def open_initiative(
    *, name: str, territories: Iterable[Territory] = (), actor: Person | None, **facts: Any
) -> Initiative:
    """Open a démarche; ``facts`` are its other fields. Raises ValidationError in words."""
    initiative = Initiative(name=name, slug=free_slug(name), **facts)
    initiative.full_clean()
    initiative.save()
    initiative.territories.set(territories)
    record(verb="initiatives.opened", actor=actor, target=initiative)
    return initiative


@transaction.atomic
def change(*, initiative: Initiative, actor: Person, territories: Iterable[Territory], **facts: Any) -> None:
    """Change what a démarche says of itself. Raises ValidationError in words."""
    locked = Initiative.objects.select_for_update().get(pk=initiative.pk)
    for field, value in facts.items():
        setattr(locked, field, value)
    locked.full_clean()
    locked.save()
    locked.territories.set(territories)
    record(verb="initiatives.changed", actor=actor, target=locked)


@transaction.atomic
def give_place(
    *, initiative: Initiative, email: str, facilitates: bool, since: date, actor: Person
) -> Member:
    """Give the person who signs in with an address a place in the workspace, or change it.

    Raises ValidationError when no account has this address.
    """
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise ValidationError(_("No account has this address. Invite the person first, then come back."))
    member, _created = Member.objects.update_or_create(
        initiative=initiative,
        person=person,
        defaults={"facilitates": facilitates},
        create_defaults={"facilitates": facilitates, "since": since},
    )
    record(verb="initiatives.place_given", actor=actor, target=initiative, others=[person])
    return member


@transaction.atomic
def take_place_back(*, member: Member, actor: Person) -> None:
    """End the place of a person in the workspace."""
    initiative, person = member.initiative, member.person
    member.delete()
    record(verb="initiatives.place_taken_back", actor=actor, target=initiative, others=[person])


@transaction.atomic
def link_event(*, initiative: Initiative, event: Event, whole_series: bool, actor: Person | None) -> None:
    """Count an event among those of a démarche; with ``whole_series``, all those of its series, even to come.

    Raises ValidationError when the event belongs to no series.
    """
    if whole_series and event.series is None:
        raise ValidationError(_("This event belongs to no series: link it alone."))
    if whole_series and event.series:
        initiative.series.add(event.series)
    else:
        initiative.events.add(event)
    record(verb="initiatives.event_linked", actor=actor, target=initiative, others=[event])
