"""Reads are served to any site, without a cookie, and not sent twice."""

import pytest
from django.test import Client

from tests.core.territories.places import make_commune

pytestmark = pytest.mark.django_db
READS = [
    "/api/v1/communes",
    "/api/v1/openapi.json",
    "/donnees/communes.csv",
    "/donnees/schemas/communes.json",
]


@pytest.mark.parametrize("path", READS)
def test_any_site_may_ask_and_nobody_is_followed(path, places, anyone):
    response = anyone.get(path, headers={"origin": "https://example.org"})
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    asked = anyone.options(path)
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_a_private_read_is_for_no_other_site_and_is_not_stored(officer):
    response = officer.get("/api/v1/private/key", headers={"origin": "https://example.org"})
    assert "Access-Control-Allow-Origin" not in response.headers
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", READS)
def test_what_has_not_changed_is_not_sent_again(path, places, anyone):
    etag = anyone.get(path).headers["ETag"]
    again = anyone.get(path, headers={"if-none-match": etag})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_what_has_changed_is_sent_again(places, anyone):
    etag = anyone.get("/api/v1/communes").headers["ETag"]
    make_commune("Nouvelle")
    assert anyone.get("/api/v1/communes", headers={"if-none-match": etag}).status_code == 200


def test_head_says_what_get_would(places):
    client = Client()
    head, get = client.head("/api/v1/communes"), client.get("/api/v1/communes")
    assert head.status_code == 200
    assert head.headers["ETag"] == get.headers["ETag"]
    assert head.content == b""
