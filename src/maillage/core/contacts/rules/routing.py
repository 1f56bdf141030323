"""Who is proposed for a place: the narrower zone decides, the unknown never drops, somebody always answers.

Among the officers of a subject the line on the narrowest zone decides, and on equal zones the one that
names the subject. Whoever is away or gone is followed to who answers instead; if nobody does, the next
wider line is asked, and the central team answers in any case. Partners are all proposed, the narrowest first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TypeVar

from maillage.core.contacts.rules.answers import Answer, Code, NotChosen, Proposed, Reason
from maillage.core.contacts.rules.availability import earliest, who_answers_for
from maillage.core.contacts.rules.facts import (
    OFFICER,
    PARTNER,
    SCOPES,
    TERRITORY,
    ContactFacts,
    CoverageFacts,
    Facts,
    Place,
    SubjectFacts,
)

T = TypeVar("T")

_ANY_SUBJECT = SubjectFacts(key="", family=OFFICER)


@dataclass(frozen=True)
class Line:
    """A coverage in force that holds for a place and a subject, or might (``certain`` False)."""

    coverage: CoverageFacts
    contact: ContactFacts
    certain: bool

    @property
    def rank(self) -> tuple[int, bool]:
        """The lower decides: the narrower zone, then the line that names the subject."""
        return SCOPES.index(self.coverage.zone.scope), self.coverage.subject is None


def route(place: Place, subject: str | None, on: date, facts: Facts) -> Answer:
    """Answer who helps in a place on a day: on one subject (its key), or on all of them.

    For a partners' subject the officers of the place are proposed too: they know the way. An unknown key
    is answered like a subject that nobody covers.
    """
    asked = [each for each in facts.subjects if subject is None or each.key == subject]
    for_officers = [each for each in asked if each.family == OFFICER]
    for_officers = for_officers or [each for each in facts.subjects if each.family == OFFICER]
    explicit = [each for each in asked if each.family == PARTNER]
    officers: list[Proposed] = []
    rejected: list[NotChosen] = []
    for each in [*(for_officers or [_ANY_SUBJECT]), *explicit]:
        chosen, not_chosen = _officers_for(place, each, on, facts)
        officers += chosen
        rejected += not_chosen
    partners = {}
    for each in asked:
        answering, not_chosen = _partners_for(place, each, on, facts)
        rejected += not_chosen
        if answering:
            partners[each.key] = answering
    proposed = _merged(officers)
    present = {each.contact.key for each in proposed}
    present |= {each.contact.key for answering in partners.values() for each in answering}
    keys = {each.key for each in asked}
    return Answer(
        place=place,
        on=on,
        officers=proposed,
        partners=partners,
        central=_central(on, facts),
        gaps=tuple(
            gap for gap in facts.gaps if gap.subject in keys and gap.in_force(on) and gap.zone.holds(place)
        ),
        not_chosen=_expected([*rejected, *_of_other_days(place, on, facts)], present),
    )


def lines_for(place: Place, subject: SubjectFacts, on: date, facts: Facts) -> list[Line]:
    """Return the lines in force that answer on a subject in a place, or might, whoever holds them."""
    lines = []
    for coverage in facts.coverages_at(place):
        if coverage.in_force(on) and coverage.contact in facts.contact:
            contact = facts.contact[coverage.contact]
            named = coverage.subject == subject.key
            if named or (coverage.subject is None and contact.kind == subject.family):
                lines.append(Line(coverage, contact, coverage.zone.holds(place) is True))
    return sorted(lines, key=lambda line: (line.rank, line.coverage.key))


def _officers_for(
    place: Place, subject: SubjectFacts, on: date, facts: Facts
) -> tuple[list[Proposed], list[NotChosen]]:
    lines = [line for line in lines_for(place, subject, on, facts) if line.contact.kind == OFFICER]
    chosen: list[Proposed] = []
    rejected: list[NotChosen] = []
    unable: list[Reason] = []
    deciding: Line | None = None
    for rank, group in groupby((line for line in lines if line.certain), key=lambda line: line.rank):
        for line in group:
            if deciding and deciding.rank < line.rank:
                reason = Reason(code=Code.NARROWER, zone=deciding.coverage.zone, contact=deciding.contact)
                rejected.append(NotChosen(contact=line.contact, reason=reason))
                continue
            proposed, why_not = _proposal(line, subject, place, on, facts)
            if proposed:
                chosen.append(proposed)
            else:
                rejected.append(NotChosen(contact=line.contact, reason=why_not[0]))
                unable.append(Reason(code=Code.COLLEAGUE, contact=line.contact))
        if chosen and deciding is None:
            deciding = next(line for line in lines if line.certain and line.rank == rank)
    chosen = [replace(each, reasons=(*each.reasons, *unable)) for each in chosen]
    for line in lines:
        if not line.certain and (deciding is None or line.rank < deciding.rank):
            proposed, _why_not = _proposal(line, subject, place, on, facts)
            chosen += [proposed] if proposed else []
    return chosen, rejected


def _partners_for(
    place: Place, subject: SubjectFacts, on: date, facts: Facts
) -> tuple[tuple[Proposed, ...], list[NotChosen]]:
    chosen: list[Proposed] = []
    rejected: list[NotChosen] = []
    for line in lines_for(place, subject, on, facts):
        if line.contact.kind == PARTNER:
            proposed, why_not = _proposal(line, subject, place, on, facts)
            if proposed:
                chosen.append(proposed)
            else:
                rejected.append(NotChosen(contact=line.contact, reason=why_not[0]))
    return _merged(chosen), rejected


def _proposal(
    line: Line, subject: SubjectFacts, place: Place, on: date, facts: Facts
) -> tuple[Proposed | None, tuple[Reason, ...]]:
    """Return the proposal that a line leads to, or None and the reasons why it leads to nobody."""
    stand = who_answers_for(line.contact, on, facts)
    if stand.contact is None:
        return None, stand.reasons
    coverage = line.coverage
    reasons = [
        Reason(
            code=Code.COVERS,
            zone=coverage.zone,
            day=coverage.valid_from,
            subject=coverage.subject,
            source=coverage.source,
        )
    ]
    if not line.certain:
        reasons.append(Reason(code=Code.ZONE_UNKNOWN, zone=coverage.zone))
    elif coverage.zone.scope == TERRITORY and not place.territory_sure:
        reasons.append(Reason(code=Code.TO_CONFIRM, zone=coverage.zone))
    return (
        Proposed(
            contact=stand.contact,
            reasons=(*reasons, *stand.reasons),
            subjects=(subject.key,) if subject.key else (),
            stands_in_for=line.contact if stand.contact.key != line.contact.key else None,
            until=earliest(coverage.valid_to, stand.until, place.until),
            certain=line.certain,
        ),
        (),
    )


def _merged(proposals: Sequence[Proposed]) -> tuple[Proposed, ...]:
    """Put the proposals of one contact together; sure ones first, then those who answer on most subjects."""
    merged: dict[tuple[int, int | None, bool], Proposed] = {}
    for each in proposals:
        absent = each.stands_in_for.key if each.stands_in_for else None
        key = (each.contact.key, absent, each.certain)
        known = merged.get(key)
        merged[key] = (
            replace(
                known,
                reasons=_once((*known.reasons, *each.reasons)),
                subjects=_once((*known.subjects, *each.subjects)),
                until=earliest(known.until, each.until),
            )
            if known
            else each
        )
    return tuple(sorted(merged.values(), key=lambda each: (not each.certain, -len(each.subjects))))


def _once(values: Iterable[T]) -> tuple[T, ...]:
    kept: list[T] = []
    for value in values:
        if value not in kept:
            kept.append(value)
    return tuple(kept)


def _central(on: date, facts: Facts) -> tuple[Proposed, ...]:
    """Return who answers for the central team; when all are away, the team itself, which is never nobody."""
    reason = Reason(code=Code.CENTRAL)
    in_post = [each for each in facts.central if each.in_post(on)]
    there = []
    for each in in_post:
        stand = who_answers_for(each, on, facts)
        if stand.contact:
            there.append(
                Proposed(
                    contact=stand.contact,
                    reasons=(reason, *stand.reasons),
                    stands_in_for=each if stand.contact.key != each.key else None,
                    until=stand.until,
                )
            )
    return _merged(there) or tuple(Proposed(contact=each, reasons=(reason,)) for each in in_post)


def _of_other_days(place: Place, on: date, facts: Facts) -> list[NotChosen]:
    """Name those whose line here is over, or has yet to begin."""
    others = []
    for coverage in facts.coverages_at(place):
        if coverage.contact in facts.contact and not coverage.in_force(on) and coverage.zone.holds(place):
            code, day = (
                (Code.NOT_YET, coverage.valid_from)
                if coverage.valid_from > on
                else (Code.ENDED, coverage.valid_to)
            )
            reason = Reason(code=code, zone=coverage.zone, day=day)
            others.append(NotChosen(contact=facts.contact[coverage.contact], reason=reason))
    return others


def _expected(rejected: Sequence[NotChosen], present: set[int]) -> tuple[NotChosen, ...]:
    """Keep one reason for each contact that is not proposed."""
    first: dict[int, NotChosen] = {}
    for each in rejected:
        if each.contact.key not in present:
            first.setdefault(each.contact.key, each)
    return tuple(first.values())
