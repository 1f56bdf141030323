"""Which reminders are due: a pure function of facts and now.

Each reminder has one moment, a morning hour of the portal's time zone, and a short time during which it is
still worth sending. It is decided once: sent, or not because its moment had passed (the house was down, or
someone put it off), or because another message had just gone. After days down there is therefore no burst,
and a key names each reminder, so that a repeated decision is seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

MORNING = time(9)


@dataclass(frozen=True)
class Rule:
    """A kind of reminder: so many days from a day, at nine; ``lasts``: how long it is worth sending.

    ``quiet``: not sent when a message about the same event went less than so long before its moment.
    """

    kind: str
    days: int
    lasts: timedelta
    quiet: timedelta = timedelta(0)

    def moment(self, day: date, zone: ZoneInfo) -> datetime:
        """Return the instant at which the reminder falls due.

        In universal time: hours added to a local time are those of the wall, wrong when the clock changes.
        """
        return datetime.combine(day + timedelta(days=self.days), MORNING, tzinfo=zone).astimezone(UTC)


BEFORE = (
    Rule("week", -7, lasts=timedelta(hours=36), quiet=timedelta(hours=48)),
    Rule("day", -1, lasts=timedelta(hours=12), quiet=timedelta(hours=12)),
)
AFTER = Rule("after", +2, lasts=timedelta(hours=36))
ACTIONS = (
    Rule("soon", -3, lasts=timedelta(hours=36)),
    Rule("due", 0, lasts=timedelta(hours=36)),
)


class Outcome(Enum):
    """What is decided of a reminder that fell due."""

    SEND = "sent"
    PASSED = "passed"
    JUST_WRITTEN = "written"


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
            outcome = _outcome(moment, deadline, guest.since, facts.put_off, now)
            if outcome is Outcome.SEND and _just_written(guest, moment - rule.quiet):
                outcome = Outcome.JUST_WRITTEN
            if outcome and key not in facts.decided:
                yield Due(key, rule.kind, moment, outcome, guest=guest.key)
    for rule in ACTIONS:
        for task in facts.tasks:
            moment = rule.moment(task.due_on, zone)
            key = f"events.action.{rule.kind}.{task.key}"
            outcome = _outcome(moment, moment + rule.lasts, task.since, task.put_off, now)
            if outcome and key not in facts.decided:
                yield Due(key, rule.kind, moment, outcome, task=task.key)


def _outcome(
    moment: datetime, deadline: datetime, since: datetime, put_off: datetime | None, now: datetime
) -> Outcome | None:
    """Return None while nothing falls due; whoever came after the moment was never promised a reminder."""
    if since > moment or now < moment:
        return None
    if now >= deadline:
        return Outcome.PASSED
    return None if put_off and now < put_off else Outcome.SEND


def _just_written(guest: Guest, since: datetime) -> bool:
    return guest.written_at is not None and guest.written_at > since
