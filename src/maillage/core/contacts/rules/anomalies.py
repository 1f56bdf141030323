"""What is missing or doubtful: every commune × subject has who is meant to answer, or a declared gap.

Communes that no line names one by one, and that share their EPCI and territory, have the same answer: each
such group is looked at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from maillage.core.contacts.rules.availability import who_answers_for
from maillage.core.contacts.rules.facts import (
    COMMUNE,
    DEPARTEMENT,
    EPCI,
    OFFICER,
    PARTNER,
    TERRITORY,
    ContactFacts,
    CoverageFacts,
    Facts,
    GapFacts,
    Place,
    SubjectFacts,
    Zone,
)
from maillage.core.contacts.rules.routing import Line, lines_for


class Kind(StrEnum):
    """What can be wrong. The first five are those of the checkers in use elsewhere."""

    NO_CONTACT = "no_contact"  # a whole territory has nobody on a subject, and no gap says so
    NO_ACCOUNT = "no_account"  # an officer without an account: nobody can answer
    MISSING_COMMUNES = "missing_communes"  # some communes have nobody, and no gap says so
    EXTRA_COMMUNES = "extra_communes"  # two officers for one commune, neither more precisely
    OUTSIDE_TERRITORY = "outside_territory"  # a line or gap whose zone holds no commune served
    NOT_CONFIRMED = "not_confirmed"  # nobody confirmed the contact or its lines for too long
    NO_STAND_IN = "no_stand_in"  # away, and nobody who is there stands in
    NOT_IN_POST = "not_in_post"  # a line of someone who left or has yet to come, and nobody follows
    GONE_COMMUNE = "gone_commune"  # a line or gap that names a commune which no longer exists


class Repair(StrEnum):
    """The one thing to do about an anomaly."""

    COVER = "cover"
    LINK_ACCOUNT = "link_account"
    END_ONE = "end_one"
    END_LINE = "end_line"
    CONFIRM = "confirm"
    NAME_STAND_IN = "name_stand_in"
    HAND_OVER = "hand_over"
    NAME_SUCCESSOR_COMMUNE = "name_successor_commune"


REPAIRS = {
    Kind.NO_CONTACT: Repair.COVER,
    Kind.NO_ACCOUNT: Repair.LINK_ACCOUNT,
    Kind.MISSING_COMMUNES: Repair.COVER,
    Kind.EXTRA_COMMUNES: Repair.END_ONE,
    Kind.OUTSIDE_TERRITORY: Repair.END_LINE,
    Kind.NOT_CONFIRMED: Repair.CONFIRM,
    Kind.NO_STAND_IN: Repair.NAME_STAND_IN,
    Kind.NOT_IN_POST: Repair.HAND_OVER,
    Kind.GONE_COMMUNE: Repair.NAME_SUCCESSOR_COMMUNE,
}

_OF_A_CONTACT = {Kind.NO_ACCOUNT, Kind.NOT_CONFIRMED, Kind.NO_STAND_IN, Kind.NOT_IN_POST}


@dataclass(frozen=True, kw_only=True)
class Anomaly:
    """One thing to repair: its kind, the subjects and communes touched, the contacts and lines responsible.

    ``communes`` are codes; ``territory`` is the code of the one territory concerned, if there is one.
    ``lines`` and ``gaps`` are keys of coverages and declared gaps.
    """

    kind: Kind
    subjects: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    contacts: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()
    gaps: tuple[int, ...] = ()
    territory: str = ""

    @property
    def repair(self) -> Repair:
        """The one thing to do about it."""
        return REPAIRS[self.kind]


@dataclass(frozen=True)
class _Finding:
    """Something wrong with one cell; findings of one kind about the same thing make one anomaly."""

    kind: Kind
    contacts: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass
class _Gathered:
    communes_by_subject: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    lines: set[int] = field(default_factory=set)


def coverage_report(on: date, facts: Facts, *, confirmed_since: date) -> tuple[Anomaly, ...]:
    """Return everything wrong on a day, in the order of ``Kind``; empty means that all is well.

    What was last confirmed before ``confirmed_since``, or never, is to confirm.
    """
    gathered: dict[tuple[Kind, str, tuple[int, ...]], _Gathered] = defaultdict(_Gathered)
    held_by_territory = _communes_by_territory(facts.places)
    missing: dict[tuple[str, str], set[str]] = defaultdict(set)
    for alike in facts.groups:
        for subject in facts.subjects:
            for finding in _findings(alike[0], subject, on, facts, confirmed_since):
                codes = {place.code for place in alike}
                if finding.kind == Kind.MISSING_COMMUNES:
                    missing[alike[0].territory or "", subject.key] |= codes
                else:
                    entry = gathered[finding.kind, "", finding.contacts]
                    entry.communes_by_subject[subject.key] |= codes
                    entry.lines |= set(finding.lines)
    for (territory, key), codes in missing.items():
        whole = bool(territory) and codes == held_by_territory[territory]
        kind = Kind.NO_CONTACT if whole else Kind.MISSING_COMMUNES
        gathered[kind, territory, ()].communes_by_subject[key] |= codes
    subjects = {subject.key: subject for subject in facts.subjects}
    found = [
        anomaly
        for (kind, territory, contacts), entry in gathered.items()
        for anomaly in _anomalies(kind, territory, contacts, entry, subjects)
    ]
    return tuple(sorted([*found, *_lost_zones(on, facts)], key=_order))


def _findings(
    place: Place, subject: SubjectFacts, on: date, facts: Facts, confirmed_since: date
) -> list[_Finding]:
    lines = _meant(place, subject, on, facts)
    if not lines:
        gap = any(
            each.subject == subject.key and each.in_force(on) and each.zone.holds(place)
            for each in facts.gaps
        )
        return [] if gap else [_Finding(Kind.MISSING_COMMUNES)]
    found = []
    officers = sorted(
        {line.contact.key for line in lines if line.contact.kind == OFFICER and line.contact.in_post(on)}
    )
    if subject.family == OFFICER and len(officers) > 1:
        keys = tuple(line.coverage.key for line in lines)
        found.append(_Finding(Kind.EXTRA_COMMUNES, tuple(officers), keys))
    for line in lines:
        kinds = _faults_of(line.contact, line.coverage, on, facts, confirmed_since)
        found += [_Finding(kind, (line.contact.key,), (line.coverage.key,)) for kind in kinds]
    return found


def _meant(place: Place, subject: SubjectFacts, on: date, facts: Facts) -> list[Line]:
    """Return the lines that surely decide here: the best of the officers', or all for a partners' subject."""
    kinds = (OFFICER,) if subject.family == OFFICER else (OFFICER, PARTNER)
    lines = [
        line for line in lines_for(place, subject, on, facts) if line.certain and line.contact.kind in kinds
    ]
    if subject.family == OFFICER:
        return [line for line in lines if line.rank == lines[0].rank]
    return lines


def _faults_of(
    contact: ContactFacts, coverage: CoverageFacts, on: date, facts: Facts, confirmed_since: date
) -> Iterable[Kind]:
    stand = who_answers_for(contact, on, facts)
    if not contact.in_post(on):
        if stand.contact is None:
            yield Kind.NOT_IN_POST
        return
    if stand.contact is None:
        yield Kind.NO_STAND_IN
    if contact.kind == OFFICER and not contact.has_account:
        yield Kind.NO_ACCOUNT
    confirmed = (contact.confirmed_on, coverage.confirmed_on)
    if any(day is None or day < confirmed_since for day in confirmed):
        yield Kind.NOT_CONFIRMED


def _communes_by_territory(places: Iterable[Place]) -> Mapping[str, set[str]]:
    held: dict[str, set[str]] = defaultdict(set)
    for place in places:
        held[place.territory or ""].add(place.code)
    return held


def _anomalies(
    kind: Kind,
    territory: str,
    contacts: tuple[int, ...],
    entry: _Gathered,
    subjects: Mapping[str, SubjectFacts],
) -> list[Anomaly]:
    """Make one anomaly of the subjects of one family with the same communes; a contact's own fault is one."""
    together: dict[tuple[frozenset[str], str], list[str]] = defaultdict(list)
    by_subject = entry.communes_by_subject
    if kind in _OF_A_CONTACT:
        together[frozenset().union(*by_subject.values()), ""] = list(by_subject)
    else:
        for key, codes in by_subject.items():
            together[frozenset(codes), subjects[key].family].append(key)
    order = list(subjects)
    return [
        Anomaly(
            kind=kind,
            subjects=tuple(sorted(keys, key=order.index)),
            communes=tuple(sorted(codes)),
            contacts=contacts,
            lines=tuple(sorted(entry.lines)),
            territory=territory,
        )
        for (codes, _family), keys in together.items()
    ]


