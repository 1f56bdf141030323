"""Whom a visitor is given: the narrower zone decides, the unknown never drops, somebody always answers."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from maillage.core.contacts.rules import (
    AbsenceFacts,
    ContactFacts,
    CoverageFacts,
    Facts,
    GapFacts,
    Place,
    Zone,
    route,
)
from maillage.core.contacts.rules.answers import Code
from tests.core.contacts.worlds import LONG_AGO, ON, PLACES, SUBJECTS, worlds

PLACE = Place(code="54001", epci="E1", territory="T1")
HERE = [
    Zone("commune", "54001", "Ici"),
    Zone("epci", "E1"),
    Zone("territory", "T1"),
    Zone("departement"),
]


def role(key: int, kind: str = "officer", **fields) -> ContactFacts:
    return ContactFacts(key=key, kind=kind, **{"since": LONG_AGO, "has_account": True, **fields})


def line(key: int, contact: int, zone: Zone, **fields) -> CoverageFacts:
    return CoverageFacts(key=key, contact=contact, zone=zone, **{"valid_from": LONG_AGO, **fields})


def world(contacts, coverages, **fields) -> Facts:
    return Facts(subjects=SUBJECTS, contacts=tuple(contacts), coverages=tuple(coverages), **fields)


def officers(answer) -> list[int]:
    return [each.contact.key for each in answer.officers]


def codes(proposed) -> list[str]:
    return [reason.code for reason in proposed.reasons]


def test_the_narrower_zone_decides_and_the_wider_one_says_why_not():
    for narrow in range(3):
        facts = world(
            [role(number) for number in range(narrow, 4)],
            [line(number, number, HERE[number]) for number in range(narrow, 4)],
        )
        answer = route(PLACE, None, ON, facts)
        assert officers(answer) == [narrow]
        assert {each.contact.key: each.reason.code for each in answer.not_chosen} == dict.fromkeys(
            range(narrow + 1, 4), Code.NARROWER
        )
        assert all(each.reason.zone == HERE[narrow] for each in answer.not_chosen)


def test_on_the_same_zone_the_line_that_names_the_subject_decides_for_that_subject():
    facts = world([role(1), role(2)], [line(1, 1, HERE[2]), line(2, 2, HERE[2], subject="reseau")])
    assert officers(route(PLACE, "projets", ON, facts)) == [1]
    assert officers(route(PLACE, "reseau", ON, facts)) == [2]
    both = route(PLACE, None, ON, facts)
    assert {each.contact.key: each.subjects for each in both.officers} == {1: ("projets",), 2: ("reseau",)}


def test_a_reason_says_which_line_since_when_and_from_where():
    facts = world([role(1)], [line(1, 1, HERE[1], source="Délibération du 3 mars")])
    [only] = route(PLACE, "projets", ON, facts).officers
    [reason] = only.reasons
    assert (reason.code, reason.zone, reason.day, reason.source) == (
        Code.COVERS,
        HERE[1],
        LONG_AGO,
        "Délibération du 3 mars",
    )


def test_what_is_unknown_is_shown_as_such_and_never_dropped():
    place = Place(code="54001", epci="E1", territory=None)
    facts = world([role(1), role(2)], [line(1, 1, Zone("territory", "T1")), line(2, 2, HERE[3])])
    answer = route(place, None, ON, facts)
    assert [(each.contact.key, each.certain) for each in answer.officers] == [(2, True), (1, False)]
    assert Code.ZONE_UNKNOWN in codes(answer.officers[1])
    known = route(replace(place, territory=""), None, ON, facts)
    assert officers(known) == [2]


def test_a_territory_that_is_to_confirm_is_said_to_be():
    facts = world([role(1)], [line(1, 1, HERE[2])])
    [only] = route(replace(PLACE, territory_sure=False), None, ON, facts).officers
    assert Code.TO_CONFIRM in codes(only)


def test_who_stands_in_answers_until_the_day_of_return():
    away = AbsenceFacts(contact=1, first_day=ON, last_day=ON + timedelta(days=9), stand_in=2)
    facts = world([role(1), role(2)], [line(1, 1, HERE[2])], absences=(away,))
    [only] = route(PLACE, None, ON, facts).officers
    assert (only.contact.key, only.stands_in_for.key) == (2, 1)
    assert only.until == ON + timedelta(days=10)
    assert codes(only)[-2:] == [Code.ABSENT, Code.STANDS_IN]
    assert officers(route(PLACE, None, only.until, facts)) == [1]


def test_stand_ins_who_are_away_in_turn_are_followed_without_ever_turning_round():
    chain = tuple(
        AbsenceFacts(contact=key, first_day=ON, last_day=ON, stand_in=key % 3 + 1) for key in (1, 2, 3)
    )
    facts = world([role(1), role(2), role(3), role(9, "central")], [line(1, 1, HERE[2])], absences=chain)
    answer = route(PLACE, None, ON, facts)
    assert officers(answer) == []
    assert answer.first.contact.key == 9
    [why] = answer.not_chosen
    assert (why.contact.key, why.reason.code) == (1, Code.ABSENT)
    assert officers(route(PLACE, None, ON, replace(facts, absences=chain[:2]))) == [3]


def test_when_nobody_stands_in_a_colleague_who_covers_more_widely_answers():
    away = AbsenceFacts(contact=1, first_day=ON, last_day=ON)
    facts = world([role(1), role(2)], [line(1, 1, HERE[2]), line(2, 2, HERE[3])], absences=(away,))
    [only] = route(PLACE, None, ON, facts).officers
    assert only.contact.key == 2
    assert (only.reasons[-1].code, only.reasons[-1].contact.key) == (Code.COLLEAGUE, 1)


def test_who_took_over_answers_for_an_officer_who_left():
    facts = world([role(1, until=ON, successor=2), role(2)], [line(1, 1, HERE[2])])
    [only] = route(PLACE, None, ON, facts).officers
    assert (only.contact.key, codes(only)[-2:]) == (2, [Code.LEFT, Code.SUCCEEDS])
    assert officers(route(PLACE, None, ON - timedelta(days=1), facts)) == [1]


def test_partners_are_all_proposed_by_subject_the_nearest_first_and_the_officers_with_them():
    facts = world(
        [role(1), role(2, "partner"), role(3, "partner")],
        [line(1, 1, HERE[2]), line(2, 2, HERE[3], subject="financer"), line(3, 3, HERE[0])],
    )
    answer = route(PLACE, "financer", ON, facts)
    assert [each.contact.key for each in answer.partners["financer"]] == [3, 2]
    assert officers(answer) == [1]


def test_a_declared_gap_is_told_on_its_days_and_in_its_zone_only():
    gap = GapFacts(key=1, subject="financer", zone=HERE[2], reason="Poste vacant", valid_from=ON)
    facts = world([role(9, "central")], [], gaps=(gap,))
    assert route(PLACE, None, ON, facts).gaps == (gap,)
    assert route(PLACE, "projets", ON, facts).gaps == ()
    assert route(PLACE, None, ON - timedelta(days=1), facts).gaps == ()
    assert route(replace(PLACE, territory="T2"), None, ON, facts).gaps == ()


def test_a_line_to_come_or_over_says_when_it_holds():
    later = date(2027, 1, 1)
    facts = world(
        [role(1), role(2), role(3)],
        [
            line(1, 1, HERE[2], valid_to=later),
            line(2, 2, HERE[2], valid_from=later),
            line(3, 3, HERE[2], valid_to=ON),
        ],
    )
    answer = route(PLACE, None, ON, facts)
    assert [(each.contact.key, each.until) for each in answer.officers] == [(1, later)]
    assert {each.contact.key: (each.reason.code, each.reason.day) for each in answer.not_chosen} == {
        2: (Code.NOT_YET, later),
        3: (Code.ENDED, ON),
    }


def there(contact: ContactFacts, facts: Facts) -> bool:
    return contact.in_post(ON) and facts.absence_on(contact.key, ON) is None


@given(facts=worlds(), place=st.sampled_from(PLACES), subject=st.sampled_from([None, "projets", "financer"]))
def test_whatever_happened_only_people_who_are_there_are_proposed_each_with_a_reason(facts, place, subject):
    answer = route(place, subject, ON, facts)
    proposed = [*answer.officers, *(each for chosen in answer.partners.values() for each in chosen)]
    for each in proposed:
        assert there(each.contact, facts)
        assert each.reasons[0].code == Code.COVERS
        assert each.until is None or each.until > ON
    named = {each.contact.key for each in proposed}
    assert not named & {each.contact.key for each in answer.not_chosen}


@given(facts=worlds(), place=st.sampled_from(PLACES), subject=st.sampled_from([None, "projets", "financer"]))
def test_whatever_is_missing_the_central_team_answers(facts, place, subject):
    with_team = replace(facts, contacts=(*facts.contacts, role(99, "central")))
    answer = route(place, subject, ON, with_team)
    assert answer.central
    assert answer.first is not None


@given(facts=worlds(), subject=st.sampled_from(["projets", "reseau"]))
def test_knowing_more_never_adds_an_officer_nobody_had_shown(facts, subject):
    """Whatever the unknown EPCI and territory turn out to be, who answers then was shown before."""
    unknown = Place(code="54004", epci=None, territory=None)
    shown = set(officers(route(unknown, subject, ON, facts)))
    for epci in ("E1", "E2", ""):
        for territory in ("T1", "T2", ""):
            known = route(replace(unknown, epci=epci, territory=territory), subject, ON, facts)
            assert set(officers(known)) <= shown
