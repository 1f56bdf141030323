"""The load from outside: the product's own server, a client beside it, and the processor time of each."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import sleep
from urllib.parse import quote

from bench.territories.__main__ import Yardsticks
from maillage.cli.serve import server_command

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(port: int) -> Iterator[int]:
    """Run the web server on this database while the block runs; yield the number of its main process."""
    server = subprocess.Popen(server_command("127.0.0.1", port, processes=2))  # noqa: S603 -- our own command
    try:
        for _attempt in range(300):
            if server.poll() is None and _answers(port):
                break
            sleep(0.2)
        yield server.pid
    finally:
        server.terminate()
        server.wait(timeout=20)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", quote("/annuaire/"))
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def processor_seconds(pids: set[int]) -> float:
    """Return the processor time that processes took since they began, in seconds (Linux)."""
    spent = 0
    for pid in pids:
        # The name stands between brackets and may hold anything; times are the 14th and 15th fields.
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        spent += int(fields[11]) + int(fields[12])
    return spent / TICKS_A_SECOND


def _family(pid: int) -> set[int]:
    """Return a process and all those that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    return {pid}.union(*(_family(int(child)) for child in children))


def _database_processes() -> set[int]:
    """Return the processes of PostgreSQL that serve this database on this machine, none with SQLite."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        found = {pid for (pid,) in cursor.fetchall()}
    return {pid for pid in found if Path(f"/proc/{pid}/stat").exists()}


def measure_outside(yardsticks: Yardsticks, asked: list[str], rate: int, port: int) -> None:
    """Ask at a steady rate, say how long people waited, and what each answer cost the server."""
    with serving(port) as main:
        _ask(asked[:200], rate // 4, port)  # reads what stays in memory, in each process
        server, database = _family(main), _database_processes()
        before = processor_seconds(server), processor_seconds(database)
        told = _ask(asked, rate, port)
        after = processor_seconds(server), processor_seconds(database)
    waits, count = told["waits"], len(asked)
    web, rows = ((late - early) * 1000 / count for early, late in zip(before, after, strict=True))
    yardsticks.say(f"{rate} requests a second: median wait", statistics.median(waits), "ms")
    percentile = statistics.quantiles(waits, n=100)[98]
    yardsticks.say(f"{rate} requests a second: 99th percentile", percentile, "ms", most=300)
    yardsticks.say(f"{rate} requests a second: failed", told["failed"], "", most=0.5)
    yardsticks.say("web server: processor time a request", web, "ms", most=12)
    if database:
        yardsticks.say("database: processor time a request", rows, "ms")


def _ask(asked: list[str], rate: int, port: int) -> dict[str, list[float]]:
    command = [sys.executable, "-m", "bench.directory.client", str(port), str(rate)]
    answer = subprocess.run(command, input="\n".join(asked), capture_output=True, text=True, check=True)  # noqa: S603 -- our own client
    told: dict[str, list[float]] = json.loads(answer.stdout)
    return told
