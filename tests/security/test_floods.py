"""Forms that anybody may send: each network sends a few an hour, and its address is not kept."""

from base64 import b64decode
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from maillage.core.accounts.models import Role, SharedCacheEntry
from maillage.core.events.domain import registering
from maillage.core.events.models import Registration
from maillage.core.messaging.models import Message
from maillage.programmes.directory.domain import claims, reports
from maillage.programmes.directory.models import Claim, Report
from tests.core.events.gatherings import make_event
from tests.factories import client_for, make_person
from tests.programmes.directory.structures import make_structure

pytestmark = pytest.mark.django_db
HERE = "192.0.2.9"


class Reports:
    """Visitors say that a sheet is mistaken."""

    rows = Report.objects

    def __init__(self):
        self.page = reverse("directory:report", args=[make_structure().slug])

    def send(self, client, text="Elle a déménagé", **typed):
        return client.post(self.page, {"subject": "place", "message": text, **typed})


class Claims:
    """Visitors ask to keep one sheet after the other."""

    rows = Claim.objects
    sent = 0

    def send(self, client, text="Camille Essai", **typed):
        self.sent += 1
        page = reverse("directory:claim", args=[make_structure(f"Structure {self.sent}").slug])
        own = {"name": text, "email": f"invitee-{self.sent}@example.org", "function": "Présidence"}
        return client.post(page, {**own, "message": text, **typed})


class Registrations:
    """Visitors register to an event, each with another address."""

    rows = Registration.objects

    def __init__(self):
        self.page = reverse("events:register", args=[make_event().public_id])
        self.sent = 0

    def send(self, client, text="Camille Essai", **typed):
        self.sent += 1
        return client.post(self.page, {"name": text, "email": f"invitee-{self.sent}@example.org", **typed})


@pytest.fixture(params=[Reports, Claims, Registrations])
def form(request, monkeypatch):
    """A form that takes two an hour."""
    cache.clear()
    monkeypatch.setattr(reports, "REPORTS_AN_HOUR", 2)
    monkeypatch.setattr(claims, "CLAIMS_AN_HOUR", 2)
    monkeypatch.setattr(registering, "REGISTRATIONS_AN_HOUR", 2)
    return request.param()


def taken_from(form, *places, person=None):
    """Send the form from each place; return which were taken."""
    return [form.send(client_for(person, REMOTE_ADDR=place)).status_code == 302 for place in places]


def test_past_the_limit_nothing_is_written_and_what_was_typed_stays(form):
    assert taken_from(form, HERE, HERE) == [True, True]
    messages = Message.objects.count()
    answer = form.send(client_for(REMOTE_ADDR=HERE), "Troisième envoi d’affilée")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Beaucoup de demandes viennent de partir de votre réseau." in page
    assert "Troisième envoi d’affilée" in page
    assert (form.rows.count(), Message.objects.count()) == (2, messages)


def test_another_network_is_still_heard(form):
    assert taken_from(form, HERE, HERE, HERE, "192.0.2.10") == [True, True, False, True]


def test_an_hour_later_the_same_network_is_heard_again(form):
    began = timezone.now()
    for minutes, taken in ((0, [True, True, False]), (50, [False]), (61, [True, True, False])):
        with time_machine.travel(began + timedelta(minutes=minutes), tick=False):
            assert taken_from(form, *[HERE] * len(taken)) == taken


def test_a_form_to_correct_does_not_count(form):
    for _ in range(3):
        answer = form.send(client_for(REMOTE_ADDR=HERE), email="pas une adresse")
        assert answer.status_code == 200
    assert not form.rows.exists()
    assert taken_from(form, HERE, HERE, HERE) == [True, True, False]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COORDINATOR])
def test_the_house_writes_for_as_many_as_come(form, role):
    assert taken_from(form, *[HERE] * 4, person=make_person(role)) == [True] * 4


def test_an_account_is_not_enough_to_send_more(form):
    assert taken_from(form, *[HERE] * 3, person=make_person(Role.MEMBER)) == [True, True, False]


def test_one_ipv6_household_counts_as_one_and_its_neighbour_does_not(form):
    household = ("2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:1:ffff::3")
    assert taken_from(form, *household, "2001:db8:0:2::1") == [True, True, False, True]


def test_ipv4_visitors_of_an_ipv6_socket_are_told_apart(form):
    assert taken_from(form, HERE, f"::ffff:{HERE}", HERE) == [True, True, False]
    assert taken_from(form, "::ffff:192.0.2.10") == [True]


def test_a_forged_header_gives_no_other_network(form):
    taken = [
        form.send(client_for(REMOTE_ADDR=HERE, headers={"x-forwarded-for": f"192.0.2.{number}"})).status_code
        for number in (20, 21, 22)
    ]
    assert taken == [302, 302, 200]


def test_the_proxy_that_was_declared_is_believed(form, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    taken = [
        form.send(client_for(headers={"x-forwarded-for": f"192.0.2.1, {place}"})).status_code
        for place in (HERE, HERE, HERE, "192.0.2.10")
    ]
    assert taken == [302, 302, 200, 302]


def test_visitors_without_an_address_count_as_one(form):
    """As behind a local socket."""
    assert taken_from(form, "", "", "") == [True, True, False]


def test_the_count_keeps_no_address(form):
    taken_from(form, HERE)
    kept = [row.cache_key.encode() + b64decode(row.value) for row in SharedCacheEntry.objects.all()]
    assert kept
    assert not [row for row in kept if HERE.encode() in row]
