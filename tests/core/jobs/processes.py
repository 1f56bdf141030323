"""Real worker processes around the database of the test."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from django.db import connection

ROOT = Path(__file__).parents[3]
WORKER = ("-m", "maillage.cli", "worker")
STOCK_WORKER = ("-m", "django", "db_worker", "--interval", "0.2", "--no-startup-delay")


def database_url() -> str:
    """Return the address of the database that the test itself uses."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{settings['NAME']}"
    password = f":{quote(settings['PASSWORD'], safe='')}" if settings["PASSWORD"] else ""
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    who = f"{quote(settings['USER'], safe='')}{password}"
    return f"postgresql://{who}@{settings['HOST']}{port}/{settings['NAME']}?{urlencode(settings['OPTIONS'])}"


class Workers:
    """The worker processes of one test, all ended with it."""

    def __init__(self) -> None:
        self.running: list[subprocess.Popen[bytes]] = []

    def start(
        self, *command: str, lease: int = 1, settings: str = "maillage.config.settings"
    ) -> subprocess.Popen[bytes]:
        """Start a worker and return its process."""
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": settings,
            "MAILLAGE_DEMO": "1",
            "MAILLAGE_JOB_LEASE": str(lease),
            "MAILLAGE_LOG_LEVEL": "CRITICAL",
            "DATABASE_URL": database_url(),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        }
        process = subprocess.Popen(
            [sys.executable, *(command or WORKER)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.running.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """End a process as a power cut would: no handler runs."""
        process.kill()
        process.wait()
        self.running.remove(process)

    def freeze(self, process: subprocess.Popen[bytes]) -> None:
        """Stop a process between two of its transactions, as a suspended machine does.

        Frozen in the middle of one it keeps what it locked, on SQLite the whole database: nobody else could
        work, whatever the leases. About one random instant in twenty-five of a starting worker is such.
        """
        for _ in range(200):
            process.send_signal(signal.SIGSTOP)
            # Until the last of its threads stands still, it may still begin one.
            os.waitid(os.P_PID, process.pid, os.WSTOPPED)
            if not writing_elsewhere():
                return
            process.send_signal(signal.SIGCONT)
            time.sleep(0.05)
        raise AssertionError("the process never stood outside a transaction")

    def holder(self, worker_ids: list[str]) -> "subprocess.Popen[bytes] | None":
        """Return the living process that took a job last; worker names hold the process id."""
        for process in self.running:
            if worker_ids and f"-{process.pid}-" in worker_ids[-1]:
                return process
        return None


def writing_elsewhere() -> bool:
    """Say whether another process is inside a transaction that holds locks."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0.5, isolation_level=None)
        with closing(other):
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
            other.execute("ROLLBACK")
            return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
        )
        return bool(cursor.fetchone()[0])


@contextmanager
def workers() -> Iterator[Workers]:
    """Give a way to start workers, and leave none behind."""
    company = Workers()
    try:
        yield company
    finally:
        for process in list(company.running):
            # A worker with processes of its own ends with all of them.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Wait for something to become true; False when the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()
