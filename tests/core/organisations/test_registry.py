"""The registry of companies: asked over HTTP, on the loopback; whatever it answers, work goes on.

The answers follow the documentation of « Recherche d'entreprises »: none was recorded live.
"""

import json
import threading
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.accounts.models import Role
from maillage.core.activity.models import Entry
from maillage.core.jobs.worker import run_waiting_jobs
from maillage.core.organisations import baskets, chores
from maillage.core.organisations.domain import registry, sheets
from maillage.core.organisations.models import FieldProvenance, Organisation, SourceIdentity, SourceRecord
from maillage.core.organisations.registry import client
from maillage.core.organisations.registry.units import Unit, unit_of
from tests.core.organisations.registry_server import OTHER, SIRET, WHOLE, Registry, answers, told
from tests.core.organisations.sheets import make_organisation
from tests.core.territories.places import make_commune
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_person(Role.OFFICER)


@pytest.fixture
def toul():
    return make_commune("Toul", code="54528", departement="54", latitude=48.675, longitude=5.891)


# --- What is asked, what is understood ---------------------------------------------------------------


def test_an_establishment_is_read_and_its_managers_are_not(server):
    unit = client.by_siret(SIRET)
    assert unit == Unit(
        siret=SIRET,
        name="RECYCLERIE DE L’ETANG (FICTIF)",
        acronym="RDE",
        legal_category="9220",
        naf="38.32Z",
        naf_2025="38.21Y",
        since="2011-03-05",
        address="12 RUE DU PUITS",
        postcode="54200",
        commune="54528",
        commune_name="TOUL",
        is_ess="yes",
    )
    assert "PERSONNE" not in json.dumps(unit.payload())
    ((asked, who),) = Registry.asked
    assert asked["minimal"] == ["true"]
    assert "dirigeants" not in asked["include"][0]
    assert who.startswith("Maillage/")


def test_another_establishment_than_the_seat_is_found_by_its_own_number(server):
    answers(OTHER, WHOLE)
    unit = client.by_siret(OTHER)
    assert (unit.siret, unit.address, unit.naf) == (OTHER, "3 PLACE DES ESSAIS", "47.79Z")


def test_the_name_and_address_of_a_person_are_left_out(server):
    answers(SIRET, told(nature_juridique="1000"))
    unit = client.by_siret(SIRET)
    assert (unit.name, unit.acronym, unit.address) == ("", "", "")


def test_an_address_that_is_partly_shown_is_left_out(server):
    answers(SIRET, told(statut_diffusion="P"))
    assert client.by_siret(SIRET).address == ""


def test_not_to_be_on_the_list_of_the_ess_is_unknown_not_no(server):
    answers(SIRET, told(complements={"est_ess": False}))
    assert client.by_siret(SIRET).is_ess == "unknown"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"[]",
        b'{"results": {}}',
        b'{"erreur": "q"}',
        b"[" * 100_000,
        b'{"results": [' + b"0," * 600_000 + b"0]}",
    ],
)
def test_an_answer_that_is_none_is_said(server, content):
    answers(SIRET, content)
    with pytest.raises(client.RegistryError):
        client.by_siret(SIRET)


@pytest.mark.parametrize(
    "result",
    [
        None,
        "texte",
        {},
        {"siren": 990000010},
        {"siren": "990000011", "siege": {"siret": SIRET}},
        {"siren": "990000010", "siege": []},
        {"siren": "990000010", "siege": {"siret": "99000001000018"}},
        {"siren": "130025265", "siege": {"siret": SIRET}},
    ],
)
def test_a_result_without_sound_numbers_is_no_unit(server, result):
    answers(SIRET, {"results": [result]})
    assert client.by_siret(SIRET) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=400),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=20), inner, max_size=3),
    max_leaves=8,
)
KEYS = tuple(WHOLE["results"][0])


@given(st.dictionaries(st.sampled_from(KEYS), JSON), st.dictionaries(st.sampled_from(KEYS), JSON))
def test_whatever_a_result_holds_a_unit_is_sound_or_none(spoilt, spoilt_seat):
    seat = {**WHOLE["results"][0]["siege"], **spoilt_seat}
    unit = unit_of({**WHOLE["results"][0], "siege": seat, **spoilt})
    if unit:
        assert unit.siret.isdigit()
        assert len(unit.siret) == 14
        assert len(unit.name) <= 200
        assert not set(unit.name + unit.address) & set("\0\r\n\u202e")
        assert unit.is_ess in {"yes", "unknown"}


def test_a_redirection_is_not_followed(server):
    answers(SIRET, b"", 302, Location="/ailleurs?q=ailleurs")
    with pytest.raises(client.RegistryError):
        client.by_siret(SIRET)
    assert len(Registry.asked) == 1


