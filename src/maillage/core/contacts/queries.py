"""Reads of contacts: who helps here, who works in a territory, what is missing."""

from collections import Counter
from datetime import date, timedelta

from django.utils import timezone

from maillage.core.contacts.knowledge import facts_at, place_of, places_at
from maillage.core.contacts.models import Subject
from maillage.core.contacts.rules import Anomaly, Answer, Proposed, coverage_report, route
from maillage.core.territories.models import Municipality, Territory

# After this, a contact or a line that nobody confirmed again is doubtful.
CONFIRMED_FOR = timedelta(days=365)


def answer_for(commune: Municipality, subject: Subject | None = None, on: date | None = None) -> Answer:
    """Return who helps in a commune on a day (today), on a subject or on all; a constant number of queries.

    A part answers as its commune, a commune that had ended by then as its successor: ``Answer.place`` says
    for which commune the answer is. When no central team stands, the portal's own contact is the fallback.
    """
    day = on or timezone.localdate()
    return route(place_of(commune, day), subject.key if subject else None, day, facts_at(day))


def contacts_of(territory: Territory, on: date | None = None) -> tuple[Proposed, ...]:
    """Return the officers proposed somewhere in a territory on a day (today), the most widely first."""
    day = on or timezone.localdate()
    facts = facts_at(day, [place for place in places_at(day) if place.territory == territory.code])
    communes: Counter[tuple[int, int]] = Counter()
    proposals: dict[tuple[int, int], Proposed] = {}
    for alike in facts.groups:
        for proposed in route(alike[0], None, day, facts).officers:
            key = (proposed.contact.key, proposed.stands_in_for.key if proposed.stands_in_for else 0)
            communes[key] += len(alike)
            proposals.setdefault(key, proposed)
    return tuple(proposals[key] for key, _count in communes.most_common())


def report(on: date | None = None) -> tuple[Anomaly, ...]:
    """Return what is wrong with contacts and coverage on a day (today); a constant number of queries."""
    day = on or timezone.localdate()
    return coverage_report(day, facts_at(day, places_at(day)), confirmed_since=day - CONFIRMED_FOR)
