"""Passkeys, with a virtual authenticator in a real browser: added, then the account opens with it alone."""

from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.fixtures import PageAt, follow
from tests.factories import PASSWORD, make_person


def with_virtual_authenticator(page: Page) -> None:
    """Give the browser an authenticator that says yes, as a fingerprint reader would."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_person_adds_a_passkey_then_signs_in_with_it_alone(portal: None, page_at: PageAt) -> None:
    person = make_person(password=PASSWORD)
    page = page_at(360, path=reverse("account_login"))
    with_virtual_authenticator(page)
    page.get_by_label("Adresse électronique").fill(person.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    follow(page.get_by_role("main").get_by_role("button", name="Se connecter", exact=True))
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Mot de passe").fill(PASSWORD)
    follow(page.get_by_role("button", name="Confirmer"))
    page.get_by_label("Se connecter avec elle seule").check()
    follow(page.get_by_role("button", name="Ajouter cette clé"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Codes de secours")
    assert Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).count() == 1

    page.goto(reverse("account_logout"))
    follow(page.get_by_role("main").get_by_role("button", name="Se déconnecter"))
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    expect(page.get_by_role("link", name=person.name)).to_be_visible()


def test_without_javascript_no_page_offers_what_it_cannot_do(portal: None, page_at: PageAt) -> None:
    page = page_at(360, path=reverse("account_login"), javascript=False)
    expect(page.get_by_role("button", name="Utiliser une clé d’accès")).to_have_count(0)
    expect(page.get_by_role("link", name="Recevoir un code par courriel")).to_be_visible()


def test_on_a_bare_network_address_no_passkey_is_offered(
    portal: None, live_server: LiveServer, browser: Browser
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(live_server.url.replace("localhost", "127.0.0.1") + reverse("account_login"))
    expect(page.get_by_role("link", name="Recevoir un code par courriel")).to_be_visible()
    expect(page.get_by_role("button", name="Utiliser une clé d’accès")).to_have_count(0)
    context.close()
