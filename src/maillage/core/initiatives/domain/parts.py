"""Actors come, hand over and go; funders, steps, actions, documents; a story that only grows."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity.domain import record
from maillage.core.initiatives.models import (
    Action,
    Actor,
    Document,
    Funding,
    Initiative,
    Stage,
    TimelineEntry,
)
from maillage.core.initiatives.rules import share_left
from maillage.core.organisations.models import Organisation
from maillage.core.territories.geography.names import folded


def organisation_named(name: str) -> Organisation | None:
    """Return the one published structure of this name; None when there is none, or several."""
    found = list(Organisation.objects.published().filter(folded=folded(name)).order_by("pk")[:2])
    return found[0] if len(found) == 1 else None


def _locked(initiative: Initiative) -> Initiative:
    return Initiative.objects.select_for_update().get(pk=initiative.pk)


@transaction.atomic
def welcome(*, initiative: Initiative, actor: Person | None, name: str, **facts: Any) -> Actor:
    """Add a structure to a démarche; the base's sheet is found by its name. Raises ValidationError."""
    known = organisation_named(name)
    added = Actor(
        initiative=_locked(initiative), organisation=known, name=known.name if known else name, **facts
    )
    added.full_clean()
    added.save()
    others = [known] if known else []
    record(verb="initiatives.actor_joined", actor=actor, target=initiative, others=others)
    return added


@transaction.atomic
def see_off(*, part: Actor, until: date, actor: Person) -> None:
    """End the part of a structure; it stays in the démarche's past. Raises ValidationError."""
    part.until = until
    part.full_clean()
    part.save()
    record(verb="initiatives.actor_left", actor=actor, target=part.initiative)


@transaction.atomic
def hand_over(*, initiative: Initiative, name: str, on: date, actor: Person | None, note: str = "") -> Actor:
    """Let another structure facilitate from a day on; who did so before stays readable.

    Raises ValidationError when the day is not after the present facilitation began.
    """
    locked = _locked(initiative)
    held = locked.actors.filter(part=Actor.Part.FACILITATES, until=None).order_by("pk").first()
    if held:
        if held.since and held.since >= on:
            raise ValidationError(_("The present facilitation began later: choose a day after it began."))
        held.until = on
        held.save()
    follower = welcome(
        initiative=locked, actor=actor, name=name, part=Actor.Part.FACILITATES, since=on, note=note
    )
    record(verb="initiatives.handed_over", actor=actor, target=locked, facts={"on": on.isoformat()})
    return follower


@transaction.atomic
def fund(*, initiative: Initiative, actor: Person | None, **facts: Any) -> Funding:
    """Record a funder. Raises ValidationError when the known shares would pass 100 %."""
    added = Funding(initiative=_locked(initiative), **facts)
    added.full_clean()
    left = share_left(list(initiative.fundings.order_by("pk")))
    if added.share is not None and added.share > left:
        raise ValidationError(
            {"share": _("Only %(left)s %% are left to fund; nothing was written.") % {"left": _percent(left)}}
        )
    added.save()
    record(verb="initiatives.funding_added", actor=actor, target=initiative)
    return added


def _percent(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


@transaction.atomic
def add_stage(*, initiative: Initiative, actor: Person | None, **facts: Any) -> Stage:
    """Add a step at the end. Raises ValidationError."""
    added = Stage(initiative=_locked(initiative), **facts)
    added.full_clean()
    added.save()
    record(verb="initiatives.stage_added", actor=actor, target=initiative)
    return added


@transaction.atomic
def move_stage(*, stage: Stage, state: str, actor: Person) -> None:
    """Say where a step stands. Raises ValidationError."""
    stage.state = state
    stage.full_clean()
    stage.save()
    record(verb="initiatives.stage_moved", actor=actor, target=stage.initiative, facts={"state": state})


@transaction.atomic
def promise(*, initiative: Initiative, actor: Person | None, **facts: Any) -> Action:
    """Write down what somebody promised to do. Raises ValidationError."""
    added = Action(initiative=_locked(initiative), **facts)
    added.full_clean()
    added.save()
    record(verb="initiatives.action_promised", actor=actor, target=initiative)
    return added


@transaction.atomic
def settle(*, action: Action, state: str, actor: Person) -> None:
    """Say that an action was done or dropped, or open it again."""
    action.state = state
    action.settled_on = None if state == Action.State.TO_DO else timezone.localdate()
    action.full_clean()
    action.save()
    record(verb="initiatives.action_settled", actor=actor, target=action.initiative, facts={"state": state})


@transaction.atomic
def file_document(*, initiative: Initiative, actor: Person | None, **facts: Any) -> Document:
    """Add a document. Raises ValidationError."""
    added = Document(initiative=_locked(initiative), **facts)
    added.full_clean()
    added.save()
    record(verb="initiatives.document_added", actor=actor, target=initiative)
    return added


@transaction.atomic
def tell(*, initiative: Initiative, actor: Person | None, **facts: Any) -> TimelineEntry:
    """Add a line to the story; ``corrects`` names the line that it puts right. Raises ValidationError."""
    added = TimelineEntry(initiative=_locked(initiative), **facts)
    added.full_clean()
    added.save()
    record(verb="initiatives.told", actor=actor, target=initiative)
    return added


@transaction.atomic
def empty_line(*, entry: TimelineEntry, actor: Person) -> None:
    """Take the text of a line out of the story, because it names somebody; the line and its day stay."""
    TimelineEntry.objects.filter(pk=entry.pk).update(text="")
    record(verb="initiatives.line_emptied", actor=actor, target=entry.initiative)
