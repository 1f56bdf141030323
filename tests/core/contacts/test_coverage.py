"""The checker: nothing to say of a clean département, every seeded fault found, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from maillage.core.contacts.rules import (
    AbsenceFacts,
    Anomaly,
    ContactFacts,
    CoverageFacts,
    Facts,
    GapFacts,
    Kind,
    Place,
    SubjectFacts,
    Zone,
    coverage_report,
    route,
)
from tests.core.contacts.worlds import LATELY, LONG_AGO, ON, worlds

CONFIRMED_SINCE = date(2025, 11, 24)
SUBJECTS = (
    SubjectFacts(key="projets", family="officer"),
    SubjectFacts(key="reseau", family="officer"),
    SubjectFacts(key="financer", family="partner"),
    SubjectFacts(key="former", family="partner"),
)
OF_OFFICERS, OF_PARTNERS = ("projets", "reseau"), ("financer", "former")


def checked(facts: Facts) -> tuple[Anomaly, ...]:
    return coverage_report(ON, facts, confirmed_since=CONFIRMED_SINCE)


@dataclass
class Departement:
    """A clean département to damage: each territory has four communes, an officer and a partner."""

    territories: int
    facts: Facts = field(init=False)

    def __post_init__(self) -> None:
        contacts, lines, places = [], [], []
        for number in range(1, self.territories + 1):
            officer, partner = number * 10, number * 10 + 1
            zone = Zone("territory", f"T{number}")
            contacts += [self.role(officer, "officer"), self.role(partner, "partner", has_account=False)]
            lines += [self.line(officer, zone), self.line(partner, zone)]
            places += [
                Place(code=f"{number}00{each}", epci=f"E{number}-{each // 2}", territory=f"T{number}")
                for each in range(4)
            ]
        self.facts = Facts(
            subjects=SUBJECTS, contacts=tuple(contacts), coverages=tuple(lines), places=tuple(places)
        )

    @staticmethod
    def role(key: int, kind: str, **fields) -> ContactFacts:
        return ContactFacts(
            key=key,
            kind=kind,
            **{"since": LONG_AGO, "confirmed_on": LATELY, "has_account": True, **fields},
        )

    @staticmethod
    def line(contact: int, zone: Zone, key: int | None = None, **fields) -> CoverageFacts:
        return CoverageFacts(
            key=key or contact,
            contact=contact,
            zone=zone,
            **{"valid_from": LONG_AGO, "confirmed_on": LATELY, **fields},
        )

    def communes(self, number: int, *which: int) -> tuple[str, ...]:
        return tuple(f"{number}00{each}" for each in which or range(4))

    def change_contact(self, key: int, **changes) -> None:
        contacts = (replace(each, **changes) if each.key == key else each for each in self.facts.contacts)
        self.facts = replace(self.facts, contacts=tuple(contacts))

    def change_line(self, key: int, **changes) -> None:
        lines = (replace(each, **changes) if each.key == key else each for each in self.facts.coverages)
        self.facts = replace(self.facts, coverages=tuple(lines))

    def add(self, *, contacts=(), coverages=(), absences=(), gaps=()) -> None:
        self.facts = replace(
            self.facts,
            contacts=(*self.facts.contacts, *contacts),
            coverages=(*self.facts.coverages, *coverages),
            absences=(*self.facts.absences, *absences),
            gaps=(*self.facts.gaps, *gaps),
        )


def no_contact(world: Departement, number: int) -> Anomaly:
    """The partner of a territory no longer answers on one of its subjects, anywhere."""
    world.change_line(number * 10 + 1, subject="financer")
    return Anomaly(
        kind=Kind.NO_CONTACT,
        subjects=("former",),
        communes=world.communes(number),
        territory=f"T{number}",
    )


def missing_communes(world: Departement, number: int) -> Anomaly:
    """An officer's line covers one of the two EPCI of the territory only."""
    world.change_line(number * 10, zone=Zone("epci", f"E{number}-0"))
    return Anomaly(
        kind=Kind.MISSING_COMMUNES,
        subjects=OF_OFFICERS,
        communes=world.communes(number, 2, 3),
        territory=f"T{number}",
    )


def extra_communes(world: Departement, number: int) -> Anomaly:
    """Two officers are named for one commune, on one subject."""
    twin = number * 10 + 2
    named = Zone("commune", f"{number}001")
    world.add(
        contacts=[world.role(twin, "officer")],
        coverages=[
            world.line(number * 10, named, key=twin + 1, subject="projets"),
            world.line(twin, named, subject="projets"),
        ],
    )
    return Anomaly(
        kind=Kind.EXTRA_COMMUNES,
        subjects=("projets",),
        communes=world.communes(number, 1),
        contacts=(number * 10, twin),
        lines=(twin, twin + 1),
    )


def no_account(world: Departement, number: int) -> Anomaly:
    """Nobody can sign in for the officer."""
    world.change_contact(number * 10, has_account=False)
    return Anomaly(
        kind=Kind.NO_ACCOUNT,
        subjects=OF_OFFICERS,
        communes=world.communes(number),
        contacts=(number * 10,),
        lines=(number * 10,),
    )


