"""What a person does with their own account."""

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse

from maillage.core.accounts import personal_data, subject
from maillage.core.accounts.models import Person, Role
from maillage.core.privacy.register import Declaration
from tests.core.accounts.mail import last_message, link_in
from tests.factories import PASSWORD, client_for, confirmed_client_for, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempt_counted_yet():
    cache.clear()


def test_the_chosen_language_is_that_of_pages_and_messages():
    person = make_person()
    client = client_for(person)
    client.post(reverse("accounts:profile"), {"name": "Personne (démonstration)", "language": "en"})
    assert '<html lang="en">' in client.get(reverse("accounts:me")).content.decode()
    client_for().post(reverse("account_request_login_code"), {"email": person.email})
    assert last_message(person.email).subject == "Your sign-in code"


def test_a_language_that_the_site_does_not_speak_is_refused():
    page = client_for(make_person()).post(
        reverse("accounts:profile"), {"name": "Personne (démonstration)", "language": "xx"}
    )
    assert page.status_code == 200
    assert "Rien n’est encore enregistré" in page.content.decode()


def test_the_address_changes_once_the_new_one_is_confirmed():
    person = make_person(email="ancienne@example.org")
    client = client_for(person)
    client.post(reverse("account_email"), {"action_add": "", "email": "nouvelle@example.org"})
    assert Person.objects.get(pk=person.pk).email == "ancienne@example.org"
    link = link_in(last_message("nouvelle@example.org"))
    assert "deviendra votre adresse" in client.get(link).content.decode()
    client.post(link)
    assert Person.objects.get(pk=person.pk).email == "nouvelle@example.org"


def test_the_password_changes_and_a_notice_leaves():
    person = make_person(password=PASSWORD)
    client = confirmed_client_for(person)
    new = "encore quatre mots choisis"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    page = client.post(reverse("account_change_password"), form, follow=True)
    assert "Votre mot de passe est changé" in page.content.decode()
    assert last_message(person.email).kind == "accounts.security_notice"


def test_a_person_closes_the_other_browsers():
    person = make_person(password=PASSWORD)
    browsers = [client_for(), client_for()]
    for browser in browsers:
        browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    page = browsers[0].post(reverse("usersessions_list"))
    assert page["Location"].startswith(reverse("account_reauthenticate"))
    assert browsers[1].get(reverse("accounts:me")).status_code == 200
    browsers[0].post(page["Location"], {"password": PASSWORD})
    assert browsers[0].get(reverse("accounts:me")).status_code == 200
    assert browsers[1].get(reverse("accounts:me")).status_code == 302


class TestErasure:
    def test_what_names_the_person_goes_and_their_row_stays(self):
        make_person(Role.COORDINATOR)
        person = make_person(Role.OFFICER, email="a-effacer@example.org", password=PASSWORD)
        client = client_for()
        client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
        for declaration in personal_data.DECLARATIONS:
            if isinstance(declaration, Declaration) and declaration.erase:
                getattr(subject, declaration.erase.rpartition(".")[2])(person)
        erased = Person.objects.get(pk=person.pk)
        assert (erased.name, erased.is_active, erased.last_login) == ("Compte effacé", False, None)
        assert "a-effacer" not in erased.email
        assert not erased.role_keys
        assert not Session.objects.exists()
        assert client.get(reverse("accounts:me")).status_code == 302

    def test_the_last_of_the_coordination_is_not_erased(self):
        person = make_person(Role.COORDINATOR)
        with pytest.raises(ValidationError, match="dernière personne"):
            subject.erase_person(person)

    def test_the_copy_tells_what_is_kept_and_no_secret(self):
        person = make_person(Role.OFFICER, password=PASSWORD)
        rows = [
            row
            for declaration in personal_data.DECLARATIONS
            if isinstance(declaration, Declaration) and declaration.export
            for row in getattr(subject, declaration.export.rpartition(".")[2])(person)
        ]
        told = str(rows)
        assert person.email in told
        assert person.password not in told
