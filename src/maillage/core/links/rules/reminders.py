"""Which reminders of links are due: a pure function of facts and now.

The day by which news is expected is part of the key: put off, the link is asked about again, once, on the
new day.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from maillage.core.messaging.reminders import Outcome, Rule, outcome_at

# On the day, and once more when two weeks went by without a word.
RULES = (Rule("news", 0, lasts=timedelta(hours=36)), Rule("late", 14, lasts=timedelta(hours=36)))


@dataclass(frozen=True)
class LinkFacts:
    """What the reminders of one open link depend on; ``since``: when its day was set."""

    key: int
    news_on: date
    since: datetime
    decided: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Due:
    """One reminder that fell due, its key, and what is decided of it."""

    key: str
    moment: datetime
    outcome: Outcome


def due(facts: LinkFacts, now: datetime, zone: ZoneInfo) -> Iterator[Due]:
    """Yield what is decided now; nothing that was decided before."""
    for rule in RULES:
        moment = rule.moment(facts.news_on, zone)
        key = f"links.{rule.kind}.{facts.key}.{facts.news_on:%Y%m%d}"
        outcome = outcome_at(now, moment=moment, deadline=moment + rule.lasts, since=facts.since)
        if outcome and key not in facts.decided:
            yield Due(key, moment, outcome)