@pytest.mark.parametrize(
    ("said", "seconds"), [("7", 7), ("0", 1), ("soon", 10), ("", 10), ("-3", 10), ("9" * 30, 3600)]
)
def test_the_wait_that_the_registry_asks_for_is_understood_and_bounded(server, said, seconds):
    answers(SIRET, b"", 429, **{"Retry-After": said})
    with pytest.raises(client.RegistryBusyError) as busy:
        client.by_siret(SIRET)
    assert busy.value.seconds == seconds


def test_told_to_wait_nothing_is_asked_meanwhile(server):
    answers(SIRET, b"", 429, **{"Retry-After": "60"})
    for number in (SIRET, OTHER, SIRET):
        with pytest.raises(client.RegistryBusyError):
            client.by_siret(number)
    assert len(Registry.asked) == 1


def test_a_day_to_wait_until_is_read_too(server):
    until = timezone.now() + timedelta(seconds=60)
    answers(SIRET, b"", 429, **{"Retry-After": until.strftime("%a, %d %b %Y %H:%M:%S GMT")})
    with pytest.raises(client.RegistryBusyError) as busy:
        client.by_siret(SIRET)
    assert 55 <= busy.value.seconds <= 60


def test_without_a_registry_nothing_is_offered_nor_read(officer, settings):
    assert not settings.COMPANY_REGISTRY
    page = client_for(officer).get(reverse("organisations:create")).content.decode()
    assert "registre" not in page
    chores.read_registry()
    assert run_waiting_jobs() == 0


# --- A sheet is opened -------------------------------------------------------------------------------


def opened(officer, **typed: str):
    return client_for(officer).post(reverse("organisations:create"), typed)


def test_an_officer_finds_a_structure_by_its_number_and_takes_what_is_said(server, officer, toul):
    page = opened(officer, siret=SIRET, name="Recyclerie de l’Étang", registre="chercher").content.decode()
    assert f'value="{SIRET}"' in page
    assert not Organisation.objects.exists()
    page = opened(officer, siret=SIRET, name="Recyclerie de l’Étang", registre=SIRET).content.decode()
    assert 'value="Recyclerie de l’Étang"' in page
    assert "12 RUE DU PUITS" in page
    assert "TOUL (54528)" in page
    assert "Le registre dit" in page
    sealed = page.partition('name="registre-dit" value="')[2].partition('"')[0]
    answer = opened(
        officer,
        name="Recyclerie de l’Étang",
        siret=SIRET,
        commune="TOUL (54528)",
        address="12 rue du Puits",
        **{"registre-dit": sealed},
    )
    assert answer.status_code == 302, answer.content.decode()
    sheet = Organisation.objects.get()
    assert (sheet.name, sheet.legal_category, sheet.naf, sheet.naf_2025) == (
        "Recyclerie de l’Étang",
        "9220",
        "38.32Z",
        "38.21Y",
    )
    assert (sheet.ess_registry, sheet.since.isoformat()) == ("yes", "2011-03-05")
    said = FieldProvenance.objects.get(organisation=sheet, field="naf")
    assert said.record.identity.source.key == registry.KEY
    assert FieldProvenance.objects.get(organisation=sheet, field="name").by_hand


def test_a_structure_is_found_by_its_name(server, officer, toul):
    answers("recyclerie", WHOLE)
    page = opened(officer, name="recyclerie", registre="chercher").content.decode()
    assert "RECYCLERIE DE L’ETANG (FICTIF)" in page


@pytest.mark.parametrize(
    ("status", "headers", "words"),
    [
        (500, {}, "Le registre ne répond pas"),
        (429, {"Retry-After": "30"}, "Le registre demande d’attendre 30 secondes"),
        (200, {}, "Le registre ne connaît rien"),
    ],
)
def test_whatever_the_registry_answers_what_was_typed_is_kept(server, officer, status, headers, words):
    answers(SIRET, b'{"results": []}', status, **headers)
    page = opened(officer, name="Mon essai", siret=SIRET, address="3 rue", registre="chercher")
    text = page.content.decode().replace("\xa0", " ")
    assert words in text
    assert 'value="Mon essai"' in text
    assert 'value="3 rue"' in text
    assert not Organisation.objects.exists()


def test_a_registry_that_is_down_is_said_and_work_goes_on(officer, settings, toul):
    settings.COMPANY_REGISTRY = "http://127.0.0.1:1"
    page = opened(officer, name="Mon essai", registre="chercher").content.decode()
    assert "Le registre ne répond pas" in page
    assert opened(officer, name="Mon essai", commune="Toul").status_code == 302


def test_what_the_form_carries_of_the_registry_cannot_be_forged(server, officer, toul):
    unit = Unit(siret=SIRET, legal_category="9300")
    forged = registry.sealed(unit)[:-4] + "AAAA"
    answer = opened(officer, name="Essai", commune="Toul", siret=SIRET, **{"registre-dit": forged})
    assert answer.status_code == 302
    assert not SourceRecord.objects.exists()


