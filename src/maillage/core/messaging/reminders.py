"""What all reminders share: one moment each, a short time of use, one decision.

Pure functions of facts and now. A reminder has one moment, a morning hour of the portal's time zone, and a
short time during which it is still worth sending. It is decided once: sent, or not because its moment had
passed (the house was down, or someone put it off), or because another message had just gone. After days down
there is therefore no burst. An app names each reminder by a key and keeps what was decided under it, so that
a repeated decision is seen.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

MORNING = time(9)


@dataclass(frozen=True)
class Rule:
    """A kind of reminder: so many days from a day, at nine; ``lasts``: how long it is worth sending.

    ``quiet``: not sent when a message about the same thing went less than so long before its moment.
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


class Outcome(Enum):
    """What is decided of a reminder that fell due."""

    SEND = "sent"
    PASSED = "passed"
    JUST_WRITTEN = "written"


def outcome_at(
    now: datetime, *, moment: datetime, deadline: datetime, since: datetime, put_off: datetime | None = None
) -> Outcome | None:
    """Return None while nothing falls due; whoever came after the moment was never promised a reminder."""
    if since > moment or now < moment:
        return None
    if now >= deadline:
        return Outcome.PASSED
    return None if put_off and now < put_off else Outcome.SEND
