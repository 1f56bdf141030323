"""The pages that decide on someone's account, and those of keys, on a phone and on a laptop."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import expect

from maillage.api.domain import create_key
from maillage.core.accounts.models import Role
from tests.browser.fixtures import PageAt, follow
from tests.browser.test_every_page import examine_everywhere
from tests.factories import make_person


@pytest.mark.parametrize("name", ["person", "close", "reopen", "reset_second_factor"])
def test_a_page_on_someones_account_stands_everywhere(name: str, portal: None, page_at: PageAt) -> None:
    person = make_person(roles=(Role.OFFICER, Role.PARTNER))
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "essai"})
    address = reverse(f"accounts:{name}", args=[person.pk])
    examine_everywhere(page_at, address, person=make_person(Role.COORDINATOR))


def test_the_keys_of_a_person_stand_everywhere(portal: None, page_at: PageAt) -> None:
    person = make_person(Role.OFFICER)
    create_key(person=person, name="Tableau mensuel", days=30)
    examine_everywhere(page_at, reverse("api_keys:list"), person=person)


def test_a_key_is_created_read_once_and_revoked_without_javascript(portal: None, page_at: PageAt) -> None:
    person = make_person(Role.OFFICER)
    page = page_at(360, path=reverse("api_keys:create"), person=person, javascript=False)
    page.get_by_label("Nom du programme").fill("Tableau mensuel")
    follow(page.get_by_role("button", name="Créer la clé"))
    assert page.get_by_label("Tableau mensuel").input_value().startswith("mlg_")
    follow(page.get_by_role("link", name="Je l’ai copiée"))
    follow(page.get_by_role("button", name="Révoquer : Tableau mensuel"))
    expect(page.get_by_text("n’ouvre plus rien")).to_be_visible()
