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

ROUNDS = 3
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


def lost_after_kills(command: list[str], port: int, variables: dict[str, str]) -> tuple[int, int]:
    """Kill the server under writers, several times; return what it acknowledged and what was lost of it."""
    pause = random.Random(20261124)  # noqa: S311 -- the instants of the kills, the same at each run
    acknowledged: list[str] = []
    for _ in range(ROUNDS):
        with server(command, port, variables) as process:
            writers = [
                threading.Thread(target=write_until_cut, args=(port, acknowledged)) for _ in range(WRITERS)
            ]
            for writer in writers:
                writer.start()
            time.sleep(pause.uniform(0.4, 1.0))
            kill(process)
            for writer in writers:
                writer.join()
    with server(command, port, variables):
        lost = [address for address in acknowledged if answers(port, address) != 200]
    return len(acknowledged), len(lost)


def test_a_killed_web_server_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    variables = environment(tmp_path)
    subprocess.run([sys.executable, "-m", "maillage.cli", "upgrade"], env=variables, check=True)
    port = free_port()
    command = [sys.executable, "-m", "maillage.cli", "serve", "--port", str(port), "--processes", "2"]

    acknowledged, lost = lost_after_kills(command, port, variables)

    assert acknowledged >= ROUNDS
    assert lost == 0
    database = sqlite3.connect(tmp_path / "maillage.sqlite3")
    # The check reads every constraint, and some of them use the function that Django brings.
    database.create_function("REGEXP", 2, lambda pattern, text: bool(re.search(pattern, text)))
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()


def test_the_drill_sees_what_a_careless_server_loses(tmp_path: Path) -> None:
    port = free_port()

    acknowledged, lost = lost_after_kills(
        [sys.executable, "-c", CARELESS, str(port)], port, environment(tmp_path)
    )

    assert acknowledged > 0
    assert lost == acknowledged
