"""Nobody who reads French meets an English sentence on the way in or in their account.

Every page of accounts is opened and its form sent with nonsense; what is read is searched for the small words
that no English sentence does without. The same pages in English show that the search finds them.
"""

import re
from html.parser import HTMLParser

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.urls import reverse

from maillage.core.accounts.models import Role
from tests.access.routes import BY_NAME
from tests.access.samples import SAMPLES, World
from tests.factories import PASSWORD, client_for, confirmed_client_for, make_person

pytestmark = pytest.mark.django_db

LIBRARY = ("account_", "mfa_", "socialaccount_", "usersessions_", "proconnect_", "accounts:", "api_keys:")
PAGES = sorted(name for name in BY_NAME if name.startswith(LIBRARY))
ENGLISH = re.compile(
    r"\b(?:the|your|you|is|are|was|not|and|with|of|to|this|that|please|cannot|have|has|must|already|"
    r"available|enter|invalid|required|required\.|valid|wrong|expired|too|many|attempts)\b",
    re.IGNORECASE,
)
NONSENSE = {
    **dict.fromkeys(("login", "password", "email", "credential", "oldpassword", "role"), "x"),
    **dict.fromkeys(("name", "reason", "action_add", "action_send"), ""),
    **dict.fromkeys(("code", "days", "account"), "0"),
    "password1": "1",
    "password2": "2",
}


class Words(HTMLParser):
    """Gathers what is read in the main part of a page, in the page's own language."""

    def __init__(self):
        super().__init__()
        self.words = []
        self.inside = False
        self.foreign = []

    def handle_starttag(self, tag, attrs):
        if tag == "main":
            self.inside = True
        if dict(attrs).get("lang") and tag not in {"html", "br", "input"}:
            self.foreign.append(tag)

    def handle_endtag(self, tag):
        if tag == "main":
            self.inside = False
        if self.foreign and self.foreign[-1] == tag:
            self.foreign.pop()

    def handle_data(self, data):
        if self.inside and not self.foreign:
            self.words.append(data)


def read(response):
    """Return what a page says."""
    if "text/html" not in response.headers.get("Content-Type", ""):
        return ""
    reader = Words()
    reader.feed(response.content.decode())
    return re.sub(r"\s+", " ", " ".join(reader.words))


def english_in(response):
    """Return the English words that a page says."""
    return sorted({word.lower() for word in ENGLISH.findall(read(response))})


def protected(person):
    """Give a person an application and recovery codes, as the library makes them."""
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    return person


def visitors():
    """Return those who may meet these pages: nobody, without a password, with one, with a second factor."""
    roles = (Role.COORDINATOR, Role.OFFICER)
    return {
        "visitor": client_for(),
        "by code": client_for(make_person(roles=roles)),
        "by password": client_for(make_person(roles=roles, password=PASSWORD)),
        "confirmed": confirmed_client_for(make_person(roles=roles, password=PASSWORD)),
        "protected": confirmed_client_for(protected(make_person(roles=roles, password=PASSWORD))),
    }


@pytest.fixture(autouse=True)
def _no_attempt_counted_yet():
    cache.clear()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_accounts_says_nothing_in_english(name):
    arguments = SAMPLES[name](World.peopled()).arguments if name in SAMPLES else {}
    address = reverse(name, kwargs=arguments)
    found = {}
    for who, client in visitors().items():
        for what, send in (("open", client.get), ("nonsense", client.post)):
            response = send(address, *([NONSENSE] if what == "nonsense" else []), follow=True)
            if words := english_in(response):
                found[f"{who}, {what}"] = (words, read(response)[:400])
    assert not found


def test_too_many_attempts_are_told_in_french():
    client = client_for(make_person(password=PASSWORD))
    for _attempt in range(12):
        response = client.post(reverse("account_reauthenticate"), {"password": "x"})
    assert response.status_code == 429
    assert english_in(response) == []


def test_whoever_has_nothing_to_confirm_with_is_told_what_to_set_first():
    client = client_for(make_person())
    for name in ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"):
        page = client.get(reverse(name))
        assert page.status_code == 403
        assert "Choisissez d’abord un mot de passe" in page.content.decode()


def test_the_search_finds_english_where_there_is_some():
    person = protected(make_person(Role.COORDINATOR, password=PASSWORD))
    client = confirmed_client_for(person)
    client.cookies["langue"] = "en"
    for name in ("accounts:me", "mfa_index", "account_change_password", "accounts:invite"):
        assert len(english_in(client.get(reverse(name)))) > 1, name
