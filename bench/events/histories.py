"""Random histories of reminders, and a judge that knows nothing of the rules' code.

A history: an event, people who register and withdraw, messages that go, reminders put off, an action, and a
house that wakes up irregularly, sometimes after days. The judge recomputes, from the prose of the rules, at
which wakings each reminder could have been sent.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from maillage.core.events.rules.reminders import EventFacts, Guest, Task, due
from maillage.core.messaging.reminders import Outcome

PARIS = ZoneInfo("Europe/Paris")
# (kind, days from the day of the event, hours during which it is worth sending, hours of quiet before)
PROMISES = (("week", -7, 36, 48), ("day", -1, 12, 12), ("after", 2, 36, 0))
ACTIONS = (("soon", -3, 36), ("due", 0, 36))


@dataclass
class Person:
    """Someone with a seat from one instant to another, written to at some instants, who came or not."""

    key: int
    since: datetime
    until: datetime
    came: bool
    written: list[datetime] = field(default_factory=list)


@dataclass
class History:
    """Everything that happens around one event."""

    starts_at: datetime
    people: list[Person]
    action: tuple[datetime, date, datetime]
    put_off: datetime | None
    wakings: list[datetime]


def history(seed: int) -> History:
    """Draw a history; often across a change of the clock, often with days of silence."""
    draw = random.Random(seed)
    day = draw.choice([date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2026, 12, 8)])
    day += timedelta(days=draw.randrange(-9, 10))
    starts_at = datetime.combine(day, time(draw.choice([8, 9, 14, 20]), 0), tzinfo=PARIS).astimezone(UTC)
    first = starts_at - timedelta(days=draw.randrange(1, 16))
    people = [_person(draw, number, first, starts_at) for number in range(draw.randrange(1, 6))]
    wakings, now = [], first
    while now < starts_at + timedelta(days=20):
        wakings.append(now)
        pause = (
            draw.choice([5, 5, 5, 60, 60, 300, 900]) if draw.random() < 0.97 else draw.randrange(1440, 5760)
        )
        now += timedelta(minutes=pause)
    put_off = first + timedelta(hours=draw.randrange(24 * 20)) if draw.random() < 0.3 else None
    action = (
        starts_at + timedelta(hours=draw.randrange(72)),
        day + timedelta(days=draw.randrange(1, 18)),
        starts_at + timedelta(days=draw.randrange(1, 25)),
    )
    return History(starts_at, people, action, put_off, wakings)


def _person(draw: random.Random, key: int, first: datetime, starts_at: datetime) -> Person:
    since = first + (starts_at - first) * draw.random()
    leaves = draw.random() < 0.25
    until = since + (starts_at - since) * draw.random() if leaves else starts_at + timedelta(days=90)
    written = [since] + [first + timedelta(hours=draw.randrange(24 * 20)) for _ in range(draw.randrange(3))]
    return Person(key, since, until, came=not leaves and draw.random() < 0.8, written=sorted(written))


def faults_of(told: History, sow: str = "") -> list[str]:
    """Play a history and return what went wrong; ``sow`` spoils it on purpose (lost, doubled, early)."""
    decided: dict[str, tuple[str, int, datetime, Outcome]] = {}
    sent: list[tuple[str, int, datetime]] = []
    written = {person.key: list(person.written) for person in told.people}
    for now in told.wakings:
        early = timedelta(hours=30) if sow == "early" else timedelta(0)
        for each in due(_facts(told, now, written, frozenset(decided)), now + early, PARIS):
            about = each.guest if each.guest is not None else -1
            decided[each.key] = (each.kind, about, now, each.outcome)
            if each.outcome is Outcome.SEND and sow != "lost":
                sent += [(each.kind, about, now)] * (2 if sow == "doubled" else 1)
                if about >= 0:
                    written[about].append(now)
    return _judge(told, sent, written)


def _facts(
    told: History, now: datetime, written: dict[int, list[datetime]], decided: frozenset[str]
) -> EventFacts:
    guests = tuple(
        Guest(
            person.key,
            person.since,
            max((instant for instant in written[person.key] if instant <= now), default=None),
            came=person.came,
        )
        for person in told.people
        if person.since <= now < person.until
    )
    since, due_on, settled = told.action
    tasks = (Task(0, since, due_on),) if since <= now < settled else ()
    return EventFacts(
        1, told.starts_at, told.starts_at + timedelta(hours=3), guests, tasks, told.put_off, decided
    )


def _judge(
    told: History, sent: list[tuple[str, int, datetime]], written: dict[int, list[datetime]]
) -> list[str]:
    faults = []
    day = told.starts_at.astimezone(PARIS).date()
    for person in told.people:
        for kind, days, hours, quiet in PROMISES:
            moment = _nine(day + timedelta(days=days))
            end = moment + timedelta(hours=hours)
            if kind != "after":
                end = min(end, told.starts_at)
            can = [
                now
                for now in told.wakings
                if moment <= now < end
                and now < person.until
                and person.since <= moment
                and (told.put_off is None or now >= told.put_off)
                and (kind != "after" or person.came)
            ]
            went = [now for what, who, now in sent if (what, who) == (kind, person.key)]
            silenced = can and any(
                moment - timedelta(hours=quiet) < instant <= can[0]
                for instant in written[person.key]
                if instant not in went
            )
            faults += _compare(kind, went, moment, [] if silenced else can[:1])
    since, due_on, settled = told.action
    for kind, days, hours in ACTIONS:
        moment = _nine(due_on + timedelta(days=days))
        end = moment + timedelta(hours=hours)
        can = [now for now in told.wakings if moment <= now < end and now < settled and since <= moment]
        faults += _compare(kind, [now for what, _who, now in sent if what == kind], moment, can[:1])
    return faults


def _nine(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=PARIS).astimezone(UTC)


def _compare(kind: str, went: list[datetime], moment: datetime, owed: list[datetime]) -> list[str]:
    if any(now < moment for now in went):
        return [f"early: {kind}"]
    if len(went) > 1:
        return [f"doubled: {kind}"]
    if owed and not went:
        return [f"lost: {kind}"]
    return [] if went == owed else [f"not when it was owed: {kind} at {went}, owed {owed}"]
