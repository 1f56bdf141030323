"""Tasks that stand for long work. Their effect adds 1 to a row, so that an effect done twice shows."""

import os
import signal
import time
from datetime import UTC, datetime

from django.db.models import F
from django_tasks import task

from maillage.core.jobs.domain import GiveUp, current_job
from maillage.core.jobs.models import ChoreClock

NEVER = datetime(9000, 1, 1, tzinfo=UTC)


def add_one(name: str) -> None:
    """Count one more effect under a name."""
    ChoreClock.objects.get_or_create(name=name, defaults={"due_at": NEVER})
    ChoreClock.objects.filter(name=name).update(failures=F("failures") + 1)


def effects(name: str) -> int:
    """Return how many effects were committed under a name."""
    return ChoreClock.objects.filter(name=name).values_list("failures", flat=True).first() or 0


@task()
def quick(name: str) -> str:
    """Do the effect at once."""
    with current_job().effect():
        add_one(name)
    return name


@task()
def steps(name: str, number: int, seconds: float) -> None:
    """Compute in steps, look for a cancellation at each, then do the effect."""
    job = current_job()
    for step in range(number):
        job.report(step, number, f"étape {step + 1}")
        job.check_cancelled()
        time.sleep(seconds)
    with job.effect():
        add_one(name)
        time.sleep(seconds)
    time.sleep(seconds)


@task()
def deaf(name: str, seconds: float) -> None:
    """Compute without ever looking whether it should stop, then do the effect."""
    time.sleep(seconds)
    with current_job().effect():
        add_one(name)


@task()
def unfenced(name: str, seconds: float) -> None:
    """Do the effect without the job's transaction, as a careless task would; no need of a lease either."""
    add_one(name)
    time.sleep(seconds)


@task()
def failing(name: str) -> None:
    """Fail in the middle of the effect."""
    with current_job().effect():
        add_one(name)
        raise ValueError("in the middle")


@task()
def failing_after(name: str) -> None:
    """Fail once the effect is done."""
    with current_job().effect():
        add_one(name)
    raise ValueError("afterwards")


@task()
def refusing() -> None:
    """Say in words why it cannot be done."""
    raise GiveUp("Il manque la liste des participants.")


@task()
def deadly() -> None:
    """Kill the worker, as a work too large for the memory does."""
    os.kill(os.getpid(), signal.SIGKILL)


@task()
def twice(name: str) -> None:
    """Try a second effect."""
    for _ in range(2):
        with current_job().effect():
            add_one(name)


@task(priority=50)
def urgent(name: str) -> None:
    """Do the effect before ordinary work."""
    with current_job().effect():
        add_one(name)


def chore() -> None:
    """Count one run of a chore."""
    add_one("chore")


def broken_chore() -> None:
    """Fail, as a chore does when a server it needs is away."""
    add_one("broken chore")
    raise ConnectionError("someone@example.org refused")
