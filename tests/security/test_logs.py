"""The server's log: what happened, and never what opens a door."""

import logging
import re

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.test import Client

from maillage.api import serving
from maillage.api.visits import Visits
from maillage.config.logs import LineFormatter, whose, without_secrets
from maillage.core.accounts.models import Role
from maillage.core.events.models import Registration
from tests.core.events.gatherings import comes, make_event
from tests.factories import client_for, make_person

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


def broken(*_anything, **_more):
    raise RuntimeError


@pytest.mark.django_db
def test_a_personal_link_that_fails_leaves_no_secret_in_the_log(caplog, monkeypatch):
    """Both what is refused and what breaks is logged with its path by the framework."""
    token = comes(make_event()).token
    client = Client(raise_request_exception=False)
    client.put(f"/rencontres/moi/{token}/")
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


def lines_of(caplog):
    return [LineFormatter("{name} {message}", style="{").format(record) for record in caplog.records]


@pytest.mark.django_db
def test_a_refused_page_is_written_with_whose_request_it_was(caplog):
    member = make_person(Role.MEMBER)
    client_for(member).get("/compte/personnes/")
    Client().post("/compte/personnes/", headers={"host": "ailleurs.example.org"})
    refused, host = lines_of(caplog)[0], lines_of(caplog)[1].partition("\n")[0]
    whose_it_was = f"by person {member.pk} from 127.0.0.1"
    assert refused == f"django.request Forbidden (Permission denied): /compte/personnes/ {whose_it_was}"
    assert host.endswith("by a visitor from 127.0.0.1")
    assert member.email not in refused
    assert member.name not in refused


@pytest.mark.django_db
def test_what_breaks_is_written_with_its_trace(caplog, monkeypatch):
    monkeypatch.setattr(Registration.objects, "select_related", broken)
    Client(raise_request_exception=False).get(f"/rencontres/moi/{comes(make_event()).token}/")
    line, *trace = lines_of(caplog)[0].splitlines()
    assert line.startswith("django.request Internal Server Error: /rencontres/moi/")
    assert trace[0] == "Traceback (most recent call last):"
    assert trace[-1] == "RuntimeError"


@pytest.mark.django_db
def test_a_refused_form_is_written_with_where_it_came_from(caplog):
    Client(enforce_csrf_checks=True, REMOTE_ADDR="192.0.2.7").post(
        "/compte/connexion/", {"login": "a@example.org"}
    )
    assert lines_of(caplog)[0].startswith("django.security.csrf Forbidden (CSRF cookie not set.)")
    assert lines_of(caplog)[0].endswith("by a visitor from 192.0.2.7")


@pytest.mark.django_db
def test_a_flood_is_written_with_where_it_came_from(caplog, monkeypatch):
    monkeypatch.setattr(serving, "visits", Visits(allowed=2, seconds=60))
    for _time in range(3):
        Client(REMOTE_ADDR="192.0.2.7").get("/api/v1/communes")
    assert lines_of(caplog) == [
        "django.request Too Many Requests: /api/v1/communes by a visitor from 192.0.2.7"
    ]


@pytest.mark.django_db
def test_whoever_guesses_passwords_is_written_down_once_held_back_too(caplog):
    cache.clear()
    for _attempt in range(12):
        Client().post("/compte/connexion/", {"login": "personne@example.org", "password": "une devinette"})
    held = [line for line in lines_of(caplog) if "held back" in line]
    assert held
    assert "127.0.0.1" in held[0]
    assert "personne@" not in "".join(lines_of(caplog))


@pytest.mark.django_db
def test_a_line_about_a_request_asks_the_database_nothing(django_assert_num_queries, rf):
    request = rf.get("/")
    request.session = SessionStore("une-session-que-personne-n-a-lue")
    with django_assert_num_queries(0):
        assert whose(request) == "by a visitor from 127.0.0.1"
