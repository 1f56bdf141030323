"""Reads with a personal key: for the roles named, as long as the person holds them."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from maillage.api.domain import revoke_key
from maillage.api.models import ApiKey
from maillage.core.accounts.domain.roles import end_role
from maillage.core.accounts.models import Role
from maillage.core.activity.domain import record
from tests.api.conftest import with_key
from tests.core.territories.places import make_commune
from tests.factories import make_person

pytestmark = pytest.mark.django_db
PRIVATE = "/api/v1/private"


def test_a_key_says_until_when_it_works_and_for_which_roles(officer):
    told = officer.get(f"{PRIVATE}/key").json()
    assert told["name"] == "Essai"
    assert told["roles"] == ["officer"]


@pytest.mark.parametrize(("role", "status"), [("officer", 200), ("coordinator", 200)])
def test_officers_and_the_coordination_read_the_coverage_report(role, status, reach):
    response = with_key(make_person(role)).get(f"{PRIVATE}/coverage")
    assert response.status_code == status
    kinds = {each["kind"] for each in response.json()["anomalies"]}
    assert "no_account" in kinds, "the officer of the test has no account"


def test_the_history_is_for_the_coordination_alone(officer, coordinator):
    refused = officer.get(f"{PRIVATE}/history")
    assert refused.status_code == 403
    assert refused.json()["message"] == "Votre clé est valable, mais votre rôle n’ouvre pas cette lecture."
    assert coordinator.get(f"{PRIVATE}/history").status_code == 200


def test_a_role_that_ended_opens_nothing_more(db):
    person = make_person(Role.OFFICER)
    client = with_key(person)
    end_role(grant=person.grants.get(), by=None)
    assert client.get(f"{PRIVATE}/coverage").status_code == 403


def test_a_closed_account_opens_nothing_more(db):
    person = make_person(Role.OFFICER)
    client = with_key(person)
    person.is_active = False
    person.save()
    assert client.get(f"{PRIVATE}/key").status_code == 401


def test_a_revoked_key_opens_nothing_more(db):
    person = make_person(Role.OFFICER)
    client = with_key(person)
    revoke_key(key=ApiKey.objects.get(person=person), by=person)
    assert client.get(f"{PRIVATE}/key").status_code == 401


def test_a_key_past_its_end_opens_nothing_more(db):
    client = with_key(make_person(Role.OFFICER), days=30)
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert client.get(f"{PRIVATE}/key").status_code == 401


def test_the_day_of_the_last_use_is_written_once_a_day(db, django_assert_num_queries):
    person = make_person(Role.OFFICER)
    client = with_key(person)
    with django_assert_num_queries(3):  # the key, its day, the roles
        client.get(f"{PRIVATE}/key")
    assert ApiKey.objects.get(person=person).last_used_on == timezone.localdate()
    with django_assert_num_queries(2):
        client.get(f"{PRIVATE}/key")


def test_history_tells_what_happened_to_places_and_not_who_did_it(coordinator):
    actor, commune = make_person(Role.COORDINATOR), make_commune()
    record(verb="territories.moved", actor=actor, target=commune, note="texte libre", facts={"since": "2027"})
    record(verb="accounts.signed_in", actor=actor, target=actor)
    (told,) = coordinator.get(f"{PRIVATE}/history").json()["items"]
    assert told["verb"] == "territories.moved"
    assert told["words"] == "a déplacé une commune vers un territoire"
    assert told["target"] == f"territories.municipality:{commune.pk}"
    assert "actor" not in told
    assert "texte libre" not in str(told)


def test_history_comes_by_pages_newest_first(coordinator):
    commune = make_commune()
    numbers = [record(verb="territories.moved", target=commune).sequence for _ in range(3)]
    first = coordinator.get(f"{PRIVATE}/history?limit=2").json()
    rest = coordinator.get(first["next"]).json()
    assert [each["number"] for each in first["items"] + rest["items"]] == numbers[::-1]
    assert rest["next"] is None