def test_what_was_read_of_another_number_is_not_kept(server, officer, toul):
    read = registry.sealed(Unit(siret=OTHER, legal_category="9300"))
    opened(officer, name="Essai", commune="Toul", siret=SIRET, **{"registre-dit": read})
    assert Organisation.objects.get().legal_category == ""


# --- The weekly reading ------------------------------------------------------------------------------


def read_again() -> None:
    chores.read_registry()
    assert run_waiting_jobs() == 1


def test_each_week_sheets_follow_the_registry_save_what_a_hand_wrote(server, officer):
    sheet = make_organisation("Recyclerie", siret=SIRET)
    sheets.change(organisation=sheet, values={"naf": "95.29Z"}, actor=officer)
    read_again()
    sheet.refresh_from_db()
    assert (sheet.name, sheet.naf, sheet.legal_category) == ("Recyclerie", "95.29Z", "9220")
    assert sheet.ess_registry == "yes"
    assert SourceRecord.objects.count() == 1
    read_again()
    assert SourceRecord.objects.count() == 1
    answers(SIRET, told(nature_juridique="9230"))
    read_again()
    sheet.refresh_from_db()
    assert sheet.legal_category == "9230"
    assert SourceRecord.objects.count() == 2
    facts = Entry.objects.filter(verb="organisations.registry_read").order_by("sequence").last().facts
    assert facts == {"asked": 1, "changed": 1, "closed": 0, "unknown": 0, "refused": 0}


def test_what_the_registry_says_again_holds_from_that_day_on(server):
    sheet = make_organisation("Recyclerie", siret=SIRET)
    first = timezone.now() - timedelta(days=35)
    since = []
    for week, category in enumerate(["9220", "9230", "9220", "9220"]):
        answers(SIRET, told(nature_juridique=category))
        with time_machine.travel(first + timedelta(weeks=week)):
            read_again()
        said = FieldProvenance.objects.get(organisation=sheet, field="legal_category")
        since.append((said.at.date() - first.date()).days // 7)
    assert since == [0, 1, 2, 2], "the third week it changed back, the fourth it said the same"
    assert SourceRecord.objects.count() == 2


def test_a_structure_that_the_registry_calls_closed_is_checked_by_an_officer_and_not_closed(server, officer):
    sheet = make_organisation("Recyclerie", siret=SIRET, published=True)
    answers(SIRET, told(etat_administratif="C", date_fermeture="2026-09-30"))
    read_again()
    sheet.refresh_from_db()
    assert sheet.state == "published"
    assert [each.line.what for each in baskets.told_closed(officer).top] == ["Recyclerie"]
    page = client_for(officer).get(reverse("organisations:sheet", args=[sheet.slug])).content.decode()
    assert "Fermée, dit un registre" in page
    client_for(officer).post(reverse("organisations:still_open", args=[sheet.slug]))
    read_again()
    assert not baskets.told_closed(officer).count
    answers(SIRET, WHOLE)
    read_again()
    answers(SIRET, told(etat_administratif="C"))
    read_again()
    assert baskets.told_closed(officer).count == 1


def test_what_the_registry_no_longer_knows_is_left_as_it_is(server):
    sheet = make_organisation("Recyclerie", siret=SIRET)
    read_again()
    answers(SIRET, {"results": []})
    read_again()
    sheet.refresh_from_db()
    assert sheet.legal_category == "9220"
    assert SourceIdentity.objects.get().organisation == sheet


def test_two_structures_under_one_number_are_both_read(server):
    one = make_organisation("Chantier", siret=SIRET, unit="ACI")
    two = make_organisation("Association", siret=SIRET)
    read_again()
    identities = SourceIdentity.objects.order_by("external_id")
    assert {each.organisation for each in identities} == {one, two}


def test_a_reading_that_fails_goes_on_where_it_stopped(server):
    make_organisation("Première", siret=SIRET)
    make_organisation("Seconde", siret="13002526500013")
    answers("13002526500013", b"", 500)
    chores.read_registry()
    run_waiting_jobs()
    assert [query["q"] for query, _who in Registry.asked] == [[SIRET], ["13002526500013"]]
    answers("13002526500013", {"results": []})
    # The wait between two attempts is skipped.
    DBTaskResult.objects.update(run_after="2000-01-01T00:00:00Z")
    run_waiting_jobs()
    assert [query["q"] for query, _who in Registry.asked][2:] == [["13002526500013"]]


def test_a_reading_told_to_wait_waits(server, monkeypatch):
    make_organisation("Recyclerie", siret=SIRET)
    answers(SIRET, b"", 429, **{"Retry-After": "1"})
    waits: list[float] = []

    def slept(seconds: float) -> None:
        waits.append(seconds)
        answers(SIRET, WHOLE)
        threading.Event().wait(seconds)

    monkeypatch.setattr(registry, "sleep", slept)
    read_again()
    assert waits
    assert Organisation.objects.get().legal_category == "9220"
