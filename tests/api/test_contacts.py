"""Contacts, as programs read them: roles and reasons, never a person's name."""

import pytest

from maillage.core.contacts.models import Absence, Contact, DeclaredGap, Scope
from maillage.core.territories.models import Municipality
from tests.api.conftest import NEXT_YEAR
from tests.api.test_places import read
from tests.core.contacts.contacts import cover, make_contact
from tests.core.territories.places import SINCE, assign, make_commune
from tests.french import as_typed

pytestmark = pytest.mark.django_db


def test_a_commune_gets_its_officer_the_partners_and_the_central_team_with_reasons(reach, places, anyone):
    told = read(anyone, "/contact", commune="99001")
    (officer,) = told["officers"]
    assert officer["contact"]["function"] == "Chargée de territoire (démonstration)"
    assert officer["contact"]["email"] == "territoire@example.org"
    assert officer["reasons"][0]["code"] == "covers"
    why = as_typed(officer["reasons"][0]["words"])
    assert why.startswith("Écrouves fait partie du territoire « Premier »")
    assert [each["subject"] for each in told["partners"]] == ["prets"]
    assert told["central"][0]["contact"]["function"] == "Équipe centrale (démonstration)"
    assert told["territory"] == {"code": places.first.code, "name": "Premier"}


def test_one_subject_is_answered_alone(reach, anyone):
    told = read(anyone, "/contact", commune="99001", subject="accompagnement")
    assert told["partners"] == []
    assert [each["subjects"] for each in told["officers"]] == [["accompagnement"]]


def test_a_subject_that_does_not_exist_is_said(reach, anyone):
    response = anyone.get("/api/v1/contact?commune=99001&subject=plomberie")
    assert response.status_code == 404
    assert "sujet" in response.json()["message"]


def test_the_answer_changes_by_itself_when_the_commune_moves(reach, places, anyone):
    today = read(anyone, "/contact", commune="99002")
    later = read(anyone, "/contact", commune="99002", on=NEXT_YEAR.isoformat())
    assert today["officers"][0]["until"] == NEXT_YEAR.isoformat()
    assert later["officers"] == []
    assert later["central"], "somebody always answers"


def test_a_stand_in_answers_and_says_for_whom(reach, places, anyone):
    other = make_contact("Collègue (démonstration)")
    Absence.objects.create(contact=reach.officer, first_day=SINCE, last_day=NEXT_YEAR, stand_in=other)
    (officer,) = read(anyone, "/contact", commune="99001")["officers"]
    assert officer["contact"]["function"] == "Collègue (démonstration)"
    assert officer["stands_in_for"] == "Chargée de territoire (démonstration)"


def test_a_declared_gap_is_said(reach, anyone):
    DeclaredGap.objects.create(
        subject=reach.support, scope=Scope.DEPARTEMENT, valid_from=SINCE, reason="Offre suspendue (essai)"
    )
    told = read(anyone, "/contact", commune="99001", subject="accompagnement")
    assert told["gaps"] == [{"subject": "accompagnement", "reason": "Offre suspendue (essai)"}]


def test_no_name_leaves_even_with_consent(reach, places, anyone):
    Contact.objects.filter(pk=reach.officer.pk).update(
        name_shown="Camille Dupont-Essai", consent_on=SINCE, note="une note interne"
    )
    paths = [
        "/api/v1/contact?commune=99001",
        "/api/v1/contacts",
        f"/api/v1/territories/{places.first.code}/contacts",
        "/donnees/contacts.csv",
        "/donnees/contacts.json",
    ]
    for path in paths:
        body = anyone.get(path).content.decode()
        assert "Chargée de territoire" in body
        assert "Dupont-Essai" not in body
        assert "note interne" not in body


def test_contacts_come_by_pages_with_what_they_cover(reach, places, anyone):
    first = read(anyone, "/contacts", limit=1)
    assert first["items"][0]["covers"][0]["zone"] == {
        "scope": "territory",
        "code": places.first.code,
        "name": "Premier",
    }
    rest = anyone.get(first["next"]).json()
    assert [each["kind"] for each in rest["items"]] == ["partner"]
    assert [each["kind"] for each in read(anyone, "/contacts", kind="central")["items"]] == ["central"]


def test_who_left_is_listed_no_more(reach, anyone):
    Contact.objects.filter(pk=reach.partner.pk).update(until=NEXT_YEAR)
    assert len(read(anyone, "/contacts")["items"]) == 3
    assert len(read(anyone, "/contacts", on=NEXT_YEAR.isoformat())["items"]) == 2


def test_a_territory_says_who_works_there(reach, places, anyone):
    (officer,) = read(anyone, f"/territories/{places.first.code}/contacts")
    assert officer["contact"]["id"] == reach.officer.pk
    assert read(anyone, f"/territories/{places.second.code}/contacts") == []


def test_the_offer_is_listed(reach, anyone):
    told = {each["key"]: each for each in read(anyone, "/subjects")}
    assert told["accompagnement"]["summary"] == "Avancer dans son projet"
    assert told["prets"]["family"] == "partner"


def test_a_list_of_contacts_costs_the_same_queries_whatever_its_length(
    reach, places, anyone, django_assert_max_num_queries
):
    for number in range(10):
        commune = make_commune(f"Commune {number}")
        assign(commune, places.first)
        cover(make_contact(), commune)
    assert Municipality.objects.count() == 13
    with django_assert_max_num_queries(2):
        read(anyone, "/contacts")
    with django_assert_max_num_queries(16):
        read(anyone, "/contact", commune="99001")
