"""Two people correct one sheet at once: neither loses what they wrote unseen."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.core.accounts.models import Role
from maillage.core.organisations.domain import parts
from maillage.core.organisations.models import AccessFact, ContactPoint, Organisation
from maillage.core.organisations.views import common
from tests.core.cards.cards import make_card
from tests.core.organisations.sheets import make_organisation
from tests.core.territories.places import make_commune
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db

_INPUT = re.compile(r"<input[^>]*>")
_TEXT = re.compile(r'<textarea[^>]*name="([^"]+)"[^>]*>\s?(.*?)</textarea>', re.DOTALL)
_CHOSEN = re.compile(r'<select[^>]*name="([^"]+)".*?</select>', re.DOTALL)


@pytest.fixture
def first() -> Client:
    return client_for(make_person(Role.OFFICER))


@pytest.fixture
def second() -> Client:
    return client_for(make_person(Role.OFFICER))


def shown(page: str) -> dict[str, str]:
    """Return what a browser would send of a page's form, untouched."""
    form = page[page.index('class="m-form"') :]
    sent: dict[str, str] = {}
    for field in _INPUT.findall(form):
        told = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', field)}
        if told.get("type") in {"radio", "checkbox"} and " checked" not in field:
            continue
        if "name" in told:
            default = "on" if told.get("type") == "checkbox" else ""
            sent[told["name"]] = told.get("value", default)
    sent |= {name: unescape(text) for name, text in _TEXT.findall(form)}
    for choice in _CHOSEN.finditer(form):
        picked = re.search(r'value="([^"]*)" selected', choice[0])
        sent[choice[1]] = unescape(picked[1]) if picked else ""
    del sent["csrfmiddlewaretoken"]
    return sent


def opened(client: Client, address: str) -> dict[str, str]:
    return shown(client.get(address).content.decode())


def test_what_two_people_correct_in_two_fields_stands(first, second):
    sheet = make_organisation(summary="Avant.\nEncore.", jobs=3)
    address = reverse("organisations:edit", args=[sheet.slug, "activite"])
    one, two = opened(first, address), opened(second, address)
    first.post(address, one | {"summary": "Nous réparons des vélos."})
    assert second.post(address, two | {"jobs": "5"}).status_code == 302
    sheet.refresh_from_db()
    assert (sheet.summary, sheet.jobs) == ("Nous réparons des vélos.", 5)


def test_what_two_people_correct_in_one_field_is_told_then_written_knowingly(first, second):
    sheet = make_organisation(summary="Avant.")
    address = reverse("organisations:edit", args=[sheet.slug, "activite"])
    one, two = opened(first, address), opened(second, address)
    first.post(address, one | {"summary": "Nous réparons des vélos."})
    refused = second.post(address, two | {"summary": "Nous louons des vélos."})
    page = unescape(refused.content.decode())
    assert "entre-temps" in page
    assert "Nous réparons des vélos." in page
    assert "Nous louons des vélos." in page
    assert Organisation.objects.get().summary == "Nous réparons des vélos."
    assert second.post(address, shown(page)).status_code == 302
    assert Organisation.objects.get().summary == "Nous louons des vélos."


def test_a_field_emptied_meanwhile_stays_empty_for_who_left_it_alone(first, second):
    sheet = make_organisation(since=timezone.localdate(), acronym="VQ")
    address = reverse("organisations:edit", args=[sheet.slug, "identite"])
    one, two = opened(first, address), opened(second, address)
    first.post(address, one | {"since": ""})
    assert second.post(address, two | {"acronym": "VQT"}).status_code == 302
    sheet.refresh_from_db()
    assert (sheet.since, sheet.acronym) == (None, "VQT")


def test_hours_and_notes_of_a_site_come_together(first, second):
    sheet = make_organisation(commune=make_commune("Toul", code="54528", departement="54"))
    site = sheet.sites.get()
    address = reverse("organisations:change_part", args=[sheet.slug, "sites", site.pk])
    one, two = opened(first, address), opened(second, address)
    first.post(address, one | {"day_1": "9 h – 12 h"})
    assert second.post(address, two | {"hours_note": "fermé en août"}).status_code == 302
    site.refresh_from_db()
    assert (site.hours, site.hours_note) == ([[1, "09:00", "12:00"]], "fermé en août")


