"""The server's log: what happened, and never what opens a door."""

import logging
import re

import pytest
from django.test import Client

from maillage.config.logs import LineFormatter, without_secrets
from maillage.core.events.models import Registration
from tests.core.events.gatherings import comes, make_event

LINE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z [A-Z]+ [\w.]+ \S")


def written(name: str, message: str, *values: object) -> str:
    """Return the line that a server writes."""
    formatter = LineFormatter("{asctime} {levelname} {name} {message}", style="{")
    return formatter.format(logging.LogRecord(name, logging.WARNING, "", 0, message, values, None))


def test_a_line_says_when_in_utc_how_grave_and_from_where():
    assert LINE.match(written("maillage.essai", "Something happened."))


def test_what_a_visitor_typed_begins_no_line():
    line = written("django.request", "Not Found: %s", "/a\n2026-01-01 INFO all is well\x1b[31m")
    assert "\n" not in line
    assert "\x1b" not in line


@pytest.mark.parametrize("text", ["Not Found: /structures/12/", "message 12: busy 451 try later"])
def test_a_line_without_secret_stays_as_it_is(text):
    assert without_secrets(text) == text


@pytest.mark.django_db
def test_a_personal_link_that_fails_leaves_no_secret_in_the_log(caplog, monkeypatch):
    """Both what is refused and what breaks is logged with its path by the framework."""
    token = comes(make_event()).token
    client = Client(raise_request_exception=False)
    client.put(f"/rencontres/moi/{token}/")

    def broken(*_anything, **_more):
        raise RuntimeError

    monkeypatch.setattr(Registration.objects, "select_related", broken)
    client.get(f"/rencontres/moi/{token}/")
    lines = [LineFormatter("{message}", style="{").format(record) for record in caplog.records]
    assert any(token in record.getMessage() for record in caplog.records), "the framework's own words hold it"
    assert lines
    assert not [line for line in lines if token in line]


@pytest.mark.django_db
def test_a_refused_sign_in_is_written_without_the_address_typed(caplog):
    client = Client()
    for typed in ("personne@example.org", "PERSONNE@example.org"):
        client.post("/compte/connexion/", {"login": typed, "password": "une devinette de plus"})
    refused = [record.getMessage() for record in caplog.records if "sign-in refused" in record.getMessage()]
    assert len(refused) == 2
    assert refused[0] == refused[1], "the same address is counted together"
    assert "127.0.0.1" in refused[0]
    assert "personne@" not in "".join(refused).lower()
