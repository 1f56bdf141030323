"""The verb of reminders: read the facts, decide, write down what was decided and post what is sent."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from maillage.core.events.domain import letters
from maillage.core.events.domain.locking import locked
from maillage.core.events.models import Action, Event, Registration, Reminder
from maillage.core.events.rules.reminders import Due, EventFacts, Guest, Task, due
from maillage.core.messaging import domain as messaging
from maillage.core.messaging.reminders import Outcome
from maillage.core.ui.templatetags.ui import long_date

# Events further away have nothing that falls due; actions may follow an event for months.
AHEAD = timedelta(days=8)
BEHIND = timedelta(days=30)
# So that one transaction stays short, even for a seminar of hundreds.
AT_ONCE = 50


def remind(now: datetime | None = None) -> int:
    """Decide every reminder that falls due now, once; return how many were sent. Safe to repeat."""
    now = now or timezone.now()
    sent = 0
    with translation.override(settings.LANGUAGE_CODE):
        for event in _candidates(now):
            # Read without the lock first: most turns find nothing, and must hold nobody up.
            while next(due(facts_of(event), now, _zone()), None) is not None:
                sent += _decide(event, now)
    return sent


def _candidates(now: datetime) -> list[Event]:
    live = Event.objects.exclude(state__in=[Event.State.DRAFT, Event.State.CANCELLED])
    near = live.filter(starts_at__lt=now + AHEAD, ends_at__gt=now - BEHIND)
    promised = live.filter(
        actions__state=Action.State.OPEN, actions__due_on__lte=timezone.localdate(now) + AHEAD
    )
    return list((near | promised).distinct().order_by("starts_at", "pk"))


def facts_of(event: Event) -> EventFacts:
    """Read what the reminders of an event depend on."""
    rows = list(
        event.registrations.filter(state=Registration.State.REGISTERED)
        .exclude(email="")
        .order_by("number")
        .values_list("pk", "created_at", "written_at", "arrived_at")
    )
    someone_was_checked_in = event.registrations.filter(arrived_at__isnull=False).exists()
    # In the order of their ends, so that the latest one holds.
    snoozes = event.snoozes.order_by("until", "pk").values_list("action", "until")
    put_off: dict[int | None, datetime] = {action: until for action, until in snoozes}  # noqa: C416 -- typed
    actions = event.actions.filter(state=Action.State.OPEN).order_by("pk")
    return EventFacts(
        key=event.pk,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        guests=tuple(
            Guest(pk, created_at, written_at, came=arrived_at is not None or not someone_was_checked_in)
            for pk, created_at, written_at, arrived_at in rows
        ),
        tasks=tuple(Task(each.pk, each.created_at, each.due_on, put_off.get(each.pk)) for each in actions),
        put_off=put_off.get(None),
        decided=frozenset(event.reminders.values_list("key", flat=True)),
    )


def _decide(event: Event, now: datetime) -> int:
    """Decide a handful of reminders under the event's lock; return how many were sent."""
    with transaction.atomic():
        row = locked(event)
        if row.state in {Event.State.DRAFT, Event.State.CANCELLED}:
            return 0
        found = [
            each for each, _number in zip(due(facts_of(row), now, _zone()), range(AT_ONCE), strict=False)
        ]
        for each in found:
            Reminder.objects.create(
                key=each.key,
                event=row,
                registration_id=each.guest,
                action_id=each.task,
                kind=each.kind,
                moment=each.moment,
                outcome=each.outcome.value,
                decided_at=now,
            )
            if each.outcome is Outcome.SEND:
                _post(each, row)
    return sum(each.outcome is Outcome.SEND for each in found)


def _post(each: Due, event: Event) -> None:
    if each.guest is not None:
        registration = Registration.objects.select_related("person").get(pk=each.guest)
        registration.event = event
        letters.reminded(registration, each.kind, key=each.key)
    elif each.task is not None:
        _remind_of_action(Action.objects.get(pk=each.task), event, key=each.key)


def _remind_of_action(action: Action, event: Event, *, key: str) -> None:
    """Write to whoever prepared the event: they know whom to ask."""
    address = event.organiser.email if event.organiser else event.reply_to
    if not address:
        return
    page = settings.PUBLIC_URL + reverse("events:follow", args=[event.public_id])
    promise = _("%(who)s promised to do it by %(day)s.") % {
        "who": action.who,
        "day": long_date(action.due_on),
    }
    question = _("Done, put off or given up? Say it here:")
    messaging.post(
        kind="events.action",
        to=address,
        subject=_("To follow: %(what)s") % {"what": action.what},
        text=f"{event.title}\n\n{action.what}\n\n{promise}\n\n{question}\n\n{page}",
        key=key,
        person=event.organiser,
    )


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)