def test_a_contact_kept_inside_meanwhile_is_not_shown_again_by_who_corrects_its_number(first, second):
    sheet = make_organisation()
    contact = ContactPoint(organisation=sheet, function="accueil", phone="03 83 00 00 00")
    parts.keep_part(part=contact, actor=None)
    address = reverse("organisations:change_part", args=[sheet.slug, "contacts", contact.pk])
    one, two = opened(first, address), opened(second, address)
    del one["is_public"]
    first.post(address, one)
    assert second.post(address, two | {"phone": "03 83 11 11 11"}).status_code == 302
    contact.refresh_from_db()
    assert (contact.is_public, contact.phone) == (False, "03 83 11 11 11")


def test_what_another_person_told_of_the_accessibility_stands(first, second):
    sheet = make_organisation()
    address = reverse("organisations:access", args=[sheet.slug, sheet.sites.get().pk])
    one, two = opened(first, address), opened(second, address)
    first.post(address, one | {"source": "Visite", "entrance": "yes"})
    second.post(address, two | {"source": "Dit par la structure", "toilets": "no"})
    assert dict(AccessFact.objects.values_list("subject", "answer")) == {"entrance": "yes", "toilets": "no"}


def test_a_card_too(first, second):
    card = make_card(make_organisation(published=True), quantity=100, unit="kg")
    address = reverse("cards:edit", args=[card.pk])
    one, two = opened(first, address), opened(second, address)
    first.post(address, one | {"quantity": "80"})
    assert second.post(address, two | {"title": "Trois bureaux"}).status_code == 302
    card.refresh_from_db()
    assert (card.title, card.quantity) == ("Trois bureaux", 80)


def at_once(*sent: tuple[Client, str, dict[str, str]]) -> list[int]:
    """Send forms at the same instant, each by another person; return what each is answered."""
    together = Barrier(len(sent))

    def send(form: tuple[Client, str, dict[str, str]]) -> int:
        client, address, values = form
        together.wait(10)
        try:
            return client.post(address, values).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sent)) as threads:
        return list(threads.map(send, sent))


def both_correct(address: str, first: Client, second: Client, word: str) -> list[int]:
    """Let two people who saw the same page put another sentence in one field; return the two answers."""
    one, two = opened(first, address), opened(second, address)
    return sorted(
        at_once(
            (first, address, one | {"summary": f"{word}, dit l’une."}),
            (second, address, two | {"summary": f"{word}, dit l’autre."}),
        )
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_at_the_same_instant_one_is_told(first, second):
    sheet = make_organisation(summary="Avant.")
    address = reverse("organisations:edit", args=[sheet.slug, "activite"])
    for word in ("Vélos", "Meubles", "Jouets", "Livres", "Tissus"):
        assert both_correct(address, first, second, word) == [200, 302]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_write(first, second, monkeypatch):
    """Negative control: each compares before the other writes."""
    both_have_read = Barrier(2)

    @contextmanager
    def not_held(organisation: Organisation) -> Iterator[Organisation]:
        read = Organisation.objects.get(pk=organisation.pk)
        both_have_read.wait(10)
        yield read

    monkeypatch.setattr(common, "held", not_held)
    sheet = make_organisation(summary="Avant.")
    address = reverse("organisations:edit", args=[sheet.slug, "activite"])
    assert both_correct(address, first, second, "Vélos") == [302, 302]


@pytest.mark.django_db(transaction=True)
def test_a_card_corrected_while_it_is_withdrawn_stays_withdrawn(first, second):
    for _round in range(5):
        card = make_card(make_organisation(published=True))
        correct, move = reverse("cards:edit", args=[card.pk]), reverse("cards:state", args=[card.pk])
        page = opened(first, correct) | {"title": "Trois bureaux"}
        answers = at_once((first, correct, page), (second, move, {"state": "closed"}))
        card.refresh_from_db()
        assert answers == [302, 302]
        assert (card.title, card.state) == ("Trois bureaux", "closed")
