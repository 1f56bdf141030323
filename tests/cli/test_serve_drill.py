"""The web server killed without warning: what it acknowledged is still there when it comes back."""

import http.client
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection

WRITERS = 3
# Acknowledges before it keeps anything: what a careless server does, and what the drill must catch.
CARELESS = """
import sys, uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
kept = set()
class Careless(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/esspresso/" or self.path in kept else 404)
        self.send_header("Set-Cookie", "csrftoken=x"); self.end_headers()
        self.wfile.write(b'name="csrfmiddlewaretoken" value="x"')
    def do_POST(self):
        path = f"/esspresso/p/{uuid.uuid4()}/"; kept.add(path)
        self.send_response(302); self.send_header("Location", path); self.end_headers()
    def log_message(self, *a): pass
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Careless).serve_forever()
"""


def environment(var: Path) -> dict[str, str]:
    """Return the local profile on a folder of its own."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAILLAGE_", "DJANGO_"))
    }
    kept.pop("DATABASE_URL", None)
    return {**kept, "MAILLAGE_DEMO": "1", "MAILLAGE_VAR": str(var)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int, path: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path)
        with connection.getresponse() as answer:
            return answer.status


@contextmanager
def server(command: list[str], port: int, variables: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server in a group of its own and wait until it answers; nothing of it outlives the block."""
    process = subprocess.Popen(command, env=variables, start_new_session=True)
    try:
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            try:
                answers(port, "/esspresso/")
                break
            except OSError:
                assert process.poll() is None, "the server did not start"
                time.sleep(0.1)
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End the server and its processes at once, as a cut of power or an impatient system does."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def write_until_cut(port: int, acknowledged: list[str]) -> None:
    """Ask for plans of the example, and note each address that the server gave back."""
    with suppress(OSError, http.client.HTTPException):
        while True:
            # Closed whatever the cut left in them: a socket forgotten here would fail a later test.
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
                connection.request("GET", "/esspresso/")
                with connection.getresponse() as page:
                    cookie = (page.getheader("Set-Cookie") or "").split(";")[0]
                    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
                if token is None:  # the page itself was cut short
                    return
                headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
                connection.request("POST", "/esspresso/exemple/", f"csrfmiddlewaretoken={token[1]}", headers)
                with connection.getresponse() as answer:
                    answer.read()
                    if answer.status == 302:
                        acknowledged.append(answer.getheader("Location") or "")


def wait_for_one_more(acknowledged: list[str], seconds: float = 40) -> None:
    """Wait until the server has acknowledged something since it started, however busy the computer is."""
    before, deadline = len(acknowledged), time.monotonic() + seconds
    while len(acknowledged) == before and time.monotonic() < deadline:
        time.sleep(0.02)


def lost_after_kills(
    command: list[str], port: int, variables: dict[str, str], rounds: int
) -> tuple[int, int]:
    """Kill the server under writers, several times; return what it acknowledged and what was lost of it."""
    pause = random.Random(20261124)  # noqa: S311 -- the instants of the kills, the same at each run
    acknowledged: list[str] = []
    for _ in range(rounds):
        with server(command, port, variables) as process:
            writers = [
                threading.Thread(target=write_until_cut, args=(port, acknowledged)) for _ in range(WRITERS)
            ]
            for writer in writers:
                writer.start()
            wait_for_one_more(acknowledged)
            time.sleep(pause.uniform(0.1, 0.8))
            kill(process)
            for writer in writers:
                writer.join()
    with server(command, port, variables):
        lost = [address for address in acknowledged if answers(port, address) != 200]
    return len(acknowledged), len(lost)


def drilled(variables: dict[str, str], rounds: int) -> tuple[int, int]:
    """Make the tables, then kill the real server under writers: what it acknowledged, what was lost of it."""
    subprocess.run([sys.executable, "-m", "maillage.cli", "upgrade"], env=variables, check=True)
    port = free_port()
    command = [sys.executable, "-m", "maillage.cli", "serve", "--port", str(port), "--processes", "2"]
    return lost_after_kills(command, port, variables, rounds)


@pytest.fixture
def empty_database() -> Iterator[str]:
    """A database of its own in the cluster of the suite, as a ``DATABASE_URL``."""
    now = connection.settings_dict
    host, name = now["OPTIONS"]["host"], f"drill_{os.getpid()}"
    with psycopg.connect(host=host, user=now["USER"], dbname="postgres", autocommit=True) as cluster:
        cluster.execute(f"CREATE DATABASE {name}")
        try:
            yield f"postgresql://{now['USER']}@/{name}?host={quote(host)}"
        finally:
            cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")


# One kill at each run of the suite; « make drill » kills again and again.
each_time = pytest.mark.parametrize("rounds", [1, pytest.param(6, marks=pytest.mark.drill)])


@each_time
def test_a_killed_web_server_loses_nothing_that_it_acknowledged(tmp_path: Path, rounds: int) -> None:
    acknowledged, lost = drilled(environment(tmp_path), rounds)

    assert acknowledged >= rounds
    assert lost == 0
    database = sqlite3.connect(tmp_path / "maillage.sqlite3")
    # The check reads every constraint, and some of them use the function that Django brings.
    database.create_function("REGEXP", 2, lambda pattern, text: bool(re.search(pattern, text)))
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()


@pytest.mark.postgresql
@each_time
def test_a_killed_web_server_loses_nothing_on_postgresql_either(
    tmp_path: Path, empty_database: str, rounds: int
) -> None:
    acknowledged, lost = drilled({**environment(tmp_path), "DATABASE_URL": empty_database}, rounds)

    assert acknowledged >= rounds
    assert lost == 0


def test_the_drill_sees_what_a_careless_server_loses(tmp_path: Path) -> None:
    port = free_port()

    acknowledged, lost = lost_after_kills(
        [sys.executable, "-c", CARELESS, str(port)], port, environment(tmp_path), rounds=1
    )

    assert acknowledged > 0
    assert lost == acknowledged
