"""What the rules know: places, contacts, what they cover, absences, gaps. Values only, no database."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

COMMUNE, EPCI, TERRITORY, DEPARTEMENT = "commune", "epci", "territory", "departement"
# From the narrowest to the widest: the narrower decides.
SCOPES = (COMMUNE, EPCI, TERRITORY, DEPARTEMENT)

OFFICER, PARTNER, CENTRAL = "officer", "partner", "central"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A commune on a day. ``epci`` and ``territory`` are codes: empty when it is in none, None when unknown.

    ``in_departement`` is False for a commune that the portal does not serve. ``until`` is the day when one
    of these changes, as far as planned; ``territory_sure`` is False when the département must confirm it.
    """

    code: str
    name: str = ""
    epci: str | None = None
    epci_name: str = ""
    territory: str | None = None
    territory_name: str = ""
    in_departement: bool = True
    territory_sure: bool = True
    until: date | None = None


@dataclass(frozen=True)
class Zone:
    """Where a line holds: a scope and the code of the commune, EPCI or territory; no code for all."""

    scope: str
    code: str = ""
    name: str = ""

    def holds(self, place: Place) -> bool | None:
        """Tell whether the place is inside: yes, no, or None when nobody knows."""
        if self.scope == COMMUNE:
            return place.code == self.code
        if self.scope == DEPARTEMENT:
            return place.in_departement
        own = place.epci if self.scope == EPCI else place.territory
        if own is None and place.in_departement:
            return None
        return own == self.code


@dataclass(frozen=True, kw_only=True)
class SubjectFacts:
    """Something one may ask help for; ``family`` says who is meant to answer: officer or partner."""

    key: str
    family: str
    name: str = ""
    summary: str = ""
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class ContactFacts:
    """A role that answers, as the public may read it. ``has_account``: somebody can sign in for it."""

    key: int
    kind: str
    function: str = ""
    since: date
    until: date | None = None
    successor: int | None = None
    confirmed_on: date | None = None
    has_account: bool = False
    organisation: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    place: str = ""
    hours: str = ""
    web: str = ""

    def in_post(self, on: date) -> bool:
        """Tell whether the contact has begun and not ended on a day."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, kw_only=True)
class CoverageFacts:
    """A contact answers in a zone, on one subject or (``subject`` None) on all those of its own family."""

    key: int
    contact: int
    zone: Zone
    subject: str | None = None
    valid_from: date
    valid_to: date | None = None
    confirmed_on: date | None = None
    source: str = ""

    def in_force(self, on: date) -> bool:
        """Tell whether the line holds on a day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, kw_only=True)
class AbsenceFacts:
    """Days away, both included, and who stands in (None: nobody was named)."""

    contact: int
    first_day: date
    last_day: date
    stand_in: int | None = None
    key: int = 0


@dataclass(frozen=True, kw_only=True)
class GapFacts:
    """Nobody is meant to answer on a subject in a zone, and why."""

    key: int
    subject: str
    zone: Zone
    reason: str = ""
    valid_from: date
    valid_to: date | None = None

    def in_force(self, on: date) -> bool:
        """Tell whether the gap is declared for a day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that is known, past and planned.

    ``places`` are the communes served on the day that is asked about; ``gone`` leads the code of a commune
    that ended by then to that of its successor (empty when unknown).
    """

    subjects: tuple[SubjectFacts, ...] = ()
    contacts: tuple[ContactFacts, ...] = ()
    coverages: tuple[CoverageFacts, ...] = ()
    absences: tuple[AbsenceFacts, ...] = ()
    gaps: tuple[GapFacts, ...] = ()
    places: tuple[Place, ...] = ()
    gone: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def contact(self) -> Mapping[int, ContactFacts]:
        """Contacts by key."""
        return {each.key: each for each in self.contacts}

    @cached_property
    def groups(self) -> list[list[Place]]:
        """Places that have the same answer: same EPCI, same territory, and no line names one by itself."""
        zones = [*(each.zone for each in self.coverages), *(each.zone for each in self.gaps)]
        named = {zone.code for zone in zones if zone.scope == COMMUNE}
        groups: dict[object, list[Place]] = defaultdict(list)
        for place in self.places:
            own = place.code if place.code in named else ""
            groups[own, place.epci, place.territory, place.in_departement].append(place)
        return list(groups.values())

    @cached_property
    def coverages_by_zone(self) -> Mapping[tuple[str, str], list[CoverageFacts]]:
        """Coverages by scope and code of their zone."""
        by_zone: dict[tuple[str, str], list[CoverageFacts]] = defaultdict(list)
        for each in self.coverages:
            by_zone[each.zone.scope, each.zone.code].append(each)
        return by_zone

    @cached_property
    def coverages_by_scope(self) -> Mapping[str, list[CoverageFacts]]:
        """Coverages by scope: the ones to look at when the place's own code is unknown."""
        by_scope: dict[str, list[CoverageFacts]] = defaultdict(list)
        for each in self.coverages:
            by_scope[each.zone.scope].append(each)
        return by_scope

    def coverages_at(self, place: Place) -> list[CoverageFacts]:
        """Return the lines, of every date, whose zone holds the place or might."""
        found = list(self.coverages_by_zone.get((COMMUNE, place.code), ()))
        if place.in_departement:
            found += self.coverages_by_zone.get((DEPARTEMENT, ""), ())
        for scope, code in ((EPCI, place.epci), (TERRITORY, place.territory)):
            if code is not None:
                found += self.coverages_by_zone.get((scope, code), ())
            elif place.in_departement:
                found += self.coverages_by_scope.get(scope, ())
        return found

    @cached_property
    def absences_of(self) -> Mapping[int, list[AbsenceFacts]]:
        """Absences by contact, the earliest first."""
        by_contact: dict[int, list[AbsenceFacts]] = defaultdict(list)
        for each in sorted(self.absences, key=lambda absence: absence.first_day):
            by_contact[each.contact].append(each)
        return by_contact

    def absence_on(self, contact: int, on: date) -> AbsenceFacts | None:
        """Return the absence of a contact on a day."""
        for each in self.absences_of.get(contact, ()):
            if each.first_day <= on <= each.last_day:
                return each
        return None

    @property
    def central(self) -> tuple[ContactFacts, ...]:
        """The contacts of the central team."""
        return tuple(each for each in self.contacts if each.kind == CENTRAL)
