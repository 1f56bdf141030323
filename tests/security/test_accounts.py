"""What protects an account, as ASVS 5.0 asks for it, beside what tests/core/accounts holds."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from maillage.core.accounts.models import Person, Role
from tests.core.accounts.mail import code_in, last_message, link_in
from tests.factories import PASSWORD, client_for, confirmed_client_for, make_person

pytestmark = pytest.mark.django_db
NEW = "encore quatre mots choisis"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _no_attempt_counted_yet():
    cache.clear()


def sign_in(client, person, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": person.email, "password": password})


def is_signed_in(client):
    return client.get(reverse("accounts:me")).status_code == 200


def test_changing_the_password_asks_for_the_present_one():
    person = make_person(password=PASSWORD)
    form = {"oldpassword": "un autre mot de passe", "password1": NEW, "password2": NEW}
    confirmed_client_for(person).post(reverse("account_change_password"), form)
    assert Person.objects.get(pk=person.pk).check_password(PASSWORD)


@pytest.mark.parametrize(("page", "known"), [("account_login", False), ("account_change_password", True)])
def test_the_fields_of_passwords_are_masked_and_let_managers_fill_them(page, known):
    client = confirmed_client_for(make_person(password=PASSWORD)) if known else client_for()
    html = client.get(reverse(page)).content.decode()
    fields = [part.partition(">")[0] for part in html.split("<input") if "password" in part.partition(">")[0]]
    assert fields
    for field in fields:
        assert 'type="password"' in field
        assert 'autocomplete="current-password"' in field or 'autocomplete="new-password"' in field
        assert "onpaste" not in field


def test_a_long_password_counts_to_its_last_character_and_its_spaces():
    long = "Une phrase assez longue pour dépasser soixante-quatre caractères, sans peine aucune "
    assert len(long) > 64
    person = make_person(password=long + "fin")
    for wrong in (long + "fi", (long + "fin").lower(), long + "fin "):
        client = client_for()
        sign_in(client, person, wrong)
        assert not is_signed_in(client)
    client = client_for()
    sign_in(client, person, long + "fin")
    assert is_signed_in(client)


def test_a_renewed_password_does_not_go_round_the_second_factor():
    person = make_person(password=PASSWORD)
    TOTP.activate(person, SECRET)
    client = client_for()
    client.post(reverse("account_reset_password"), {"email": person.email})
    page = client.get(link_in(last_message(person.email)), follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert Person.objects.get(pk=person.pk).check_password(NEW)
    assert not is_signed_in(client)
    assert sign_in(client_for(), person, NEW)["Location"].startswith(reverse("mfa_authenticate"))


def test_a_code_by_mail_opens_only_the_browser_that_asked():
    person, asking, other = make_person(), client_for(), client_for()
    asking.post(reverse("account_request_login_code"), {"email": person.email})
    code = code_in(last_message(person.email))
    other.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_signed_in(other)
    asking.post(reverse("account_confirm_login_code"), {"code": code})
    assert is_signed_in(asking)


def test_a_code_by_mail_is_not_guessed():
    person, client = make_person(), client_for()
    client.post(reverse("account_request_login_code"), {"email": person.email})
    code = code_in(last_message(person.email))
    for _attempt in range(5):
        client.post(reverse("account_confirm_login_code"), {"code": "AAAA-AAAA"})
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_signed_in(client)


def test_a_code_by_mail_lives_ten_minutes():
    person, client = make_person(), client_for()
    client.post(reverse("account_request_login_code"), {"email": person.email})
    code = code_in(last_message(person.email))
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        client.post(reverse("account_confirm_login_code"), {"code": code})
        assert not is_signed_in(client)


def test_signing_in_changes_the_session():
    person = make_person(password=PASSWORD)
    seen = set()
    for _time in range(2):
        client = client_for()
        sign_in(client, person)
        seen.add(client.cookies["sessionid"].value)
        before = client.cookies["sessionid"].value
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        sign_in(client_for(), person)
        assert len(before) >= 32
    assert len(seen) == 2
    planted = client_for()
    planted.cookies["sessionid"] = "a" * 32
    sign_in(planted, person)
    assert planted.cookies["sessionid"].value != "a" * 32, "a session planted by somebody else is not taken"


def test_a_session_ends_a_week_after_it_began():
    person = make_person(password=PASSWORD)
    client = client_for()
    sign_in(client, person)
    began = timezone.now()
    for days in range(1, 7):
        with time_machine.travel(began + timedelta(days=days), tick=False):
            session = client.session
            session["used"] = days  # what is used is written again, with a new date
            session.save()
            assert is_signed_in(client)
    with time_machine.travel(began + timedelta(days=7, minutes=1), tick=False):
        assert not is_signed_in(client)


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_every_private_page_offers_to_sign_out(role):
    client = client_for(make_person(role))
    for name in ("portal:today", "accounts:me", "privacy:mine"):
        assert f'action="{reverse("account_logout")}"' in client.get(reverse(name)).content.decode()


@pytest.mark.parametrize(
    "name",
    ["mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"],
)
def test_what_protects_an_account_is_changed_by_whoever_proves_again_who_they_are(name):
    person = make_person(Role.OFFICER, password=PASSWORD)
    TOTP.activate(person, SECRET)
    answer = client_for(person).post(reverse(name), {"name": "Essai", "days": "30"})
    assert answer.status_code == 302
    assert "confirmer" in answer["Location"]
