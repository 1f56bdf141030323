"""Verbs after an event: minutes, decisions, actions, and reminders put off."""

from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.events.domain.locking import locked
from maillage.core.events.models import Action, Decision, Event, Minutes, Snooze


def write_minutes(*, event: Event, text: str, is_public: bool, by: Person | None) -> Minutes:
    """Keep a new version of the minutes; the former ones stay. The same text twice is one version."""
    with transaction.atomic():
        row = locked(event)
        _refuse_before_it_took_place(row)
        last = row.minutes.order_by("-number").first()
        if last and last.text == text and last.is_public == is_public:
            return last
        minutes = Minutes.objects.create(
            event=row, number=last.number + 1 if last else 1, text=text, is_public=is_public, author=by
        )
        _journal("events.minutes_written", event, by, version=minutes.number, public=is_public)
    return minutes


def decide(*, event: Event, text: str, by: Person | None) -> Decision:
    """Write down something that those who met agreed on."""
    with transaction.atomic():
        _refuse_before_it_took_place(locked(event))
        decision = Decision.objects.create(event=event, text=text.strip())
        _journal("events.decided", event, by, decision=decision.pk)
    return decision


def act(*, event: Event, what: str, who: str, due_on: date, by: Person | None) -> Action:
    """Write down what someone will do, and by when."""
    with transaction.atomic():
        action = Action(event=event, what=what.strip(), who=who.strip(), due_on=due_on)
        action.full_clean()
        action.save()
        _journal("events.action_added", event, by, action=action.pk)
    return action


def settle(*, action: Action, done: bool, by: Person) -> Action:
    """Say that an action is done, or given up; repeated, the first answer stays."""
    with transaction.atomic():
        row = Action.objects.select_for_update().get(pk=action.pk)
        if row.state == Action.State.OPEN:
            row.state = Action.State.DONE if done else Action.State.DROPPED
            row.settled_at = timezone.now()
            row.save(update_fields=["state", "settled_at"])
            _journal("events.action_settled", row.event, by, action=row.pk, done=done)
    return row


def snooze(*, event: Event, until: date, by: Person, action: Action | None = None) -> Snooze:
    """Put the reminders of an event, or of one action, off until the morning of a day."""
    morning = timezone.make_aware(datetime.combine(until, time(8)))
    with transaction.atomic():
        kept = Snooze.objects.create(event=event, action=action, until=morning)
        _journal("events.snoozed", event, by, until=until.isoformat())
    return kept


def _refuse_before_it_took_place(event: Event) -> None:
    if event.state in {Event.State.DRAFT, Event.State.CANCELLED} or event.starts_at > timezone.now():
        raise ValidationError(_("Nothing was written: this event has not taken place yet."), code="early")


def _journal(verb: str, event: Event, by: Person | None, **facts: str | int | bool) -> None:
    activity.record(verb=verb, actor=by, target=event, screen="events:follow", facts=facts)
