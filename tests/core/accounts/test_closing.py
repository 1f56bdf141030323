"""The coordination closes an account, opens it again, removes a lost second factor: never its own."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse

from maillage.core.accounts.domain import closing
from maillage.core.accounts.models import Person, Role
from maillage.core.accounts.subject import erase_person
from maillage.core.activity.models import Entry, Note
from tests.core.accounts.mail import last_message
from tests.factories import PASSWORD, client_for, make_person

pytestmark = pytest.mark.django_db
REASON = "Cette personne a quitté la structure (essai)"


@pytest.fixture(autouse=True)
def _no_attempt_counted_yet():
    cache.clear()


@pytest.fixture
def coordinator():
    return make_person(Role.COORDINATOR)


def decide(coordinator, name, person, reason=REASON):
    """Send the form of a decision and return the page that follows."""
    page = client_for(coordinator).post(
        reverse(f"accounts:{name}", args=[person.pk]), {"reason": reason}, follow=True
    )
    return page.content.decode()


def give_second_factor(person):
    """Give a person an application and recovery codes."""
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=person, type=kind, data={"secret": "essai", "seed": "essai"})


def test_a_closed_account_is_signed_out_everywhere_and_cannot_come_back(coordinator):
    person = make_person(Role.OFFICER, password=PASSWORD)
    browser = client_for()
    browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert browser.get(reverse("accounts:me")).status_code == 200
    assert "est fermé" in decide(coordinator, "close", person)
    assert browser.get(reverse("accounts:me")).status_code == 302
    browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert browser.get(reverse("accounts:me")).status_code == 302
    assert not Person.objects.get(pk=person.pk).has_house_role(Role.OFFICER)


def test_the_person_reads_why_and_the_journal_keeps_it(coordinator):
    person = make_person()
    decide(coordinator, "close", person)
    message = last_message(person.email)
    assert message.subject == "Votre compte a été fermé"
    assert REASON in message.text
    entry = Entry.objects.get(verb="accounts.closed")
    assert entry.actor == f"accounts.person:{coordinator.pk}"
    assert Note.objects.get(entry=entry).text == REASON


def test_the_message_is_in_the_language_of_the_person(coordinator):
    person = make_person(language="en")
    decide(coordinator, "close", person)
    assert last_message(person.email).subject == "Your account was closed"


def test_an_account_opens_again_with_its_roles(coordinator):
    person = make_person(Role.PARTNER)
    decide(coordinator, "close", person)
    assert "est rouvert" in decide(coordinator, "reopen", person, "Retour (essai)")
    assert Person.objects.get(pk=person.pk).has_house_role(Role.PARTNER)
    assert last_message(person.email).subject == "Votre compte est rouvert"


def test_a_lost_second_factor_is_removed_and_the_person_signed_out(coordinator):
    person = make_person(Role.OFFICER, password=PASSWORD)
    browser = client_for()
    browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    give_second_factor(person)
    assert browser.get(reverse("accounts:me")).status_code == 200
    assert "est retirée" in decide(coordinator, "reset_second_factor", person)
    assert not Authenticator.objects.filter(user=person).exists()
    assert browser.get(reverse("accounts:me")).status_code == 302
    assert last_message(person.email).subject == "Votre seconde preuve a été retirée"
    assert Entry.objects.filter(verb="accounts.second_factor_reset").count() == 1


@pytest.mark.parametrize("name", ["close", "reopen", "reset_second_factor"])
def test_nobody_decides_on_their_own_account(name, coordinator):
    make_person(Role.COORDINATOR)
    give_second_factor(coordinator)
    assert "votre propre compte" in decide(coordinator, name, coordinator)
    assert Person.objects.get(pk=coordinator.pk).is_active
    assert Authenticator.objects.filter(user=coordinator).count() == 2
    sheet = client_for(coordinator).get(reverse("accounts:person", args=[coordinator.pk])).content.decode()
    assert reverse("accounts:close", args=[coordinator.pk]) not in sheet


@pytest.mark.parametrize("name", ["close", "reopen", "reset_second_factor"])
def test_a_decision_needs_a_reason(name, coordinator):
    person = make_person(is_active=name != "reopen")
    give_second_factor(person)
    assert "obligatoire" in decide(coordinator, name, person, "  ")
    assert Person.objects.get(pk=person.pk).is_active == (name != "reopen")
    assert Authenticator.objects.filter(user=person).count() == 2


def test_the_last_of_the_coordination_stays_open():
    # Two of the coordination close each other: the second one is no longer there to do it; nor may a command.
    first, second = make_person(Role.COORDINATOR), make_person(Role.COORDINATOR)
    closing.close_account(person=second, reason=REASON, by=first)
    with pytest.raises(ValidationError, match="dernière personne de la coordination"):
        closing.close_account(person=first, reason=REASON, by=second)
    assert Person.objects.get(pk=first.pk).is_active


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        (closing.close_account, "déjà fermé"),
        (closing.reset_second_factor, "pas de seconde preuve"),
    ],
)
def test_deciding_twice_changes_nothing(decision, why, coordinator):
    person = make_person()
    give_second_factor(person)
    decision(person=person, reason=REASON, by=coordinator)
    with pytest.raises(ValidationError, match=why):
        decision(person=person, reason=REASON, by=coordinator)
    with pytest.raises(ValidationError, match="déjà ouvert"):
        closing.reopen_account(person=make_person(), reason=REASON, by=coordinator)


def test_an_erased_account_does_not_open_again(coordinator):
    person = make_person()
    erase_person(person)
    assert "il n’en reste rien à rouvrir" in decide(coordinator, "reopen", person)
    assert not Person.objects.get(pk=person.pk).is_active
    sheet = client_for(coordinator).get(reverse("accounts:person", args=[person.pk])).content.decode()
    assert reverse("accounts:reopen", args=[person.pk]) not in sheet


def test_the_sheet_says_the_state_the_roles_and_what_protects(coordinator):
    person = make_person(Role.OFFICER)
    give_second_factor(person)
    page = client_for(coordinator).get(reverse("accounts:person", args=[person.pk])).content.decode()
    assert "Ce compte est ouvert." in page
    assert reverse("accounts:reset_second_factor", args=[person.pk]) in page
    closing.close_account(person=person, reason=REASON, by=coordinator)
    people = client_for(coordinator).get(reverse("accounts:people")).content.decode()
    assert "fermé" in people
