"""A Maillage with something to lose."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from maillage.cli.main import main
from maillage.core.activity.domain import record
from maillage.core.messaging.domain import post
from maillage.core.messaging.kinds import kinds
from maillage.core.portal.domain import load_portal
from tests.factories import make_person

Maillage = Callable[..., int]


@pytest.fixture
def maillage(tmp_path: Path, settings: Any, transactional_db: None) -> Maillage:
    """Run a command of ``maillage`` on the database of the test, with its own files."""
    settings.VAR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR / "media"
    settings.MEDIA_ROOT.mkdir(parents=True)

    def run(*arguments: object) -> int:
        return main([str(argument) for argument in arguments])

    return run


@pytest.fixture
def something_to_lose(maillage: Maillage, settings: Any) -> None:
    """People, a portal, a journal, a message that waits, a file."""
    load_portal("meurthe-et-moselle")
    person = make_person(name="Adhérente (démonstration)")
    record(verb="tests.noted", actor=person, target=person, note="une note à garder")
    post(
        kind=next(iter(kinds())),
        to=person.email,
        subject="Bonjour",
        text="À bientôt.",
        key="tests:1",
        person=person,
    )
    (settings.MEDIA_ROOT / "photos").mkdir()
    (settings.MEDIA_ROOT / "photos" / "été.txt").write_text("une image (démonstration)", encoding="utf-8")


def fingerprint(*, leave_out: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the digest of the rows of every table."""
    digests = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in leave_out:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- a name of ours
                rows = sorted(repr(row) for row in cursor.fetchall())
                digests[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests
