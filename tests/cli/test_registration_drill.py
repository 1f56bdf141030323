"""The server killed while people register: whoever was thanked has a seat when it comes back."""

import http.client
import re
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable
from contextlib import closing, suppress
from ipaddress import IPv6Address
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.cli.test_serve_drill import (
    CARELESS,
    empty_database,
    environment,
    free_port,
    kill,
    server,
    wait_for_one_more,
)

__all__ = ["empty_database"]  # the fixture of the other drill
pytestmark = pytest.mark.drill
ROUNDS = 3
WRITERS = 3

OPEN_AN_EVENT = """
import django; django.setup()
from tests.core.events.gatherings import make_event
print(make_event(title="Forum (démonstration)").public_id)
"""
WHO_HAS_A_SEAT = """
import django; django.setup()
from maillage.core.events.models import Registration
rows = list(Registration.objects.order_by("number").values_list("number", "email"))
assert [number for number, _email in rows] == list(range(1, len(rows) + 1)), "a number is missing or doubled"
print("\\n".join(email for _number, email in rows))
"""


def said_by(code: str, variables: dict[str, str]) -> list[str]:
    """Run code in a process of its own, on the server's database; return the lines that it prints."""
    variables = {**variables, "DJANGO_SETTINGS_MODULE": "maillage.config.settings"}
    root = str(Path(__file__).resolve().parent.parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", code], env=variables, cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def register_until_cut(port: int, page: str, thanked: list[str]) -> None:
    """Register one person after the other, each from a network of their own, and note who was thanked."""
    with suppress(OSError, http.client.HTTPException):
        while True:
            invented = uuid.uuid4()
            email, place = f"{invented.hex}@example.org", str(IPv6Address(invented.int))
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
                connection.request("GET", page)
                with connection.getresponse() as answer:
                    cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
                    form = answer.read().decode()
                token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
                if token is None:  # the page itself was cut short
                    return
                body = urlencode({"csrfmiddlewaretoken": token[1], "name": "Invitée", "email": email})
                headers = {
                    "Cookie": cookie,
                    "Content-Type": "application/x-www-form-urlencoded",
                    "X-Forwarded-For": place,
                }
                connection.request("POST", page, body, headers)
                with connection.getresponse() as answer:
                    answer.read()
                    if answer.status == 302:
                        thanked.append(email)


def real(port: int) -> list[str]:
    return [sys.executable, "-m", "maillage.cli", "serve", "--port", str(port), "--processes", "2"]


def careless(port: int) -> list[str]:
    """Return the command of a server that thanks before it keeps anything."""
    return [sys.executable, "-c", CARELESS, str(port)]


def drilled(
    variables: dict[str, str], serving: Callable[[int], list[str]] = real
) -> tuple[list[str], list[str]]:
    """Kill the server under people who register, several times; return who was thanked and who has a seat."""
    variables = {**variables, "MAILLAGE_BEHIND_PROXY": "yes"}
    subprocess.run([sys.executable, "-m", "maillage.cli", "upgrade"], env=variables, check=True)
    (event,) = said_by(OPEN_AN_EVENT, variables)
    port, page, thanked = free_port(), f"/rencontres/{event}/inscription/", list[str]()
    for _ in range(ROUNDS):
        with server(serving(port), port, variables) as process:
            writers = [
                threading.Thread(target=register_until_cut, args=(port, page, thanked))
                for _ in range(WRITERS)
            ]
            for writer in writers:
                writer.start()
            wait_for_one_more(thanked)
            kill(process)
            for writer in writers:
                writer.join()
    return thanked, said_by(WHO_HAS_A_SEAT, variables)


def test_whoever_was_thanked_has_a_seat(tmp_path: Path) -> None:
    thanked, seated = drilled(environment(tmp_path))
    assert len(thanked) >= ROUNDS
    assert set(thanked) <= set(seated)


@pytest.mark.postgresql
def test_whoever_was_thanked_has_a_seat_on_postgresql(tmp_path: Path, empty_database: str) -> None:
    thanked, seated = drilled({**environment(tmp_path), "DATABASE_URL": empty_database})
    assert len(thanked) >= ROUNDS
    assert set(thanked) <= set(seated)


def test_the_drill_sees_whom_a_careless_server_forgets(tmp_path: Path) -> None:
    thanked, seated = drilled(environment(tmp_path), careless)
    assert len(thanked) >= ROUNDS
    assert not set(thanked) & set(seated)
