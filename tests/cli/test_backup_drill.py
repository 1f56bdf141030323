"""Long drills of backup and restore: writers that never stop, a full disk, a kill at any instant."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from maillage.cli.archive import opened_archive
from maillage.core.activity.domain import record
from maillage.core.activity.models import Entry
from maillage.core.activity.verification import verify
from maillage.core.portal.models import Portal
from tests.cli.conftest import Maillage, fingerprint

pytestmark = pytest.mark.drill
ROUNDS = 12
LONGEST = 60.0  # seconds that a restore may take here
# What a restore itself writes: it holds messages back, and the journal says that it took place.
QUIETED = ("messaging_message", "activity_entry", "activity_head", "activity_mention")
FILM = os.urandom(6_000_000)


def address() -> str:
    """Return the address of the test's database, for a command in another process."""
    now = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{now['NAME']}"
    return f"postgresql://{now['USER']}@/{now['NAME']}?host={quote(now['OPTIONS']['host'])}"


def command(*arguments: object, **environment: str) -> subprocess.Popen[str]:
    """Start ``maillage`` in another process, on the test's database and files."""
    connection.close()
    return subprocess.Popen(
        [sys.executable, "-m", "maillage.cli", *map(str, arguments)],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "maillage.config.settings",
            "MAILLAGE_DEMO": "1",
            "MAILLAGE_VAR": str(settings.VAR),
            "DATABASE_URL": address(),
            **environment,
        },
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


class Writers:
    """Two writers that add entries to the journal until told to stop; ``kept``: what was acknowledged."""

    def __init__(self) -> None:
        self.kept: list[int] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write) for _ in range(2)]

    def _write(self) -> None:
        while not self._stop.is_set():
            self.kept.append(record(verb="tests.written", note="une note").pk)
        connection.close()

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *reason: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()


def test_a_backup_taken_while_others_write_is_whole(
    maillage: Maillage, something_to_lose: None, tmp_path: Path
) -> None:
    archives = []
    with Writers() as writers:
        for number in range(4):
            before = len(writers.kept)
            file = tmp_path / f"{number}.tar"
            assert maillage("backup", file) == 0
            assert len(writers.kept) > before, "nobody wrote during the backup"
            archives.append((file, before))
    for file, before in archives:
        with opened_archive(file, beside=tmp_path) as (manifest, _):
            rows = manifest.rows
        assert maillage("restore", file, "--force") == 0
        assert not verify("").findings
        assert Entry.objects.filter(verb="tests.written").count() >= before
        assert Entry.objects.count() == rows["activity_entry"] + 1, "and the entry of the restore"


@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="SQLite's own trap")
def test_a_plain_copy_of_the_file_is_no_backup(
    maillage: Maillage, something_to_lose: None, tmp_path: Path
) -> None:
    """The negative control: what was acknowledged still lies in the write-ahead log."""
    record(verb="tests.written")
    copy = tmp_path / "copy.sqlite3"
    shutil.copy(connection.settings_dict["NAME"], copy)
    with closing(sqlite3.connect(copy)) as taken:
        (count,) = taken.execute("SELECT count(*) FROM activity_entry").fetchone()
    assert count < Entry.objects.count()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB: the empty tables fit there, a few hundred long notes do not."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "none", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("A small disk needs the right to mount one; to run this drill: sudo make drill")
    yield disk
    connection.close()
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_full_disk_leaves_the_backup_before(
    maillage: Maillage, something_to_lose: None, small_disk: Path, capsys: Any
) -> None:
    file = small_disk / "sauvegarde.tar"
    file.write_bytes(b"the backup before")
    (settings.MEDIA_ROOT / "film.bin").write_bytes(FILM)
    assert maillage("backup", file) == 1
    assert "intacte" in capsys.readouterr().err
    assert file.read_bytes() == b"the backup before"
    assert [path.name for path in small_disk.iterdir()] == [file.name]


def test_a_disk_too_small_to_unpack_changes_nothing(
    maillage: Maillage, something_to_lose: None, small_disk: Path, tmp_path: Path, capsys: Any
) -> None:
    (settings.MEDIA_ROOT / "film.bin").write_bytes(FILM)
    file = tmp_path / "sauvegarde.tar"
    assert maillage("backup", file) == 0
    before = fingerprint()
    settings.VAR = small_disk
    assert maillage("restore", file, "--force") == 1
    assert "Rien n’a été modifié" in capsys.readouterr().err
    assert fingerprint() == before
    assert list(small_disk.iterdir()) == []


@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="the database is a file")
def test_a_disk_too_small_for_the_database_leaves_the_one_before(
    maillage: Maillage, something_to_lose: None, small_disk: Path, tmp_path: Path
) -> None:
    live = small_disk / "maillage.sqlite3"
    small = tmp_path / "petite.tar"
    assert maillage("backup", small) == 0
    assert finished(command("restore", small, DATABASE_URL=f"sqlite://{live}")) == 0
    for _ in range(900):
        record(verb="tests.written", note="une longue note " * 300)
    large = tmp_path / "grande.tar"
    assert maillage("backup", large) == 0
    before = rows_of(live)
    assert finished(command("restore", large, "--force", DATABASE_URL=f"sqlite://{live}")) == 1
    assert rows_of(live) == before


def finished(process: subprocess.Popen[str]) -> int:
    """Wait for a command and return its exit code."""
    process.communicate(timeout=300)
    return process.returncode


def rows_of(database: Path) -> list[str]:
    """Return everything that an SQLite file holds."""
    with closing(sqlite3.connect(database)) as opened:
        opened.create_function("REGEXP", 2, lambda pattern, text: bool(re.search(pattern, str(text))))
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return list(opened.iterdump())


def test_a_restore_killed_at_any_instant_leaves_one_or_the_other(
    maillage: Maillage, something_to_lose: None, tmp_path: Path
) -> None:
    file = tmp_path / "sauvegarde.tar"
    assert maillage("backup", file) == 0
    saved = fingerprint(leave_out=QUIETED)
    too_early, too_late, seen = 0.0, LONGEST, set()
    for number in range(ROUNDS):
        Portal.objects.update(name=f"Après la sauvegarde {number}")
        lived = fingerprint(leave_out=QUIETED)
        # Halving the interval brings the kills around the exchange, wherever this machine does it.
        instant = (too_early + too_late) / 2 if number else too_late
        started = time.monotonic()
        process = command("restore", file, "--force")
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=instant)
        process.kill()
        process.communicate()
        found = fingerprint(leave_out=QUIETED)
        assert found in (saved, lived), {table for table in saved if found.get(table) != saved[table]}
        assert not verify("").findings
        if found == saved:
            too_late = min(instant, time.monotonic() - started)
        else:
            too_early = instant
        seen.add(found == saved)
    assert seen == {True, False}, "every kill came on the same side of the exchange"
    assert finished(command("restore", file, "--force")) == 0
    assert fingerprint(leave_out=QUIETED) == saved
