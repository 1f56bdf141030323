"""Who answers in the stead of a contact that is away or has left: a chain without loops."""

from dataclasses import dataclass
from datetime import date, timedelta

from maillage.core.contacts.rules.answers import Code, Reason
from maillage.core.contacts.rules.facts import ContactFacts, Facts


@dataclass(frozen=True)
class Stand:
    """Who answers (None: nobody), why not the contact itself, and until which day that is planned to hold."""

    contact: ContactFacts | None
    reasons: tuple[Reason, ...]
    until: date | None


def who_answers_for(contact: ContactFacts, on: date, facts: Facts) -> Stand:
    """Follow successors and stand-ins from a contact to the first one who is there on a day."""
    seen = {contact.key}
    reasons: list[Reason] = []
    changes: list[date | None] = []
    current = contact
    while True:
        followed: int | None
        absence = facts.absence_on(current.key, on)
        if current.since > on:
            return Stand(
                None, (*reasons, Reason(code=Code.NOT_YET, contact=current, day=current.since)), None
            )
        if current.until is not None and current.until <= on:
            reasons.append(Reason(code=Code.LEFT, contact=current, day=current.until))
            link, followed = Code.SUCCEEDS, current.successor
        elif absence:
            reasons.append(Reason(code=Code.ABSENT, contact=current, day=absence.last_day))
            changes += [absence.last_day + timedelta(days=1), current.until]
            link, followed = Code.STANDS_IN, absence.stand_in
        else:
            changes += [current.until, _next_absence(current, on, facts)]
            return Stand(current, tuple(reasons), earliest(*changes))
        if followed is None or followed in seen or followed not in facts.contact:
            nobody = Reason(code=Code.NOBODY_FOLLOWS, contact=current)
            return Stand(None, (*reasons, nobody), earliest(*changes))
        reasons.append(Reason(code=link, contact=current))
        seen.add(followed)
        current = facts.contact[followed]


def earliest(*days: date | None) -> date | None:
    """Return the earliest of the days that are known."""
    return min((day for day in days if day is not None), default=None)


def _next_absence(contact: ContactFacts, on: date, facts: Facts) -> date | None:
    return earliest(
        *(each.first_day for each in facts.absences_of.get(contact.key, ()) if each.first_day > on)
    )
