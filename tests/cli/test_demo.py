"""The demonstration: one command, an address, two processes that live and end together."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from maillage.cli.demo import first_free_port, refuse_the_dead, running
from maillage.cli.errors import CommandError


def test_the_next_port_is_taken_when_the_first_is_busy() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        assert first_free_port(port) > port


def test_when_one_process_ends_it_is_named_and_the_other_is_ended() -> None:
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    fallen = [sys.executable, "-c", "raise SystemExit(3)"]
    with running({"le serveur web": fallen, "l’agent": sleeper}) as processes:
        processes["le serveur web"].wait()
        with pytest.raises(CommandError, match=r"Le serveur web s’est arrêté tout seul \(code 3\)"):
            refuse_the_dead(processes)
        assert processes["l’agent"].poll() is None
    assert processes["l’agent"].poll() is not None


def test_what_a_process_left_behind_ends_with_the_demonstration() -> None:
    leaves = (
        "import subprocess, sys, time;"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "time.sleep(60)"
    )
    with running({"le serveur web": [sys.executable, "-c", leaves]}) as processes:
        family = wait_for_descendants(processes["le serveur web"].pid)
    assert still_there(family, seconds=5) == []


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one demonstration, started several times: making its data is the long part."""
    return tmp_path_factory.mktemp("demonstration")


@contextmanager
def demonstration(var: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Start the real command on its own folder and gather what it says."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAILLAGE_", "DJANGO_"))
    }
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "maillage.cli", "demo", *arguments],
        env={**environment, "MAILLAGE_VAR": str(var)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said: list[str] = []
    assert process.stdout is not None
    reader = threading.Thread(target=lambda: said.extend(iter(process.stdout.readline, "")))
    reader.start()
    try:
        yield process, said
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=120)
        finally:
            process.kill()
        reader.join()
        process.stdout.close()


def address_said(said: list[str], process: subprocess.Popen[str]) -> tuple[str, int]:
    """Wait for the address and return its host and port."""
    deadline = time.monotonic() + 360
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"Maillage est prêt\s: http://([\d.]+):(\d+)/", "".join(said))
        if found:
            return found[1], int(found[2])
        time.sleep(0.1)
    raise AssertionError("".join(said))


@pytest.mark.timeout(900)  # beside three other workers, its data take minutes
def test_the_demonstration_answers_stops_and_keeps_its_data(kept: Path) -> None:
    for _ in range(2):
        with demonstration(kept, "--port", "8765") as (process, said):
            host, port = address_said(said, process)
            connection = http.client.HTTPConnection(host, port, timeout=20)
            connection.request("GET", "/")
            answer = connection.getresponse()
            assert (answer.status, host) == (200, "127.0.0.1")
            assert "Maillage" in answer.read().decode()
            connection.close()
        assert process.returncode == 0
        assert "les données sont gardées" in "".join(said)
    assert (kept / "maillage.sqlite3").is_file()


def test_nothing_stays_behind_a_demonstration_that_is_killed(kept: Path) -> None:
    with demonstration(kept, "--port", "8775") as (process, said):
        host, port = address_said(said, process)
        family = descendants(process.pid)
        assert len(family) >= 3, "the web server, the process that it leads, the worker"
        process.kill()
        process.wait()
        assert still_there(family, seconds=20) == []
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((host, port), timeout=5)


def test_without_a_leash_a_process_outlives_the_one_that_started_it() -> None:
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    start = f"import subprocess; print(subprocess.Popen({sleeper!r}).pid, flush=True); input()"
    parent = subprocess.Popen(
        [sys.executable, "-c", start], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    try:
        assert still_there([child], seconds=2) == [child]
    finally:
        os.kill(child, signal.SIGKILL)


def descendants(pid: int) -> list[int]:
    """Return the processes that one started, and those that they started."""
    children = [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return children + [grandchild for child in children for grandchild in descendants(child)]


def wait_for_descendants(pid: int) -> list[int]:
    """Wait for a process to start another, and return those it started."""
    deadline = time.monotonic() + 30
    while not (found := descendants(pid)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert found
    return found


def still_there(pids: list[int], *, seconds: float) -> list[int]:
    """Wait for processes to end; return those that still run after a while."""
    deadline = time.monotonic() + seconds
    while (alive := [pid for pid in pids if runs(pid)]) and time.monotonic() < deadline:
        time.sleep(0.1)
    return alive


def runs(pid: int) -> bool:
    """Say whether a process runs; one that ended and waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
