"""Who helps in a commune, read from the database: at each date, in the same number of queries."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.core.contacts.directory import rows_of, unconfirmed
from maillage.core.contacts.models import Absence, Contact, Coverage
from maillage.core.contacts.queries import answer_for, contacts_of, report
from maillage.core.territories.domain.history import rename
from maillage.core.territories.models import MunicipalityEvent
from tests.core.contacts.contacts import cover, make_contact, make_subject
from tests.core.territories.places import assign, make_commune, make_epci, make_territory

ON = date(2026, 11, 24)
NEW_YEAR = date(2027, 1, 1)


def proposed(answer) -> list[Contact]:
    return [each.contact.key for each in answer.officers]


def test_a_commune_that_moves_next_january_has_both_answers_at_their_dates(db):
    make_subject("projets")
    north, south = make_territory("Nord"), make_territory("Sud")
    commune = make_commune(epci=make_epci())
    assign(commune, north)
    assign(commune, south, since=NEW_YEAR)
    of_north, of_south = make_contact(), make_contact()
    cover(of_north, north)
    cover(of_south, south)
    assert proposed(answer_for(commune, on=ON)) == [of_north.pk]
    assert answer_for(commune, on=ON).officers[0].until == NEW_YEAR
    assert proposed(answer_for(commune, on=NEW_YEAR)) == [of_south.pk]


def test_the_portal_answers_when_no_central_team_is_recorded(db):
    answer = answer_for(make_commune(), on=ON)
    assert [each.contact.key for each in answer.central] == [0]
    central = make_contact(kind="central")
    assert [each.contact.key for each in answer_for(make_commune(), on=ON).central] == [central.pk]


def test_an_old_commune_is_answered_as_the_one_that_it_became(db):
    make_subject()
    territory = make_territory()
    old = make_commune(valid_to=date(2026, 1, 1))
    new = make_commune()
    assign(new, territory)
    officer = make_contact()
    cover(officer, territory)
    MunicipalityEvent.objects.create(
        kind="merger",
        former_name=old.name,
        former_code=old.code,
        successor=new,
        on=date(2026, 1, 1),
        source="Essai",
    )
    answer = answer_for(old, on=ON)
    assert answer.place.code == new.code
    assert proposed(answer) == [officer.pk]


def test_a_commune_with_a_new_name_keeps_its_contact(db):
    make_subject()
    commune = make_commune("Ancienne", epci=make_epci())
    assign(commune, make_territory())
    officer = make_contact()
    cover(officer, commune)
    rename(municipality=commune, name="Nouvelle", on=ON, source="Décret", actor=None)
    commune.refresh_from_db()
    answer = answer_for(commune, on=ON)
    assert (answer.place.name, proposed(answer)) == ("Nouvelle", [officer.pk])


def test_the_contacts_of_a_territory_are_those_of_its_communes_stand_ins_included(db):
    make_subject()
    territory = make_territory()
    for _number in range(3):
        assign(make_commune(), territory)
    officer, colleague = make_contact(), make_contact()
    cover(officer, territory)
    assert [each.contact.key for each in contacts_of(territory, ON)] == [officer.pk]
    Absence.objects.create(contact=officer, first_day=ON, last_day=ON, stand_in=colleague)
    (only,) = contacts_of(territory, ON)
    assert (only.contact.key, only.stands_in_for.key) == (colleague.pk, officer.pk)
    assert only.until == ON + timedelta(days=1)


@pytest.mark.parametrize("read", ["answer", "report", "contacts"])
def test_reading_costs_the_same_for_few_and_for_many(db, read, django_assert_max_num_queries):
    subject = make_subject()
    make_subject("partenaires", family="partner")
    territory, epci = make_territory(), make_epci()

    def grow() -> None:
        for _number in range(10):
            commune = make_commune(epci=epci)
            assign(commune, territory)
            cover(make_contact(), commune, subject)
        cover(make_contact(), epci)

    grow()
    commune = make_commune(epci=epci)
    assign(commune, territory)
    reading = {
        "answer": lambda: answer_for(commune, on=ON),
        "report": lambda: report(ON),
        "contacts": lambda: contacts_of(territory, ON),
    }[read]
    for _times in range(2):
        with django_assert_max_num_queries(13):
            reading()
        grow()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    contacts=st.lists(
        st.tuples(st.none() | st.integers(-900, 0), st.integers(-900, 30), st.none() | st.integers(-30, 30)),
        max_size=4,
    ),
    lines=st.lists(
        st.tuples(
            st.integers(0, 3),
            st.none() | st.integers(-900, 0),
            st.integers(-900, 30),
            st.none() | st.integers(31, 60),
        ),
        max_size=5,
    ),
)
def test_who_is_to_confirm_is_the_same_read_one_by_one_or_asked_of_the_database(db, contacts, lines):
    Coverage.objects.order_by().delete()
    Contact.objects.order_by().delete()
    today = timezone.localdate()

    def day(offset):
        return None if offset is None else today + timedelta(days=offset)

    made = [
        make_contact(confirmed_on=day(confirmed), since=day(min(since, -31)), until=day(until))
        for confirmed, since, until in contacts
    ]
    for place, confirmed, since, until in lines:
        if place < len(made):
            subject = make_subject()  # a line is unique by zone and subject
            cover(
                made[place],
                subject=subject,
                since=day(since),
                confirmed_on=day(confirmed),
                valid_to=day(until),
            )

    one_by_one = {row.contact.pk for row in rows_of(made, today) if row.to_confirm}
    assert set(unconfirmed(today).values_list("pk", flat=True)) == one_by_one
