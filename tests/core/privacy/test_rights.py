"""What a person may ask of their own data, and what time removes."""

import io
import json
import zipfile
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from maillage.core.activity.domain import record
from maillage.core.activity.models import Entry, Note
from maillage.core.activity.verification import verify
from maillage.core.messaging.models import Message
from maillage.core.privacy import domain
from maillage.core.privacy.archives import build_archive
from maillage.core.privacy.models import DataCopy, ErasureRequest
from maillage.core.privacy.retention import run_retention
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db


def opened(archive: bytes) -> dict[str, str]:
    """Return the files of a copy."""
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        return {name: files.read(name).decode() for name in files.namelist()}


def ask(person) -> ErasureRequest:
    return domain.ask_erasure(person=person)


def test_a_copy_holds_my_rows_and_nobody_else_s():
    me, other = make_person(name="Personne demandeuse (démonstration)"), make_person(name="Autre personne")
    record(verb="test.explained", actor=me, note="Mon explication <b>libre</b>.")
    record(verb="test.explained", actor=other, note="Celle de quelqu’un d’autre.")
    files = opened(build_archive(me))
    data = json.loads(files["donnees.json"])["data"]
    assert data["activity.Note"] == [{"entry": 1, "text": "Mon explication <b>libre</b>."}]
    assert me.email in files["donnees.json"]
    assert "Mon explication &lt;b&gt;libre" in files["donnees.html"]
    for text in files.values():
        assert other.email not in text
        assert "quelqu’un d’autre" not in text


def test_a_copy_never_holds_what_opens_an_account():
    me = make_person(password="quatre mots faciles à retenir")
    files = opened(build_archive(me))
    assert me.password not in files["donnees.json"]


def test_only_its_owner_downloads_a_copy_and_for_a_week():
    me, other = make_person(), make_person("coordinator")
    copy = DataCopy.objects.create(person=me)
    domain.store_copy(copy=copy, archive=build_archive(me))
    address = f"/donnees-personnelles/les-miennes/copie/{copy.pk}/"
    answer = client_for(me).get(address)
    assert answer["Content-Disposition"] == 'attachment; filename="mes-donnees.zip"'
    assert answer["Cache-Control"] == "private, no-store"
    assert set(opened(answer.content)) == {"donnees.json", "donnees.html"}
    assert client_for(other).get(address).status_code == 404
    DataCopy.objects.update(ready_at=timezone.now() - timedelta(days=7))
    assert client_for(me).get(address).status_code == 404


def test_a_second_copy_waits_for_the_first():
    me = client_for(make_person())
    for _ in range(2):
        assert me.post("/donnees-personnelles/les-miennes/copie/", follow=True).status_code == 200
    copy = DataCopy.objects.get()
    assert copy.job is not None
    assert Entry.objects.filter(verb="privacy.copy_asked").count() == 1


def test_asking_to_be_erased_needs_one_s_own_address_and_can_be_withdrawn():
    person = make_person()
    me = client_for(person)
    page = me.post("/donnees-personnelles/les-miennes/effacement/", {"email": "autre@example.org"})
    assert "Rien n’a été demandé" in page.content.decode()
    assert not ErasureRequest.objects.exists()
    me.post("/donnees-personnelles/les-miennes/effacement/", {"email": person.email.upper()})
    assert ErasureRequest.objects.get().state == ErasureRequest.State.ASKED
    me.post("/donnees-personnelles/les-miennes/effacement/retirer/")
    assert ErasureRequest.objects.get().state == ErasureRequest.State.WITHDRAWN
    assert type(person).objects.get(pk=person.pk).email == person.email


def test_asking_twice_is_asking_once():
    person = make_person()
    assert ask(person).pk == ask(person).pk