def _lost_zones(on: date, facts: Facts) -> list[Anomaly]:
    """Name the lines and gaps in force whose zone is gone, or holds no commune served."""
    served: dict[str, set[str]] = {
        COMMUNE: {place.code for place in facts.places},
        EPCI: {place.epci for place in facts.places if place.epci},
        TERRITORY: {place.territory for place in facts.places if place.territory},
        DEPARTEMENT: {""} if facts.places else set(),
    }

    def kind_of(zone: Zone) -> Kind | None:
        if zone.code in served[zone.scope]:
            return None
        gone = zone.scope == COMMUNE and zone.code in facts.gone
        return Kind.GONE_COMMUNE if gone else Kind.OUTSIDE_TERRITORY

    found = []
    for coverage in facts.coverages:
        kind = kind_of(coverage.zone)
        if kind and coverage.in_force(on):
            found.append(_lost(kind, coverage.zone, coverage))
    for gap in facts.gaps:
        kind = kind_of(gap.zone)
        if kind and gap.in_force(on):
            found.append(_lost(kind, gap.zone, gap))
    return found


def _lost(kind: Kind, zone: Zone, line: CoverageFacts | GapFacts) -> Anomaly:
    is_coverage = isinstance(line, CoverageFacts)
    return Anomaly(
        kind=kind,
        subjects=(line.subject,) if line.subject else (),
        communes=(zone.code,) if zone.scope == COMMUNE else (),
        contacts=(line.contact,) if isinstance(line, CoverageFacts) else (),
        lines=(line.key,) if is_coverage else (),
        gaps=() if is_coverage else (line.key,),
        territory=zone.code if zone.scope == TERRITORY else "",
    )


def _order(anomaly: Anomaly) -> tuple[object, ...]:
    return (
        list(Kind).index(anomaly.kind),
        anomaly.territory,
        anomaly.contacts,
        anomaly.lines,
        anomaly.communes,
    )
