"""The journal page, for the coordination."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.core.activity.domain import record
from maillage.core.activity.models import Note
from maillage.core.activity.views import ENTRIES_A_PAGE
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db


def test_the_journal_reads_in_words():
    coordinator = make_person("coordinator", name="Coordination (démonstration)")
    entry = record(verb="test.explained", actor=coordinator, note="Une explication.")
    client = client_for(coordinator)
    client.post(f"/journal/{entry.pk}/effacer-la-note/", {"why": "mistake"})
    page = client.get("/journal/").content.decode()
    assert "Coordination (démonstration)" in page
    assert "A retiré le texte libre d’une ligne du journal" in page
    assert "écrit par erreur" in page
    assert "Une explication." not in page
    assert Note.objects.get(entry=entry).text == ""


def test_a_text_is_kept_when_no_reason_is_given():
    coordinator = make_person("coordinator")
    entry = record(verb="test.explained", note="Une explication.")
    page = client_for(coordinator).post(f"/journal/{entry.pk}/effacer-la-note/", {"why": "x"}, follow=True)
    assert "Le texte a été gardé" in page.content.decode()
    assert Note.objects.get(entry=entry).text == "Une explication."


def test_the_journal_is_filtered_by_verb_and_by_person():
    coordinator, person = make_person("coordinator"), make_person()
    record(verb="test.began", actor=person, facts={"count": 1})
    record(verb="test.ended", actor=coordinator, target=person)
    record(verb="test.ended", actor=coordinator)
    client = client_for(coordinator)

    def numbers(query: str) -> list[int]:
        return [line["entry"].sequence for line in client.get(f"/journal/?{query}").context["lines"]]

    newest_first = sorted(numbers(""), reverse=True)
    assert numbers("") == newest_first
    assert len(numbers("verb=test.ended")) == 2
    assert len(numbers(f"person={person.email.upper()}")) == 2
    assert len(numbers(f"person={person.email}&verb=test.began")) == 1
    refused = client.get("/journal/?person=inconnu@example.org")
    assert "Personne n’a cette adresse ici" in refused.content.decode()


def test_the_journal_pages_by_key_and_costs_the_same_for_3_lines_and_50():
    coordinator = make_person("coordinator")
    client = client_for(coordinator)

    def queries_of(path: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(path)
        return len(counted)

    for _ in range(3):
        record(verb="test.began", actor=coordinator, note="x")
    few = queries_of("/journal/")
    for _ in range(ENTRIES_A_PAGE):
        record(verb="test.began", actor=make_person(), note="x")
    assert queries_of("/journal/") == few
    first = client.get("/journal/").context
    older = client.get(f"/journal/?{first['older']}").context
    assert first["lines"][-1]["entry"].sequence == older["lines"][0]["entry"].sequence + 1
    assert not older["older"]


def test_what_was_erased_since_keeps_its_line():
    coordinator = make_person("coordinator")
    gone = make_person()
    record(verb="test.began", actor=coordinator, target=gone)
    gone.emailaddress_set.all().delete()
    gone.delete()
    assert "effacé depuis" in client_for(coordinator).get("/journal/").content.decode()


@pytest.mark.parametrize("role", ["officer", "partner", "member", None])
def test_only_the_coordination_reads_the_journal(role):
    assert client_for(make_person(role)).get("/journal/").status_code == 403
