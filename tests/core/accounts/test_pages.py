"""The pages of accounts open, in French, for the people they are for."""

import pytest
from django.urls import reverse

from maillage.core.accounts.models import Role
from tests.factories import client_for, make_person

PUBLIC = (
    "account_login",
    "account_request_login_code",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "socialaccount_login_cancelled",
)
OWN = (
    "accounts:me",
    "accounts:profile",
    "account_email",
    "account_logout",
    "mfa_index",
    "mfa_list_webauthn",
    "usersessions_list",
    "socialaccount_connections",
)
COORDINATION = ("accounts:people", "accounts:invitations", "accounts:invite")


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_a_visitor_opens_the_way_in(name):
    response = client_for().get(reverse(name))
    assert response.status_code == 200
    assert '<html lang="fr">' in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", OWN)
def test_a_person_opens_their_own_account(name):
    response = client_for(make_person()).get(reverse(name))
    assert response.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", COORDINATION)
def test_the_coordination_opens_its_pages(name):
    response = client_for(make_person(Role.COORDINATOR)).get(reverse(name))
    assert response.status_code == 200
