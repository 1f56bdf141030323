"""What browsers are told. That every page × role carries it is held in tests/access, which opens them all."""

import os
import re
import subprocess
import sys
from http.cookies import SimpleCookie

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access.world import World
from tests.factories import client_for, make_person
from tests.laws.tree import ROOT
from tests.security.headers import (
    FRAMED_ELSEWHERE,
    faults_of_caching,
    faults_of_cookies,
    faults_of_headers,
    faults_of_policy,
    policy_of,
)
from tests.security.production import production_settings, run_in_production


@pytest.fixture
def world(db) -> World:
    return World.peopled()


@pytest.mark.parametrize("name", sorted(FRAMED_ELSEWHERE))
def test_a_page_framed_elsewhere_knows_nobody(name: str, world: World):
    page = client_for(world.people["coordinator"]).get(reverse(name)).content.decode()
    assert world.people["coordinator"].name not in page
    assert 'method="post"' not in page.lower()


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ("", "default-src"),
        (
            "default-src 'none'; base-uri 'none'; object-src 'none'; script-src 'self'",
            "lets {\"'self'\"} run",
        ),
        ("script-src 'unsafe-inline'", "'unsafe-inline' stands there"),
        ("frame-ancestors *", "frame-ancestors"),
        ("form-action *", "sent elsewhere"),
    ],
)
def test_an_open_policy_is_seen(header: str, fault: str):
    response = HttpResponse(headers={"Content-Security-Policy": header} if header else {})
    assert fault in "; ".join(faults_of_policy(response))
    assert faults_of_headers(response)
    assert faults_of_caching(response)


@pytest.mark.parametrize(
    ("page", "needless"),
    [
        ("<form method=post><input name=csrfmiddlewaretoken></form>", False),
        ("<p>No form here.</p>", True),
    ],
)
def test_a_cookie_without_a_form_is_seen(page: str, needless: bool):
    response = HttpResponse(page)
    response.set_cookie("csrftoken", "x")
    assert bool(faults_of_cookies("portal:home", response)) is needless
    response.set_cookie("_visit", "x")
    assert faults_of_cookies("portal:home", response)


def test_a_nonce_serves_once(db):
    seen = {str(policy_of(Client().get("/compte/connexion/"))["script-src"]) for _ in range(3)}
    assert len(seen) == 3


def test_signing_out_empties_the_browser_and_the_session_is_over(db):
    person = make_person()
    client = client_for(person)
    stolen = client.cookies["sessionid"].value
    answer = client.post("/compte/deconnexion/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    thief = Client()
    thief.cookies = SimpleCookie({"sessionid": stolen})
    assert thief.get("/compte/").status_code == 302


@pytest.fixture(scope="module")
def production(tmp_path_factory) -> dict[str, object]:
    """The settings of a server in production that the tests below read."""
    return production_settings(tmp_path_factory.mktemp("production"))


def test_cookies_in_production_belong_to_this_host_alone(production):
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME", "NOTICE_COOKIE_NAME")
    assert all(str(production[name]).startswith("__Host-") for name in names)
    assert production["SESSION_COOKIE_DOMAIN"] is None
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"):
        assert production[name] is True
    for name in ("SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY"):
        assert production[name] is True
    for name in ("SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE"):
        assert production[name] == "Lax"


def test_https_is_asked_for_a_year_of_every_name_under_ours(production):
    assert production["SECURE_SSL_REDIRECT"] is True
    assert production["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert production["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True


def test_production_shows_no_inside(production):
    assert production["DEBUG"] is False
    assert production["SILENCED_SYSTEM_CHECKS"] == []
    assert not any("demo" in each for each in production["URLS"])


def test_the_checks_of_a_deployment_find_nothing_and_nothing_is_silenced():
    done = subprocess.run(
        [sys.executable, "-m", "tools.deploy"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout + done.stderr


def test_without_its_key_the_program_does_not_start(tmp_path):
    done = run_in_production("import django; django.setup()", tmp_path, MAILLAGE_SECRET_KEY="")
    assert done.returncode != 0
    assert "MAILLAGE_SECRET_KEY" in done.stderr


def test_passwords_are_kept_so_that_guessing_costs(production):
    first, *_others = production["PASSWORD_HASHERS"]
    assert first.endswith("PBKDF2PasswordHasher")
    assert PBKDF2PasswordHasher.iterations >= 600_000


@pytest.mark.parametrize("path", ["/.git/config", "/static/", "/media/", "/static/../a.py", "/README.md"])
def test_nothing_of_the_repository_is_served(path: str, db):
    assert Client().get(path).status_code == 404


def test_trace_repeats_nothing(db):
    answer = Client().generic("TRACE", "/", headers={"x-secret": "répété"})
    assert "répété" not in answer.content.decode()


def test_no_script_of_ours_stores_anything():
    scripts = [path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.js")]
    assert scripts
    stored = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie")
    assert not [script for script in scripts if stored.search(script)]
