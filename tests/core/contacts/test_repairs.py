"""The checker's page: each bad day is named with its communes, and repaired from there."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.core.accounts.models import Role
from maillage.core.contacts.models import Absence, DeclaredGap
from maillage.core.contacts.queries import answer_for, report
from tests.core.contacts.contacts import cover, make_contact, make_subject
from tests.core.contacts.pages import clean, followed, place, text
from tests.core.territories.places import assign, make_commune, make_epci, make_territory
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NEW_YEAR = date(TODAY.year + 1, 1, 1)


@pytest.fixture
def coordination():
    return client_for(make_person(Role.COORDINATOR))


def repaired_by(coordination, found: str):
    """Open the checker's page and return the address of the one repair that it offers."""
    page = coordination.get(reverse("contacts:coverage"))
    [anomaly] = page.context["report"].anomalies
    assert found in text(page)
    return anomaly.url


def test_communes_without_anybody_are_given_to_a_contact_one_by_one(coordination):
    make_subject()
    territory = make_territory()
    epci = make_epci()
    communes = [make_commune(epci=epci) for _number in range(3)]
    for commune in communes:
        assign(commune, territory)
    cover(clean(), communes[0])
    other = clean()
    url = repaired_by(coordination, "Des communes n’ont personne")
    page = coordination.get(url)
    assert all(commune.name in text(page) for commune in communes[1:])
    followed(
        coordination,
        url,
        {"contact": other.pk, "where": "communes", "valid_from": TODAY.isoformat(), "source": "Note"},
    )
    assert report() == ()
    assert {line.commune for line in other.coverages.all()} == set(communes[1:])
    assert "plus rien n’y manque" in text(coordination.get(url, follow=True))


def test_a_whole_territory_without_anybody_is_covered_or_declared_a_gap(coordination):
    subject = make_subject("tourisme", family="partner")
    territory = make_territory("Nord")
    place(territory)
    repaired_by(coordination, "Personne ne répond dans tout un territoire")
    followed(
        coordination,
        reverse("contacts:gaps"),
        {
            "subject": subject.pk,
            "zone": f"territory:{territory.code}",
            "reason": "Partenaire recherché",
            "valid_from": TODAY.isoformat(),
        },
    )
    assert report() == ()
    gap = DeclaredGap.objects.get()
    assert "Partenaire recherché" in text(coordination.get(reverse("contacts:gaps")))
    end = reverse("contacts:end_line", args=["lacune", gap.pk])
    followed(coordination, end, {"on": TODAY.isoformat()})
    assert len(report()) == 1


def test_two_officers_for_one_commune_one_is_kept(coordination):
    make_subject()
    commune = place(make_territory())
    keep, other = clean(), clean()
    cover(keep, commune)
    cover(other, commune)
    url = repaired_by(coordination, "Deux chargé·es pour les mêmes communes")
    followed(coordination, url, {"keep": keep.pk, "on": TODAY.isoformat()})
    assert report() == ()
    assert [each.contact.key for each in answer_for(commune).officers] == [keep.pk]


def test_a_line_on_a_commune_that_merged_follows_it(coordination):
    make_subject()
    territory = make_territory()
    new = place(territory)
    old = place(valid_to=TODAY)
    new.history.create(kind="merger", former_name=old.name, former_code=old.code, on=TODAY, source="Essai")
    officer = clean()
    line = cover(officer, old)
    cover(clean(), territory)
    url = repaired_by(coordination, "qui n’existe plus")
    followed(coordination, url, {})
    assert report() == ()
    assert [each.contact.key for each in answer_for(new).officers] == [officer.pk]
    line.refresh_from_db()
    assert line.valid_to == TODAY


def test_a_line_outside_the_territories_is_ended(coordination):
    make_subject()
    territory = make_territory()
    place(territory)
    cover(clean(), territory)
    abroad = make_epci("CC d’ailleurs")
    cover(clean(), abroad)
    url = repaired_by(coordination, "ne vaut pour aucune commune")
    followed(coordination, url, {"on": TODAY.isoformat()})
    assert report() == ()


def test_an_absence_without_a_stand_in_is_named_and_repaired(coordination):
    make_subject()
    territory = make_territory()
    place(territory)
    officer, colleague = clean(), clean()
    cover(officer, territory)
    Absence.objects.create(contact=officer, first_day=TODAY, last_day=TODAY)
    url = repaired_by(coordination, "personne ne prend le relais")
    followed(coordination, url, {"stand_in": colleague.pk})
    assert report() == ()


def test_an_officer_without_an_account_is_given_one(coordination):
    make_subject()
    territory = make_territory()
    place(territory)
    officer = make_contact()
    cover(officer, territory)
    url = repaired_by(coordination, "n’a pas de compte")
    data = {
        "kind": "officer",
        "function": officer.function,
        "phone": officer.phone,
        "since": "2020-01-01",
        "person": make_person(Role.OFFICER).pk,
    }
    followed(coordination, url, data)
    assert report() == ()


def test_what_nobody_confirmed_for_a_year_is_confirmed_by_one_button(coordination):
    make_subject()
    territory = make_territory()
    place(territory)
    officer = clean(confirmed_on=TODAY - timedelta(days=400))
    cover(officer, territory)
    today = text(client_for(officer.person).get(reverse("portal:today")))
    assert "Des contacts à confirmer" in today
    url = repaired_by(coordination, "Sans confirmation depuis un an")
    back = reverse("contacts:coverage")
    answer = coordination.post(url, {"retour": back})
    assert answer["Location"] == back
    assert report() == ()
    elsewhere = coordination.post(url, {"retour": "https://ailleurs.example.org/"})
    assert elsewhere["Location"] == reverse("contacts:contact", args=[officer.pk])


def test_a_territory_that_splits_next_january_is_checked_at_both_dates(coordination):
    make_subject()
    north, south = make_territory("Nord"), make_territory("Sud")
    epci = make_epci()
    communes = [make_commune(epci=epci) for _number in range(2)]
    for commune in communes:
        assign(commune, north)
    assign(communes[1], south, since=NEW_YEAR)
    cover(clean(), north)
    today = coordination.get(reverse("contacts:coverage"))
    assert today.context["report"].anomalies == ()
    then = coordination.get(reverse("contacts:coverage"), {"le": NEW_YEAR.isoformat()})
    [anomaly] = then.context["report"].anomalies
    assert anomaly.territory == "Sud"
    assert anomaly.communes == (communes[1].name,)
