"""One's own keys: created for a program, shown once, revoked, forgotten."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.api import subject
from maillage.api.domain import create_key, revoke_key, tell_ending_keys
from maillage.api.models import ApiKey
from maillage.core.accounts.models import Role
from maillage.core.activity.models import Entry
from maillage.core.messaging.models import Message
from tests.factories import client_for, confirmed_client_for, make_person
from tests.french import as_typed

pytestmark = pytest.mark.django_db
LIST, CREATE = reverse("api_keys:list"), reverse("api_keys:create")


def shown_secret(page):
    """Return the key that a page shows."""
    return page.content.decode().split('value="mlg_')[1].split('"')[0]


def test_a_key_is_created_shown_once_and_works():
    client = confirmed_client_for(make_person(Role.OFFICER))
    page = client.post(CREATE, {"name": "Tableau mensuel", "days": "90"})
    secret = "mlg_" + shown_secret(page)
    program = Client(headers={"authorization": f"Bearer {secret}"})
    assert program.get("/api/v1/private/key").json()["name"] == "Tableau mensuel"
    listed = client.get(LIST).content.decode()
    assert "Tableau mensuel" in listed
    assert secret not in listed
    assert "no-store" in page.headers["Cache-Control"]


def test_the_database_keeps_no_key():
    key, secret = create_key(person=make_person(Role.OFFICER), name="Essai", days=30)
    stored = {str(getattr(key, field.attname)) for field in ApiKey._meta.fields}
    assert not any(secret in value for value in stored)


def test_creating_a_key_asks_who_one_is():
    person = make_person(Role.OFFICER, password="quatre mots de passage")
    answer = client_for(person).get(CREATE)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_the_person_is_told_by_mail_and_the_journal_knows():
    person = make_person(Role.OFFICER)
    _key, secret = create_key(person=person, name="Tableau mensuel", days=30)
    message = Message.objects.get(to=person.email)
    assert message.subject == "Une clé a été créée sur votre compte"
    assert "Tableau mensuel" in message.text
    assert secret not in message.text
    assert Entry.objects.get(verb="api.key_created").facts == {"days": 30}


@pytest.mark.parametrize("role", [Role.PARTNER, Role.MEMBER])
def test_a_key_to_nothing_is_not_created(role):
    person = make_person(role)
    assert confirmed_client_for(person).get(CREATE).status_code == 403
    with pytest.raises(ValidationError, match="Aucune clé n’a été créée"):
        create_key(person=person, name="Essai", days=30)


@pytest.mark.parametrize("days", [0, -1, 367, 10_000])
def test_a_key_lasts_a_year_at_most(days):
    with pytest.raises(ValidationError, match="un an au plus"):
        create_key(person=make_person(Role.OFFICER), name="Essai", days=days)


def test_twenty_keys_are_enough():
    person = make_person(Role.OFFICER)
    for number in range(20):
        create_key(person=person, name=f"Essai {number}", days=30)
    with pytest.raises(ValidationError, match="vingt clés"):
        create_key(person=person, name="De trop", days=30)
    page = confirmed_client_for(person).post(CREATE, {"name": "De trop", "days": "30"})
    assert "révoquez-en une" in page.content.decode()


def test_a_key_is_revoked_by_its_person_alone():
    person, other = make_person(Role.OFFICER), make_person(Role.COORDINATOR)
    key, _secret = create_key(person=person, name="Essai", days=30)
    address = reverse("api_keys:revoke", args=[key.pk])
    assert client_for(other).post(address).status_code == 404
    page = client_for(person).post(address, follow=True)
    assert "n’ouvre plus rien" in page.content.decode()
    key.refresh_from_db()
    assert key.revoked_at
    client_for(person).post(address)
    assert Entry.objects.filter(verb="api.key_revoked").count() == 1


def test_my_account_leads_to_the_keys_of_those_who_may_hold_some():
    me = reverse("accounts:me")
    assert LIST in client_for(make_person(Role.OFFICER)).get(me).content.decode()
    assert LIST not in client_for(make_person(Role.MEMBER)).get(me).content.decode()


def test_whoever_lost_the_role_still_finds_their_keys_to_revoke_them():
    person = make_person(Role.OFFICER)
    create_key(person=person, name="Essai", days=30)
    person.grants.update(ended_at=timezone.now())
    page = client_for(person).get(LIST).content.decode()
    assert "Essai" in page
    assert CREATE not in page


def test_my_data_tell_my_keys_and_leave_with_me():
    person = make_person(Role.OFFICER)
    create_key(person=person, name="Tableau mensuel", days=30)
    (row,) = subject.export_keys(person)
    assert "Tableau mensuel" in row.values()
    assert subject.erase_keys(person) == 1
    assert not ApiKey.objects.exists()


def test_keys_that_are_over_are_forgotten_after_a_year():
    person = make_person(Role.OFFICER)
    old, _secret = create_key(person=person, name="Ancienne", days=30)
    create_key(person=person, name="Présente", days=30)
    long_ago = timezone.now() - timedelta(days=500)
    ApiKey.objects.filter(pk=old.pk).update(created_at=long_ago, expires_at=long_ago + timedelta(days=30))
    before = timezone.now() - timedelta(days=365)
    assert subject.purge_keys(before, dry_run=True) == 1
    assert ApiKey.objects.count() == 2
    subject.purge_keys(before, dry_run=False)
    assert ApiKey.objects.get().name == "Présente"


def test_whoever_holds_a_key_is_told_once_before_it_ends():
    person = make_person(Role.OFFICER)
    create_key(person=person, name="Tableau de bord", days=60)
    short, _secret = create_key(person=person, name="Essai", days=10)
    gone, _secret = create_key(person=person, name="Ancienne", days=60)
    revoke_key(key=gone, by=person)
    told = Message.objects.filter(kind="api.key_ends")
    for days, number in ((0, 0), (9, 0), (45, 0), (47, 1), (48, 1), (59, 1), (61, 1)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            tell_ending_keys()
            assert told.count() == number, days
    letter = told.get()
    assert letter.to == person.email
    assert "« Tableau de bord »" in as_typed(letter.text)
    assert "jamais servi" in letter.text
    assert short.name not in letter.text
    assert reverse("api_keys:list") in letter.text
