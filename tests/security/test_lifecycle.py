"""What is never asked of a password, what is never asked instead, and where secrets come from."""

import random
import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from maillage.core.accounts.domain import invitations
from maillage.core.accounts.models import Person, Role
from tests.core.accounts.mail import code_in, last_message, link_in
from tests.factories import PASSWORD, client_for, make_person

pytestmark = pytest.mark.django_db
# All that the ways into an account ask for.
ASKED = {"login", "email", "password", "code", "password1", "password2", "name", "credential", "next"}


@pytest.fixture(autouse=True)
def _no_attempt_counted_yet():
    cache.clear()


def asked_on(html):
    return set(re.findall(r'<(?:input|select|textarea)[^>]*\bname="(\w+)"', html)) - {"csrfmiddlewaretoken"}


def test_a_password_serves_as_long_as_nobody_changes_it():
    person = make_person(Role.MEMBER, password=PASSWORD)
    with time_machine.travel(timezone.now() + timedelta(days=900), tick=False):
        client = client_for()
        client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
        page = client.get(reverse("portal:today"))
        assert page.status_code == 200, "nothing stands between the sign-in and the page"
        assert Person.objects.get(pk=person.pk).check_password(PASSWORD)


def test_no_way_into_an_account_asks_what_somebody_could_know_of_a_person():
    person = make_person(password=PASSWORD)
    client = client_for()
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = link_in(last_message(person.email))
    invitation = invitations.invite(
        email="nouvelle@example.org", name="Nouvelle", role=Role.MEMBER, by=make_person(Role.COORDINATOR)
    )
    assert invitation
    pages = [
        reverse("account_login"),
        reverse("account_request_login_code"),
        reverse("account_reset_password"),
        link,
        link_in(last_message("nouvelle@example.org")),
    ]
    found = [asked_on(client.get(page, follow=True).content.decode()) for page in pages]
    assert all(found)
    assert set.union(*found) <= ASKED
    assert asked_on('<input type="text" name="question">') - ASKED, "another question would be seen"


def test_secrets_cannot_be_foretold_from_those_that_came_before():
    """Drawn from the chance of the system: the chance that a program can wind back changes nothing."""
    person = make_person()
    drawn = []
    for _time in range(2):
        random.seed(54)
        cache.clear()
        client = client_for()
        client.post(reverse("account_request_login_code"), {"email": person.email})
        code = code_in(last_message(person.email))
        drawn.append((code, generate_totp_secret(), RecoveryCodes.generate_seed()))
    assert all(first != second for first, second in zip(*drawn, strict=True))
    states = set()
    for _time in range(2):
        random.seed(54)
        states.add(random.getstate())
    assert len(states) == 1, "the other chance was really wound back"
