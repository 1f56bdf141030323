"""However many processes ask the registry, together they ask it twice a second."""

import os
import subprocess
import sys
import threading
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.db import connection
from django.utils import timezone

from maillage.core.organisations.models import RegistryTurn
from maillage.core.organisations.registry import client, pace
from tests.core.jobs.processes import database_url
from tests.core.organisations.registry_server import SIRET, Registry, running

ROOT = Path(__file__).parents[3]
ASKING = """
import django
django.setup()
from maillage.core.organisations.registry import client
for _question in range(4):
    client.by_siret("{siret}")
"""


def asked_by_two_processes(address: str) -> list[float]:
    """Let two processes ask four things each; return how long after the first each question came."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "maillage.config.settings",
        "MAILLAGE_DEMO": "1",
        "MAILLAGE_COMPANY_REGISTRY": address,
        "DATABASE_URL": database_url(),
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = [sys.executable, "-c", ASKING.format(siret=SIRET)]
    processes = [subprocess.Popen(command, env=environment) for _ in range(2)]
    assert [process.wait(60) for process in processes] == [0, 0]
    return sorted(at - min(Registry.at) for at in Registry.at)


@pytest.mark.django_db(transaction=True)
def test_two_processes_ask_together_no_more_than_twice_a_second():
    with running() as address:
        times = asked_by_two_processes(address)
    assert len(times) == 8
    # The eighth turn is three seconds and a half after the first; a late question brings none forward.
    assert times[-1] > 3.3
    for rank, at in enumerate(times):
        assert at > rank * pace.BETWEEN.total_seconds() - 0.25


@pytest.mark.django_db(transaction=True)
def test_without_the_shared_row_threads_would_take_the_same_turn():
    """Negative control: each asker reads the turn, then writes it, as careless code would."""
    gaps = taken_by_four(careless)
    assert min(gaps) < 0.2
    gaps = taken_by_four(pace.take)
    assert min(gaps) > 0.2


def careless(patience: float) -> float:
    """Take a turn without holding the row between the read and the write."""
    row, _made = RegistryTurn.objects.get_or_create(
        pk=RegistryTurn.ONLY, defaults={"next_at": timezone.now()}
    )
    all_have_read.wait(30)
    RegistryTurn.objects.update(next_at=row.next_at + pace.BETWEEN)
    return 0.0


all_have_read = threading.Barrier(4)


def taken_by_four(take) -> list[float]:
    """Let four threads take a turn each; return the seconds between one turn and the next."""
    at: list[float] = []

    def run() -> None:
        try:
            take(10)
            at.append(monotonic())
        finally:
            connection.close()

    RegistryTurn.objects.all().delete()
    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(at) == 4
    at.sort()
    return [later - earlier for earlier, later in pairwise(at)]


@pytest.mark.django_db
def test_whoever_would_wait_too_long_is_told_and_takes_no_turn():
    assert pace.take(5) == 0
    pace.hold(60)
    first = pace.take(5)
    assert 58 < first <= 60
    assert pace.take(5) <= first


@pytest.mark.django_db
def test_a_wait_is_never_made_shorter_by_another():
    pace.hold(60)
    pace.hold(1)
    assert pace.take(0) > 50


@pytest.mark.django_db
def test_a_wait_that_is_over_lets_ask_again(monkeypatch):
    monkeypatch.setattr(pace, "BETWEEN", timedelta(0))
    pace.hold(0.3)
    assert pace.take(0) > 0
    sleep(0.35)
    assert pace.take(0) == 0


@pytest.mark.django_db
def test_the_wait_is_told_to_whoever_asks(settings):
    settings.COMPANY_REGISTRY = "http://127.0.0.1:1"
    pace.hold(30)
    with pytest.raises(client.RegistryBusyError) as busy:
        client.by_siret(SIRET)
    assert 28 <= busy.value.seconds <= 30