def outside_territory(world: Departement, number: int) -> Anomaly:
    """A partner's line names an EPCI of another département."""
    key = number * 10 + 3
    world.add(coverages=[world.line(number * 10 + 1, Zone("epci", "ailleurs"), key=key, subject="former")])
    return Anomaly(
        kind=Kind.OUTSIDE_TERRITORY, subjects=("former",), contacts=(number * 10 + 1,), lines=(key,)
    )


def not_confirmed(world: Departement, number: int) -> Anomaly:
    """Nobody has confirmed the partner for too long."""
    world.change_contact(number * 10 + 1, confirmed_on=CONFIRMED_SINCE - timedelta(days=1))
    return Anomaly(
        kind=Kind.NOT_CONFIRMED,
        subjects=OF_PARTNERS,
        communes=world.communes(number),
        contacts=(number * 10 + 1,),
        lines=(number * 10 + 1,),
    )


def line_not_confirmed(world: Departement, number: int) -> Anomaly:
    """Nobody ever confirmed the officer's line."""
    world.change_line(number * 10, confirmed_on=None)
    return Anomaly(
        kind=Kind.NOT_CONFIRMED,
        subjects=OF_OFFICERS,
        communes=world.communes(number),
        contacts=(number * 10,),
        lines=(number * 10,),
    )


def no_stand_in(world: Departement, number: int) -> Anomaly:
    """The officer is away, and the one who stands in is away too."""
    other = number * 10 + 4
    world.add(
        contacts=[world.role(other, "officer")],
        absences=[
            AbsenceFacts(contact=number * 10, first_day=ON, last_day=ON, stand_in=other),
            AbsenceFacts(contact=other, first_day=ON, last_day=ON),
        ],
    )
    return Anomaly(
        kind=Kind.NO_STAND_IN,
        subjects=OF_OFFICERS,
        communes=world.communes(number),
        contacts=(number * 10,),
        lines=(number * 10,),
    )


def not_in_post(world: Departement, number: int) -> Anomaly:
    """The officer left today, and nobody took over."""
    world.change_contact(number * 10, until=ON)
    return Anomaly(
        kind=Kind.NOT_IN_POST,
        subjects=OF_OFFICERS,
        communes=world.communes(number),
        contacts=(number * 10,),
        lines=(number * 10,),
    )


def gone_commune(world: Departement, number: int) -> Anomaly:
    """A gap names a commune that merged."""
    old = f"{number}999"
    world.facts = replace(world.facts, gone={**world.facts.gone, old: f"{number}000"})
    gap = GapFacts(key=number, subject="former", zone=Zone("commune", old), valid_from=LONG_AGO)
    world.add(gaps=[gap])
    return Anomaly(kind=Kind.GONE_COMMUNE, subjects=("former",), communes=(old,), gaps=(number,))


FAULTS: tuple[Callable[[Departement, int], Anomaly], ...] = (
    no_contact,
    missing_communes,
    extra_communes,
    no_account,
    outside_territory,
    not_confirmed,
    line_not_confirmed,
    no_stand_in,
    not_in_post,
    gone_commune,
)


def test_a_clean_departement_has_nothing_to_repair():
    assert checked(Departement(6).facts) == ()


@given(st.lists(st.sampled_from(FAULTS), min_size=1, max_size=14))
def test_every_seeded_fault_is_found_with_its_communes_and_nothing_else(faults):
    world = Departement(len(faults) + 1)
    seeded = [fault(world, number) for number, fault in enumerate(faults, start=1)]
    found = checked(world.facts)
    assert sorted(found, key=repr) == sorted(seeded, key=repr)


def test_all_kinds_of_fault_are_seeded():
    world = Departement(len(FAULTS))
    assert {fault(world, number).kind for number, fault in enumerate(FAULTS, start=1)} == set(Kind)


def test_a_gap_that_is_declared_is_no_anomaly_on_its_days():
    world = Departement(1)
    no_contact(world, 1)
    gap = GapFacts(key=1, subject="former", zone=Zone("territory", "T1"), valid_from=ON)
    world.add(gaps=[gap])
    assert checked(world.facts) == ()
    assert coverage_report(ON - timedelta(days=1), world.facts, confirmed_since=CONFIRMED_SINCE) != ()


@given(facts=worlds())
def test_the_checker_misses_exactly_what_visitors_would_miss(facts):
    """One by one: a commune called missing has no sure answer; another has one, or its cause is told."""
    missing, explained = set(), set()
    for anomaly in checked(facts):
        cells = {(code, subject) for code in anomaly.communes for subject in anomaly.subjects}
        if anomaly.kind in {Kind.NO_CONTACT, Kind.MISSING_COMMUNES}:
            missing |= cells
        elif anomaly.kind in {Kind.NO_STAND_IN, Kind.NOT_IN_POST}:
            explained |= cells
    for place in facts.places:
        for subject in facts.subjects:
            answer = route(place, subject.key, ON, facts)
            partners = answer.partners.get(subject.key, ()) if subject.family == "partner" else ()
            chosen = (*answer.officers, *partners)
            answered = any(each.certain and subject.key in each.subjects for each in chosen)
            cell = (place.code, subject.key)
            assert not (cell in missing and (answered or answer.gaps))
            assert cell in missing or cell in explained or answered or answer.gaps
