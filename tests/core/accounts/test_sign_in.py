"""Signing in: by password, by code, with a second factor; and being stopped when guessing."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.urls import reverse

from maillage.core.accounts.models import Role
from maillage.core.activity.models import Entry
from maillage.core.messaging.models import Message
from tests.core.accounts.mail import code_in, last_message, link_in
from tests.factories import PASSWORD, client_for, confirmed_client_for, make_person

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _no_attempt_counted_yet():
    cache.clear()


def code_of_the_application():
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))


def sign_in(client, email, password):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_a_person_signs_in_by_address_and_password_and_the_journal_knows():
    person = make_person(password=PASSWORD)
    client = client_for()
    response = sign_in(client, person.email.upper(), PASSWORD)
    assert response.status_code == 302
    assert is_signed_in(client)
    assert Entry.objects.filter(verb="accounts.signed_in").count() == 1


def test_a_wrong_password_says_what_to_do_and_opens_nothing():
    person = make_person(password=PASSWORD)
    client = client_for()
    page = sign_in(client, person.email, "autre chose entièrement").content.decode()
    assert "ne vont pas ensemble" in page
    assert not is_signed_in(client)


def test_whoever_guesses_passwords_is_stopped_even_from_several_processes():
    person = make_person(password=PASSWORD)
    for _attempt in range(5):
        sign_in(client_for(), person.email, "une devinette de plus")
    # The counters lie in the database: another process counts with the same.
    page = sign_in(client_for(), person.email, PASSWORD).content.decode()
    assert "attendez cinq minutes" in page


def test_a_person_signs_in_with_a_code_received_by_mail():
    person = make_person()
    client = client_for()
    client.post(reverse("account_request_login_code"), {"email": person.email})
    message = last_message(person.email)
    assert message.kind == "accounts.sign_in_code"
    client.post(reverse("account_confirm_login_code"), {"code": code_in(message)})
    assert is_signed_in(client)


def test_a_wrong_code_opens_nothing():
    person = make_person()
    client = client_for()
    client.post(reverse("account_request_login_code"), {"email": person.email})
    page = client.post(reverse("account_confirm_login_code"), {"code": "AAAA-AAAA"})
    assert "pas le bon code" in page.content.decode()
    assert not is_signed_in(client)


def test_an_unknown_address_gets_the_same_page_and_a_message_that_says_so():
    known, client, other = make_person(), client_for(), client_for()
    pages = [
        browser.post(reverse("account_request_login_code"), {"email": email}, follow=True)
        for browser, email in ((client, known.email), (other, "inconnue@example.org"))
    ]
    assert pages[0].redirect_chain == pages[1].redirect_chain
    assert last_message("inconnue@example.org").kind == "accounts.unknown_address"


def test_the_same_message_asked_twice_within_the_hour_leaves_once():
    for _attempt in range(2):
        client_for().post(reverse("account_request_login_code"), {"email": "inconnue@example.org"})
    assert Message.objects.filter(to="inconnue@example.org").count() == 1


def test_nobody_opens_an_account_by_themselves():
    client = client_for()
    page = client.get(reverse("account_signup")).content.decode()
    assert "sur invitation" in page
    answer = client.post(
        reverse("account_signup"), {"email": "nouvelle@example.org", "password1": "quatre mots de passage"}
    )
    assert "sur invitation" in answer.content.decode()
    assert not is_signed_in(client)


def test_a_forgotten_password_is_replaced_by_a_link():
    person = make_person(password=PASSWORD)
    client = client_for()
    client.post(reverse("account_reset_password"), {"email": person.email})
    page = client.get(link_in(last_message(person.email)), follow=True)
    new = "encore quatre mots choisis"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert sign_in(client_for(), person.email, new).status_code == 302
    # A notice tells the person, in case it was someone else.
    assert last_message(person.email).kind == "accounts.security_notice"
    assert Entry.objects.filter(verb="accounts.password_reset").exists()


def test_a_link_to_a_new_password_serves_once():
    person = make_person(password=PASSWORD)
    client = client_for()
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = link_in(last_message(person.email))
    page = client.get(link, follow=True)
    new = "encore quatre mots choisis"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert "a déjà servi" in client_for().get(link, follow=True).content.decode()


class TestSecondFactor:
    def test_the_code_of_the_application_is_asked_for(self):
        person = make_person(Role.OFFICER, password=PASSWORD)
        TOTP.activate(person, SECRET)
        client = client_for()
        response = sign_in(client, person.email, PASSWORD)
        assert response["Location"].startswith(reverse("mfa_authenticate"))
        assert not is_signed_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code_of_the_application()})
        assert is_signed_in(client)

    def test_it_is_asked_for_after_a_code_by_mail_too(self):
        person = make_person(Role.OFFICER)
        TOTP.activate(person, SECRET)
        client = client_for()
        client.post(reverse("account_request_login_code"), {"email": person.email})
        client.post(reverse("account_confirm_login_code"), {"code": code_in(last_message(person.email))})
        assert not is_signed_in(client)

    def test_a_recovery_code_replaces_the_telephone_once(self):
        person = make_person(password=PASSWORD)
        TOTP.activate(person, SECRET)
        code = RecoveryCodes.activate(person).get_unused_codes()[0]
        for expected in (True, False):
            client = client_for()
            sign_in(client, person.email, PASSWORD)
            client.post(reverse("mfa_authenticate"), {"code": code})
            assert is_signed_in(client) is expected

    def test_a_person_sets_it_up_and_receives_recovery_codes(self, django_capture_on_commit_callbacks):
        person = make_person(Role.OFFICER, password=PASSWORD)
        client = confirmed_client_for(person)
        client.get(reverse("mfa_activate_totp"))
        session = client.session
        session["mfa.totp.secret"] = SECRET
        session.save()
        with django_capture_on_commit_callbacks(execute=True):
            page = client.post(reverse("mfa_activate_totp"), {"code": code_of_the_application()}, follow=True)
        assert "Codes de secours" in page.content.decode()
        assert Authenticator.objects.filter(user=person).count() == 2
        assert Entry.objects.filter(verb="accounts.second_factor_added").count() == 1

    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OFFICER])
    def test_roles_that_open_the_data_of_others_set_it_up_first(self, role, settings):
        settings.SECOND_FACTOR_REQUIRED = True
        client = client_for(make_person(role))
        assert client.get(reverse("accounts:me"))["Location"] == reverse("mfa_index")
        assert "demande une seconde preuve" in client.get(reverse("mfa_index")).content.decode()

    @pytest.mark.parametrize("role", [Role.PARTNER, Role.MEMBER])
    def test_the_others_choose(self, role, settings):
        settings.SECOND_FACTOR_REQUIRED = True
        assert client_for(make_person(role)).get(reverse("accounts:me")).status_code == 200

    def test_once_set_every_page_opens(self, settings):
        settings.SECOND_FACTOR_REQUIRED = True
        person = make_person(Role.COORDINATOR)
        TOTP.activate(person, SECRET)
        assert client_for(person).get(reverse("accounts:people")).status_code == 200

    def test_the_last_one_of_a_role_that_needs_it_is_kept(self, settings):
        settings.SECOND_FACTOR_REQUIRED = True
        person = make_person(Role.COORDINATOR, password=PASSWORD)
        TOTP.activate(person, SECRET)
        page = confirmed_client_for(person).post(reverse("mfa_deactivate_totp"))
        assert "ajoutez-en une autre" in page.content.decode()
        assert Authenticator.objects.filter(user=person).exists()
