"""The throwaway cluster answers while it lives and leaves nothing behind."""

import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from tools.cluster import binaries, throwaway_postgresql

pytestmark = pytest.mark.skipif(
    binaries() is None, reason="PostgreSQL is not installed here; sudo apt install postgresql"
)


def test_it_answers_then_disappears() -> None:
    with throwaway_postgresql() as url:
        folder = Path(parse_qs(urlsplit(url).query)["host"][0])
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        if os.geteuid() == 0:
            assert folder.stat().st_uid != 0, "its server would run as root"
    assert not folder.exists()


def test_it_disappears_when_the_run_is_interrupted() -> None:
    def interrupted() -> None:
        with throwaway_postgresql() as url:
            seen.append(Path(parse_qs(urlsplit(url).query)["host"][0]))
            raise KeyboardInterrupt

    seen: list[Path] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not seen[0].exists()
