"""A personal link is forwarded, printed, left on a shared screen: it can do what it is for, and no more."""

import math
import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.contrib.auth import get_user
from django.urls import reverse
from django.utils import timezone

from maillage.core.accounts.domain.invitations import invite
from maillage.core.accounts.models import Role
from maillage.core.events.domain import registering
from maillage.core.events.domain.forgetting import erase
from maillage.core.events.models import Registration
from maillage.core.messaging.models import Message
from tests.core.accounts.mail import last_message, link_in
from tests.core.events.gatherings import comes, fresh, make_event
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db
PAGES = ("mine", "code", "withdraw", "photos", "opinion")


@pytest.fixture
def row() -> Registration:
    event = make_event(asks_photo_consent=True)
    comes(event, 2, name="Autre Invitée-Secrète", phone="06 22 22 22 22")
    return comes(
        event,
        name="Prénom Nom-Secret",
        phone="06 11 11 11 11",
        organisation="Structure-Secrète",
        needs="Besoin",
    )


def test_a_personal_link_cannot_be_guessed(row):
    assert len(row.token) * math.log2(64) >= 128
    token = row.token
    neighbours = [token[:-1], token + "A", token.swapcase(), token[::-1]]
    for guess in neighbours:
        assert client_for().get(reverse("events:mine", args=[guess])).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_whoever_holds_the_link_reads_no_detail_of_anybody(name, row):
    holder = client_for()
    page = unescape(holder.get(reverse(f"events:{name}", args=[row.token])).content.decode(errors="replace"))
    for secret in (
        "Nom-Secret",
        row.email,
        row.phone,
        row.needs,
        "Structure-Secrète",
        "Invitée-Secrète",
        "06 22",
    ):
        assert secret not in page, f"{name} tells {secret}"
    assert get_user(holder).is_anonymous, "the link signs nobody in"


@pytest.mark.parametrize("name", PAGES)
def test_opening_the_link_changes_nothing(name, row):
    before = Registration.objects.filter(pk=row.pk).values().get()
    client_for().get(reverse(f"events:{name}", args=[row.token]))
    client_for().head(reverse(f"events:{name}", args=[row.token]))
    assert Registration.objects.filter(pk=row.pk).values().get() == before


def test_whoever_holds_the_link_does_not_write_in_the_name_of_another(row):
    holder = client_for()
    forged = {"name": "Usurpation", "email": "autre@example.org", "phone": "06 99 99 99 99", "person": "1"}
    for name in PAGES:
        holder.post(reverse(f"events:{name}", args=[row.token]), forged)
    after = fresh(row)
    assert (after.name, after.email, after.phone, after.person) == (row.name, row.email, row.phone, None)


def test_the_link_to_check_in_opens_to_those_who_organise_alone(row):
    path = reverse("events:arrive", args=[row.token])
    assert client_for().get(path).status_code == 302
    assert client_for(make_person("member")).post(path).status_code in {403, 404}
    assert fresh(row).arrived_at is None


def test_a_seat_given_back_by_someone_else_is_told_to_its_owner(row):
    client_for().post(reverse("events:withdraw", args=[row.token]))
    assert fresh(row).state == Registration.State.WITHDRAWN
    assert Message.objects.filter(to=row.email).count() == 2, "the registration, then what became of it"


def test_an_erased_person_s_link_opens_nothing(row):
    erase(registration=row)
    for name in PAGES:
        assert client_for().get(reverse(f"events:{name}", args=[row.token])).status_code == 404


def test_the_owner_gets_the_link_again_without_saying_more_than_the_address(row):
    registering.register(event=row.event, name="N’importe qui", email=row.email)
    assert row.token in last_message(row.email).text


def test_a_forwarded_invitation_shows_no_other_address_and_ends():
    coordinator = make_person(Role.COORDINATOR)
    invite(email="invitee@example.org", name="Invitée", role=Role.PARTNER, by=coordinator)
    link = link_in(last_message("invitee@example.org"))
    page = client_for().get(link).content.decode()
    assert coordinator.email not in page
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        closed = client_for().get(link).content.decode()
        assert not re.search(r'name="password', closed)


def test_where_a_link_leads_is_told_to_no_other_site(row):
    answer = client_for().get(reverse("events:mine", args=[row.token]))
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]
