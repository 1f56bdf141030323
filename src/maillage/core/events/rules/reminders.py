"""Which reminders of events are due: a pure function of facts and now.

What all reminders share (one moment, one decision, no burst) stands in ``messaging.reminders``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from maillage.core.messaging.reminders import Outcome, Rule, outcome_at

BEFORE = (
    Rule("week", -7, lasts=timedelta(hours=36), quiet=timedelta(hours=48)),
    Rule("day", -1, lasts=timedelta(hours=12), quiet=timedelta(hours=12)),
)
AFTER = Rule("after", +2, lasts=timedelta(hours=36))
ACTIONS = (
    Rule("soon", -3, lasts=timedelta(hours=36)),
    Rule("due", 0, lasts=timedelta(hours=36)),
)


@dataclass(frozen=True)
class Guest:
    """Someone with a seat and an address: since when, when last written to, whether to thank afterwards."""

    key: int
    since: datetime
    written_at: datetime | None = None
    came: bool = True


@dataclass(frozen=True)
class Task:
    """An action that is still open; ``put_off``: no reminder before."""

    key: int
    since: datetime
    due_on: date
    put_off: datetime | None = None


@dataclass(frozen=True)
class EventFacts:
    """What reminders depend on, for one event that is neither a draft nor cancelled."""

    key: int
    starts_at: datetime
    ends_at: datetime
    guests: tuple[Guest, ...] = ()
    tasks: tuple[Task, ...] = ()
    put_off: datetime | None = None
    decided: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Due:
    """One reminder that fell due, its key, and what is decided of it."""

    key: str
    kind: str
    moment: datetime
    outcome: Outcome
    guest: int | None = None
    task: int | None = None


def due(facts: EventFacts, now: datetime, zone: ZoneInfo) -> Iterator[Due]:
    """Yield what is decided now; nothing that was decided before."""
    starts_on = facts.starts_at.astimezone(zone).date()
    ends_on = facts.ends_at.astimezone(zone).date()
    for rule in (*BEFORE, AFTER):
        day = ends_on if rule is AFTER else starts_on
        moment = rule.moment(day, zone)
        deadline = moment + rule.lasts
        if rule is not AFTER:
            deadline = min(deadline, facts.starts_at)
        for guest in facts.guests:
            if rule is AFTER and not guest.came:
                continue
            key = f"events.{rule.kind}.{guest.key}.{day:%Y%m%d}"
            outcome = outcome_at(
                now, moment=moment, deadline=deadline, since=guest.since, put_off=facts.put_off
            )
            if outcome is Outcome.SEND and _just_written(guest, moment - rule.quiet):
                outcome = Outcome.JUST_WRITTEN
            if outcome and key not in facts.decided:
                yield Due(key, rule.kind, moment, outcome, guest=guest.key)
    for rule in ACTIONS:
        for task in facts.tasks:
            moment = rule.moment(task.due_on, zone)
            key = f"events.action.{rule.kind}.{task.key}"
            outcome = outcome_at(
                now, moment=moment, deadline=moment + rule.lasts, since=task.since, put_off=task.put_off
            )
            if outcome and key not in facts.decided:
                yield Due(key, rule.kind, moment, outcome, task=task.key)


def _just_written(guest: Guest, since: datetime) -> bool:
    return guest.written_at is not None and guest.written_at > since
