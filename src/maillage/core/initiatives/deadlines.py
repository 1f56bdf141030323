"""Which warnings are due before a signature or a label ends: a pure function of facts and now.

The rules are those of the house's reminders: one moment each, a morning hour of the portal's time zone, a
time during which the warning is still worth sending, and a key by which it is never sent twice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from maillage.core.messaging.reminders import Rule

RULES = (
    Rule("two_months", -60, lasts=timedelta(days=20)),
    Rule("two_weeks", -15, lasts=timedelta(days=10)),
)

MORNING_OF = Rule("put_off", 0, lasts=timedelta())


@dataclass(frozen=True)
class Deadline:
    """Something that ends on a day; ``key`` names it for good, ``since`` is when it began.

    ``put_off``: no warning before that day; what fell due meanwhile is sent then, the last one alone.
    """

    key: str
    until: date
    since: date | None = None
    put_off: date | None = None


@dataclass(frozen=True)
class Notice:
    """A warning that is due: of what, by which rule, and the key that names it."""

    deadline: Deadline
    kind: str
    key: str


def due(deadlines: Iterable[Deadline], now: datetime, zone: ZoneInfo) -> Iterator[Notice]:
    """Yield the warnings to send now; what began after its moment was decided knowingly, and says nothing."""
    for deadline in deadlines:
        found = []
        for rule in RULES:
            moment = rule.moment(deadline.until, zone)
            began_later = deadline.since is not None and deadline.since > moment.astimezone(zone).date()
            if deadline.put_off:
                moment = max(moment, MORNING_OF.moment(deadline.put_off, zone))
            if moment <= now < moment + rule.lasts and not began_later:
                key = f"initiatives.{deadline.key}.{deadline.until:%Y%m%d}.{rule.kind}"
                found.append(Notice(deadline, rule.kind, key))
        yield from found[-1:]
