"""The pages of contacts for people of the house, on a phone and on a laptop, by keyboard and by machine."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from maillage.core.accounts.models import Person, Role
from maillage.core.contacts.models import Absence, Contact, Subject, WrongContactReport
from tests.browser.fixtures import PageAt, follow
from tests.browser.test_every_page import examine_everywhere
from tests.core.contacts.contacts import cover, make_contact, make_subject
from tests.core.territories.places import assign, make_commune, make_epci, make_territory
from tests.factories import make_person


@pytest.fixture
def officer(db: None) -> Contact:
    """A contact away without a stand-in, in a territory where a partner's subject has nobody."""
    make_subject("projets")
    make_subject("tourisme", family="partner")
    territory = make_territory("Nord")
    commune = make_commune("Essai-sur-Meurthe", epci=make_epci())
    assign(commune, territory)
    officer = make_contact("Chargée, Nord (démonstration)", person=make_person(Role.OFFICER))
    cover(officer, territory)
    make_contact("Chargée, Sud (démonstration)")
    today = timezone.localdate()
    Absence.objects.create(contact=officer, first_day=today, last_day=today)
    WrongContactReport.objects.create(
        contact=officer, commune=commune, says_right=False, message="Personne ne décroche"
    )
    return officer


@pytest.fixture
def coordinator(db: None) -> Person:
    return make_person(Role.COORDINATOR)


def test_the_pages_of_the_coordination_stand_everywhere(
    portal: None, officer: Contact, coordinator: Person, page_at: PageAt
) -> None:
    absence, line = officer.absences.get(), officer.coverages.get()
    twins = [cover(make_contact(), line.territory, Subject.objects.first()) for _number in range(2)]
    missing = {"anomalie": "no_contact", "territoire": line.territory.code, "sujet": "tourisme"}
    for path in (
        reverse("contacts:list"),
        reverse("contacts:contact", args=[officer.pk]),
        reverse("contacts:coverage"),
        reverse("contacts:words"),
        reverse("contacts:fill", query=missing),
        reverse("contacts:keep_one", query={"ligne": [each.pk for each in twins]}),
        reverse("contacts:edit", args=[officer.pk]),
        reverse("contacts:leave", args=[officer.pk]),
        reverse("contacts:cover", args=[officer.pk]),
        reverse("contacts:absence", args=[absence.pk]),
        reverse("contacts:declare_absence", args=[officer.pk]),
        reverse("contacts:end_line", args=["zone", line.pk]),
    ):
        examine_everywhere(page_at, path, person=coordinator)


def test_an_anomaly_is_repaired_from_the_checker_without_javascript(
    portal: None, officer: Contact, coordinator: Person, page_at: PageAt
) -> None:
    page = page_at(360, path=reverse("contacts:coverage"), person=coordinator, javascript=False)
    follow(page.get_by_role("link", name="Dire qui prend le relais"))
    page.get_by_label("Qui prend le relais ?").select_option(label="Chargée, Sud (démonstration)")
    follow(page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_text("Les visiteurs sont conduits vers")).to_be_visible()
    page.goto(reverse("contacts:coverage"))
    expect(page.get_by_role("heading", name="1 chose à réparer")).to_be_visible()
    expect(
        page.get_by_role("heading", name="Personne ne répond dans tout un territoire : Nord")
    ).to_be_visible()


def test_an_officer_confirms_their_contact_by_keyboard(
    portal: None, officer: Contact, page_at: PageAt
) -> None:
    page = page_at(1280, path=reverse("contacts:contact", args=[officer.pk]), person=officer.person)
    page.get_by_role("button", name="Confirmer que tout est juste").focus()
    page.keyboard.press("Enter")
    page.get_by_text("est confirmé aujourd’hui").wait_for()
