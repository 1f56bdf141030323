"""Sign-in by ProConnect, against a server on the loopback that signs what it says, over real HTTP."""

from copy import deepcopy
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.cache import cache
from django.urls import reverse

from maillage.core.accounts.models import Person, Role
from tests.core.accounts.oidc_server import CLIENT, SECRET, identity_server
from tests.factories import PASSWORD, client_for, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def proconnect(settings):
    cache.clear()
    with identity_server() as server:
        providers = deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
        providers["openid_connect"]["APPS"] = [
            {
                "provider_id": "proconnect",
                "name": "ProConnect",
                "client_id": CLIENT,
                "secret": SECRET,
                "settings": {
                    "server_url": server.url,
                    "scope": ["openid", "given_name", "usual_name", "email"],
                    "auth_params": {"acr_values": "eidas1"},
                    "email_authentication": True,
                },
            }
        ]
        settings.SOCIALACCOUNT_PROVIDERS = providers
        yield server


def come_by(client, query=""):
    """Go to ProConnect and come back, as a browser does; return the answer of the return address."""
    away = client.post(reverse("proconnect_login") + query)
    back = requests.get(away["Location"], allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_an_officer_signs_in_with_the_verified_address_of_their_account(proconnect):
    person = make_person(Role.OFFICER, email="chargee@example.org", password=PASSWORD)
    client = client_for()
    come_by(client)
    assert is_signed_in(client)
    account = SocialAccount.objects.get(user=person)
    assert (account.provider, account.uid) == ("proconnect", "sujet-1")
    # As little as can be is kept of what ProConnect says, and no key.
    assert set(account.extra_data["userinfo"]) == {"sub", "email", "given_name", "usual_name"}
    assert not SocialToken.objects.exists()
    assert Person.objects.get(pk=person.pk).check_password(PASSWORD)


def test_the_level_the_state_and_the_nonce_are_asked_for(proconnect):
    make_person(email="chargee@example.org")
    come_by(client_for(), "?scope=phone&auth_params=acr_values=none")
    assert proconnect.asked["acr_values"] == "eidas1"
    assert set(proconnect.asked["scope"].split()) == {"openid", "given_name", "usual_name", "email"}
    assert len(proconnect.asked["nonce"]) == 64
    assert len(proconnect.asked["state"]) == 32


def test_once_attached_the_identity_opens_the_account_whatever_its_address(proconnect):
    make_person(email="chargee@example.org")
    come_by(client_for())
    proconnect.person |= {"email": "autre@example.org", "email_verified": False}
    client = client_for()
    come_by(client)
    assert is_signed_in(client)


def test_an_address_that_is_not_verified_opens_nothing(proconnect):
    make_person(email="chargee@example.org")
    proconnect.person["email_verified"] = False
    client = client_for()
    page = come_by(client)
    assert "sur invitation" in page.content.decode()
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_an_account_that_never_confirmed_its_address_keeps_no_password_of_someone_else(proconnect):
    person = make_person(email="chargee@example.org", password=PASSWORD)
    EmailAddress.objects.filter(user=person).update(verified=False)
    come_by(client_for())
    assert not Person.objects.get(pk=person.pk).has_usable_password()


def test_someone_without_an_account_is_told_how_to_have_one(proconnect):
    client = client_for()
    page = come_by(client)
    assert "sur invitation" in page.content.decode()
    assert not is_signed_in(client)
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "lie",
    [
        "nonce",
        "audience",
        "expired",
        "no identity",
        "key of identity",
        "key of user information",
        "plain user information",
        "other subject",
    ],
)
def test_each_proof_is_checked(proconnect, lie):
    make_person(email="chargee@example.org")
    proconnect.faults = {lie}
    client = client_for()
    page = come_by(client)
    assert page.status_code == 401
    assert "n’a pas pu confirmer qui vous êtes" in page.content.decode()
    assert not is_signed_in(client)


def test_a_redirection_of_proconnect_is_not_followed(proconnect):
    """The user information would be the same there: only the redirection is refused."""
    make_person(email="chargee@example.org")
    for faults, reached, signed_in in (({"elsewhere"}, [], False), (set(), ["/userinfo"], True)):
        proconnect.faults = faults
        client = client_for()
        come_by(client)
        assert proconnect.reached == reached
        assert is_signed_in(client) is signed_in


def test_a_state_that_was_not_given_to_this_browser_is_refused(proconnect):
    make_person(email="chargee@example.org")
    away = client_for().post(reverse("proconnect_login"))
    back = urlsplit(requests.get(away["Location"], allow_redirects=False, timeout=5).headers["Location"])
    other = client_for()
    assert other.get(f"{back.path}?{back.query}").status_code == 401
    assert not is_signed_in(other)


def test_the_second_factor_is_asked_for_all_the_same(proconnect):
    person = make_person(Role.OFFICER, email="chargee@example.org")
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    client = client_for()
    assert come_by(client)["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_signed_in(client)


def test_signing_out_ends_the_session_at_proconnect_too(proconnect):
    make_person(email="chargee@example.org")
    client = client_for()
    come_by(client)
    away = urlsplit(client.post(reverse("account_logout"))["Location"])
    assert f"{away.scheme}://{away.netloc}{away.path}" == f"{proconnect.url}/logout"
    assert parse_qs(away.query)["id_token_hint"][0].count(".") == 2
    assert not is_signed_in(client)


def test_a_signed_in_person_attaches_and_detaches_proconnect(proconnect):
    person = make_person(email="personnelle@example.org", password=PASSWORD)
    client = client_for(person)
    asked = come_by(client, "?process=connect")
    client.post(asked["Location"], {"password": PASSWORD})
    account = SocialAccount.objects.get(user=person)
    client.post(reverse("socialaccount_connections"), {"account": account.pk})
    assert not SocialAccount.objects.exists()


def test_a_refusal_at_proconnect_leads_back_to_the_other_ways(proconnect):
    client = client_for()
    state = parse_qs(urlsplit(client.post(reverse("proconnect_login"))["Location"]).query)["state"][0]
    page = client.get(reverse("proconnect_callback"), {"error": "access_denied", "state": state}, follow=True)
    assert "Vous revenez sans ProConnect" in page.content.decode()


def test_the_button_shows_only_where_proconnect_is_set(proconnect):
    assert "Se connecter avec ProConnect" in client_for().get(reverse("account_login")).content.decode()
    assert "Recevoir un code par courriel" in client_for().get(reverse("account_login")).content.decode()


def test_where_it_is_not_set_nothing_of_it_shows():
    assert "ProConnect" not in client_for().get(reverse("account_login")).content.decode()
    assert client_for().get(reverse("proconnect_login")).status_code == 404
