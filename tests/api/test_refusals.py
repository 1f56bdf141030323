"""Whoever refuses under /api/, and for whatever reason, is told in JSON, in French, and never redirected."""

import pytest
from django.test import Client, override_settings

from maillage.api import serving
from maillage.api.errors import WORDS
from maillage.api.visits import Visits
from tests.factories import client_for, make_person
from tests.french import as_typed

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


def refusal(response, status):
    """Check the form of a refusal and return it."""
    assert response.status_code == status, response.content.decode()
    assert response.headers["Content-Type"] == "application/json"
    told = response.json()
    assert set(told) == {"code", "message", "detail", "faults"}
    assert told["code"] == WORDS[status][0] or status == 404
    assert told["message"].endswith(".")
    assert told["detail"].endswith(".")
    assert not response.cookies
    return told


@pytest.mark.parametrize("path", ["/api/rien", "/api/v1/", "/api/v1/rien/du/tout", "/api/v2/communes"])
def test_an_unknown_address_is_not_found(path, anyone):
    assert refusal(anyone.get(path), 404)["message"] == "Il n’y a rien à cette adresse."


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/communes", "/communes/99001", "/private/coverage", "/openapi.json"])
def test_nothing_can_be_written(method, path, places):
    response = getattr(Client(enforce_csrf_checks=True), method)(f"{V1}{path}")
    assert "rien n’a été modifié" in refusal(response, 405)["message"]
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("query", "parameter", "problem"),
    [
        ("/communes?limit=0", "limit", "Il est trop petit."),
        ("/communes?limit=501", "limit", "Il est trop grand."),
        ("/communes?limit=beaucoup", "limit", "Ce n’est pas un nombre entier."),
        ("/communes?on=demain", "on", "Ce n’est pas une date ; écrivez-la comme 2026-11-24."),
        ("/territories?on=0", "on", "Ce n’est pas une date ; écrivez-la comme 2026-11-24."),
        ("/territories?on=2026-13-01", "on", "Ce n’est pas une date ; écrivez-la comme 2026-11-24."),
        ("/communes/%27%3B--", "reference", "Il n’est pas écrit comme attendu."),
        ("/search", "q", "Il manque."),
        ("/search?q=" + "a" * 101, "q", "Il est trop long."),
        ("/contact", "commune", "Il manque."),
        ("/contacts?kind=chef", "kind", "Il n’est pas écrit comme attendu."),
    ],
)
def test_a_parameter_that_cannot_be_understood_is_named(query, parameter, problem, anyone):
    told = refusal(anyone.get(f"{V1}{query}"), 422)
    (fault,) = told["faults"]
    assert (fault["parameter"], as_typed(fault["problem"])) == (parameter, problem)


def test_a_host_that_is_not_ours_is_refused(anyone):
    refusal(anyone.get(f"{V1}/communes", headers={"host": "ailleurs.example.org"}), 400)


@pytest.mark.parametrize("path", ["/private/key", "/private/coverage", "/private/history"])
@pytest.mark.parametrize("header", [None, "Bearer faux", "Basic YTpi", "Bearer", "mlg_abc"])
def test_a_private_read_without_a_key_says_how_to_get_one(path, header, places):
    client = Client(headers={"authorization": header} if header else {})
    response = client.get(f"{V1}{path}")
    assert "Mon compte" in refusal(response, 401)["detail"]
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_signed_in_person_without_a_key_is_refused_too(db):
    refusal(client_for(make_person("coordinator")).get(f"{V1}/private/coverage"), 401)


def test_a_fault_of_ours_is_told_without_its_inside(anyone, monkeypatch):
    def broken(*_anything):
        raise RuntimeError("secret inside")

    monkeypatch.setattr("maillage.api.endpoints.territories.territory_facts", broken)
    anyone.raise_request_exception = False
    response = anyone.get(f"{V1}/territories")
    refusal(response, 500)
    assert b"secret" not in response.content


def test_a_flood_is_slowed_down_and_told_how_long(anyone, monkeypatch):
    monkeypatch.setattr(serving, "visits", Visits(allowed=2, seconds=60))
    assert [anyone.get(f"{V1}/subjects").status_code for _ in range(2)] == [200, 200]
    response = anyone.get(f"{V1}/subjects")
    refusal(response, 429)
    assert int(response.headers["Retry-After"]) == 30
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.get(f"{V1}/subjects").status_code == 200


def test_what_is_not_found_counts_too(anyone, monkeypatch):
    monkeypatch.setattr(serving, "visits", Visits(allowed=1, seconds=60))
    assert [anyone.get("/api/rien").status_code for _ in range(2)] == [404, 429]


def test_one_household_counts_as_one(monkeypatch):
    monkeypatch.setattr(serving, "visits", Visits(allowed=1, seconds=60))
    first, second = Client(REMOTE_ADDR="2001:db8::1"), Client(REMOTE_ADDR="2001:db8::2")
    assert [each.get("/api/rien").status_code for each in (first, second)] == [404, 429]


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=0)
def test_a_forged_header_gives_no_other_address(monkeypatch):
    monkeypatch.setattr(serving, "visits", Visits(allowed=1, seconds=60))
    statuses = [
        Client(headers={"x-forwarded-for": f"192.0.2.{number}"}).get("/api/rien").status_code
        for number in range(2)
    ]
    assert statuses == [404, 429]


@pytest.mark.parametrize("address", ["/communes?after=%00", "/search?q=a%00b", "/structures?q=%00"])
def test_an_address_with_a_sign_that_nobody_types_is_refused_whole(address, places, anyone):
    response = anyone.get(f"/api/v1{address}")
    assert response.status_code == 400
    assert response.json()["code"] == "bad_request"


@override_settings(SECURE_SSL_REDIRECT=True)
@pytest.mark.parametrize("path", ["/communes", "/openapi.json", "/private/coverage", "/rien"])
def test_a_program_that_asks_in_clear_is_refused_and_not_redirected(path, places):
    told = Client().get(f"{V1}{path}")
    assert (told.status_code, told.json()["code"]) == (403, "https_needed")
    assert "https://" in told.json()["detail"]
    assert Client().get(f"{V1}/communes", secure=True).status_code == 200
    assert Client().get("/api/").headers["Location"].startswith("https://"), "people are led there"
