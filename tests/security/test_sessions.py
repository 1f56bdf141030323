"""When a session ends, what is not lost with it, and proving again who one is."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.core.accounts.middleware import SEEN
from maillage.core.accounts.models import Person, Role
from tests.core.accounts.mail import code_in, last_message, link_in
from tests.factories import PASSWORD, client_for, confirmed_client_for, make_person

pytestmark = pytest.mark.django_db
NEW = "encore quatre mots choisis"
REASON = "Départ à la retraite,\nremplacé par <personne> & co."


@pytest.fixture(autouse=True)
def _no_attempt_counted_yet():
    cache.clear()


def sign_in(client, person, **more):
    return client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD, **more})


def is_signed_in(client):
    return client.get(reverse("accounts:me")).status_code == 200


def after(**past):
    return time_machine.travel(timezone.now() + timedelta(**past), tick=False)


@pytest.mark.parametrize(
    ("role", "hours"), [(Role.COORDINATOR, 8), (Role.OFFICER, 8), (Role.PARTNER, 72), (Role.MEMBER, 72)]
)
def test_an_unused_session_ends_sooner_for_whoever_holds_the_data_of_others(role, hours):
    for unused, stays in ((hours * 60 - 1, True), (hours * 60 + 1, False)):
        client = client_for(make_person(role))
        with after(minutes=unused):
            assert is_signed_in(client) is stays


def test_a_session_in_use_goes_on():
    client = client_for(make_person(Role.OFFICER))
    for hours in range(6, 48, 6):
        with after(hours=hours):
            assert is_signed_in(client)
    with after(hours=42 + 9):
        assert not is_signed_in(client)


def test_reading_writes_the_use_down_once_in_a_quarter_of_an_hour():
    client = client_for(make_person(Role.OFFICER))
    written = []
    for minutes in (1, 14, 16, 20, 30, 32):
        with after(minutes=minutes):
            assert is_signed_in(client)
        written.append(client.session.get(SEEN))
    assert written[0] is written[1] is None
    assert written[2] == written[3] == written[4] is not None
    assert written[5] > written[4]


def test_a_page_asked_for_after_the_end_comes_back_past_the_sign_in():
    person = make_person(Role.OFFICER, password=PASSWORD)
    client = client_for(person)
    with after(hours=9):
        page = client.get(reverse("accounts:profile"), follow=True)
        assert "Votre session a pris fin" in page.content.decode()
        assert sign_in(client, person, next=reverse("accounts:profile"))["Location"] == reverse(
            "accounts:profile"
        )


class TestWhatWasBeingSent:
    """The coordination leaves a form open for a long afternoon, then sends it."""

    @pytest.fixture
    def someone(self):
        return make_person(Role.MEMBER)

    @pytest.fixture
    def sender(self):
        return make_person(Role.COORDINATOR, password=PASSWORD)

    def send_late(self, sender, someone, client=None, **fields):
        client = client or client_for(sender)
        with after(hours=9):
            return client, client.post(
                reverse("accounts:close", args=[someone.pk]), {"reason": REASON, **fields}
            )

    def test_it_is_shown_again_past_the_sign_in_and_sent_by_the_same_hand(self, sender, someone):
        client, answer = self.send_late(sender, someone)
        assert Person.objects.get(pk=someone.pk).is_active, "nothing is done without a session"
        with after(hours=9, minutes=10):
            assert "gardé une heure" in client.get(answer["Location"]).content.decode()
            page = sign_in(client, sender, next=reverse("accounts:kept"))
            html = client.get(page["Location"]).content.decode()
            assert "remplacé par &lt;personne&gt; &amp; co." in html
            assert f'action="{reverse("accounts:close", args=[someone.pk])}"' in html
            assert Person.objects.get(pk=someone.pk).is_active, "nothing is done in their name"
            client.post(reverse("accounts:close", args=[someone.pk]), {"reason": REASON})
            assert not Person.objects.get(pk=someone.pk).is_active
            assert "remplacé par" not in client.get(reverse("accounts:kept")).content.decode()

    def test_it_is_given_up_at_once(self, sender, someone):
        client, _answer = self.send_late(sender, someone)
        with after(hours=9, minutes=1):
            sign_in(client, sender)
            client.post(reverse("accounts:kept"))
            assert "remplacé par" not in client.get(reverse("accounts:kept")).content.decode()

    def test_it_is_forgotten_after_an_hour(self, sender, someone):
        client, _answer = self.send_late(sender, someone)
        with after(hours=10, minutes=1):
            sign_in(client, sender)
            assert "remplacé par" not in client.get(reverse("accounts:kept")).content.decode()

    def test_nobody_else_reads_it_in_that_browser(self, sender, someone):
        client, _answer = self.send_late(sender, someone)
        other = make_person(Role.COORDINATOR, password=PASSWORD)
        with after(hours=9, minutes=1):
            sign_in(client, other)
            assert "remplacé par" not in client.get(reverse("accounts:kept")).content.decode()
            kept = [session.get_decoded() for session in Session.objects.all()]
            assert "remplacé par" not in str(kept)

    def test_the_session_that_follows_lasts_as_long_as_any(self, sender, someone):
        client, _answer = self.send_late(sender, someone)
        with after(hours=9, minutes=1):
            sign_in(client, sender)
            assert client.session.get_expiry_age() == 7 * 24 * 3600

    @pytest.mark.parametrize("secret", ["password", "oldpassword", "code"])
    def test_a_password_or_a_code_is_never_kept(self, sender, someone, secret):
        self.send_late(sender, someone, **{secret: "quatre mots très secrets"})
        assert "très secrets" not in str([session.get_decoded() for session in Session.objects.all()])

    def test_a_file_is_never_kept(self, sender, someone):
        self.send_late(sender, someone, file=SimpleUploadedFile("a.csv", b"a;b"))
        assert not Session.objects.exists()

    def test_what_another_site_makes_a_browser_send_is_not_kept(self, sender, someone):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(sender)
        _client, answer = self.send_late(sender, someone, client=browser)
        assert answer.status_code == 403
        assert not Session.objects.exists()

    def test_a_part_of_a_page_that_sends_leads_the_whole_page_to_the_sign_in(self, sender, someone):
        client = client_for(sender)
        with after(hours=9):
            place = reverse("accounts:close", args=[someone.pk])
            answer = client.post(place, {"reason": REASON}, headers={"HX-Request": "true"})
        assert answer["HX-Redirect"].startswith(reverse("account_login"))


@pytest.mark.parametrize("way", ["changed", "forgotten"])
def test_a_new_password_closes_the_other_browsers(way):
    person = make_person(password=PASSWORD)
    other, client = client_for(), confirmed_client_for(person)
    sign_in(other, person)
    assert is_signed_in(other)
    if way == "changed":
        form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        client.post(reverse("account_change_password"), form)
        assert is_signed_in(client)
    else:
        client = client_for()
        client.post(reverse("account_reset_password"), {"email": person.email})
        page = client.get(link_in(last_message(person.email)), follow=True)
        client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert Person.objects.get(pk=person.pk).check_password(NEW)
    assert not is_signed_in(other)


def elsewhere(person):
    """Return another browser of the person, that the page of browsers knows."""
    client = client_for(person)
    session = client.session
    UserSession.objects.create(user=person, ip="127.0.0.1", session_key=session.session_key)
    return client


@pytest.mark.parametrize(
    "name", ["mfa_index", "mfa_list_webauthn", "mfa_view_recovery_codes", "account_email"]
)
def test_where_a_change_of_what_protects_the_account_leads_the_other_browsers_can_be_closed(name):
    person = make_person(password=PASSWORD)
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    client = confirmed_client_for(person)
    client.post(reverse("mfa_generate_recovery_codes"))
    offer = f'action="{reverse("usersessions_list")}"'
    assert offer not in client.get(reverse(name)).content.decode()
    other = elsewhere(person)
    page = client.get(reverse(name)).content.decode()
    assert offer in page
    assert "Un autre navigateur" in page
    client.post(reverse("usersessions_list"))
    assert not is_signed_in(other)
    assert offer not in client.get(reverse(name)).content.decode()


class TestProvingAgain:
    """Changing the address or closing browsers asks again who one is."""

    def test_the_address_is_changed_by_whoever_gives_their_password_again(self):
        person = make_person(password=PASSWORD)
        client = client_for(person)
        form = {"action_add": "", "email": "nouvelle@example.org"}
        answer = client.post(reverse("account_email"), form)
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
        assert not person.emailaddress_set.filter(email="nouvelle@example.org").exists()
        client.post(answer["Location"], {"password": PASSWORD})
        client.post(reverse("account_email"), form)
        assert person.emailaddress_set.filter(email="nouvelle@example.org").exists()

    @pytest.mark.parametrize("name", ["account_email", "account_set_password", "mfa_activate_totp"])
    def test_whoever_signs_in_by_code_alone_signs_in_again(self, name):
        person = make_person()
        client = client_for(person)
        assert client.get(reverse(name)).status_code == 200, "who just came has just proved it"
        with after(minutes=20):
            answer = client.get(reverse(name))
            assert answer["Location"].startswith(reverse("account_request_login_code"))
            page = client.get(answer["Location"])
            assert "prouvez que c’est vous" in page.content.decode()
            client.post(answer["Location"], {"email": person.email, "next": reverse(name)})
            code = code_in(last_message(person.email))
            back = client.post(reverse("account_confirm_login_code"), {"code": code, "next": reverse(name)})
            assert back["Location"] == reverse(name)
            assert client.get(reverse(name)).status_code == 200

    def test_one_reads_where_one_is_signed_in_without_proving_anything(self):
        client = client_for(make_person(password=PASSWORD))
        assert client.get(reverse("usersessions_list")).status_code == 200