def test_an_erased_person_is_named_nowhere_and_reports_stay_equal():
    person = make_person("officer", name="Personne effacée (démonstration)")
    coordinator = make_person("coordinator")
    email, name = person.email, person.name
    record(verb="test.met", actor=person, others=[coordinator], facts={"count": 3})
    record(verb="test.explained", actor=coordinator, target=person, note="Ne répond plus au téléphone.")
    record(verb="test.explained", actor=coordinator, note="Sans rapport avec cette personne.")
    domain.post(
        kind="privacy.erasure_answer", key="test", to=email, person=person, subject="Avis", text="Bonjour."
    )
    request = ask(person)
    report = Counter(Entry.objects.order_by("pk").values_list("actor", "verb"))

    domain.carry_out_erasure(request=request, by=coordinator)

    after = Counter(Entry.objects.order_by("pk").values_list("actor", "verb"))
    assert report <= after
    assert [note.text for note in Note.objects.order_by("pk")] == ["", "Sans rapport avec cette personne."]
    assert verify().findings == ()
    assert not type(person).objects.filter(email=email).exists()
    assert not type(person).objects.filter(name=name).exists()
    (answer,) = Message.objects.filter(to=email)
    assert answer.key == f"privacy.erasure_answer:{request.pk}"
    page = client_for(coordinator).get("/journal/").content.decode()
    assert email not in page
    assert name not in page
    request.refresh_from_db()
    assert request.state == ErasureRequest.State.DONE
    assert sum(request.removed.values()) > 0


def test_the_last_coordinator_is_not_erased_and_nothing_is_lost():
    person = make_person("coordinator")
    note = record(verb="test.explained", actor=person, note="Une explication.")
    request = ask(person)
    page = client_for(person).post(f"/donnees-personnelles/effacements/{request.pk}/effacer/", follow=True)
    assert "Rien n’a été effacé" in page.content.decode()
    assert Note.objects.get(entry=note).text == "Une explication."
    request.refresh_from_db()
    assert request.state == ErasureRequest.State.ASKED


def test_a_refusal_tells_the_person_why():
    person, coordinator = make_person(), make_person("coordinator")
    request = ask(person)
    address = f"/donnees-personnelles/effacements/{request.pk}/refuser/"
    client = client_for(coordinator)
    assert "is-invalid" in client.post(address, {"reason": ""}).content.decode()
    client.post(address, {"reason": "La loi impose de garder ce compte."})
    message = Message.objects.get()
    assert message.to == person.email
    assert "La loi impose de garder ce compte." in message.text
    request.refresh_from_db()
    assert request.state == ErasureRequest.State.REFUSED
    with pytest.raises(domain.PrivacyRefusal):
        domain.carry_out_erasure(request=request, by=coordinator)


def write(key: str) -> Message:
    return domain.post(
        kind="privacy.erasure_answer", key=key, to="a@example.org", subject="Avis", text="Bonjour."
    )


def test_time_removes_what_it_announced_and_the_journal_says_how_much():
    old, recent = timezone.now() - timedelta(days=91), timezone.now() - timedelta(days=89)
    for number, moment in enumerate([old, old, recent]):
        message = domain.post(
            kind="privacy.erasure_answer",
            key=f"{number}",
            to="a@example.org",
            subject="Avis",
            text="Bonjour.",
        )
        Message.objects.filter(pk=message.pk).update(
            created_at=moment, state="sent", sent_at=moment, next_try_at=None
        )
    report = run_retention(dry_run=True)
    assert (report.total, Message.objects.count()) == (2, 3)
    assert not Entry.objects.exists()
    report = run_retention()
    assert (report.total, report.failed, Message.objects.count()) == (2, (), 1)
    assert Entry.objects.get().facts == {"messaging.Message": 2}
    assert run_retention().total == 0
    assert Entry.objects.count() == 1
    assert list(report.in_words())[-1] == "2 lignes retirées."


def test_a_waiting_message_is_never_purged():
    write("a")
    Message.objects.update(created_at=timezone.now() - timedelta(days=400))
    assert run_retention().total == 0
