"""What a task sees of its own job: progress, cancellation, and the one transaction of its effect.

A task computes, then applies its result in ``with job.effect():``. The computation may run several times
(a worker may die, an attempt may fail), the effect is committed once. What a task does after its effect
is not guaranteed to run.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.core.jobs.models import Job

SECONDS_BETWEEN_LOOKS = 0.5


class GiveUp(Exception):  # noqa: N818 -- a decision of the task, not an error of the program
    """Raised by a task that cannot be done as asked; the words go to the person, nothing is tried again."""


class JobCancelled(Exception):  # noqa: N818 -- a decision of a person, not an error of the program
    """Somebody asked this job to stop."""


class WorkerStopping(Exception):  # noqa: N818 -- an order given to the worker, not an error of the program
    """The worker was asked to stop: the job goes back to the queue and this attempt does not count."""


class LeaseLost(Exception):  # noqa: N818 -- the job goes on elsewhere
    """Another worker holds this job now: nothing may be written here any more."""


@dataclass
class RunningJob:
    """The hold of one worker on one job. Every write checks ``token``; a lost hold raises LeaseLost."""

    pk: UUID
    token: UUID
    attempt: int
    language: str
    stopping: threading.Event = field(default_factory=threading.Event)
    _next_report: float = 0.0
    _next_look: float = 0.0
    _total: int = -1
    _message: str = ""

    def report(self, done: int, total: int, message: str = "") -> None:
        """Say that ``done`` steps of ``total`` are done (total 0: unknown length), in words a person reads.

        Cheap enough for an inner loop: same words within half a second are not written, save the last step.
        """
        now = time.monotonic()
        same = total == self._total and message == self._message and done != total
        if same and now < self._next_report:
            return
        self._next_report = now + SECONDS_BETWEEN_LOOKS
        self._total, self._message = total, message
        held = Job.objects.filter(pk=self.pk, lease_token=self.token)
        done = min(done, total) if total else done
        if not held.update(done=done, total=total, message=message[:300]):
            raise LeaseLost

    def check_cancelled(self) -> None:
        """Stop here if somebody cancelled the job, if the worker must stop, or if another worker took over.

        Cheap enough for an inner loop: the database is read twice a second at most.
        """
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + SECONDS_BETWEEN_LOOKS
        job = Job.objects.filter(pk=self.pk, lease_token=self.token).first()
        if job is None:
            raise LeaseLost
        if job.cancel_requested_at:
            raise JobCancelled
        if self.stopping.is_set():
            raise WorkerStopping

    @contextmanager
    def effect(self) -> Iterator[None]:
        """Run database effects exactly once: one transaction that only the holder of the job can commit.

        A job has one effect. A cancellation asked before the effect begins wins; later it comes too late.
        """
        with transaction.atomic(durable=True):
            job = Job.objects.select_for_update().filter(pk=self.pk, lease_token=self.token).first()
            if job is None:
                raise LeaseLost
            if job.effect_done_at:
                raise RuntimeError("A job has one effect: group its writes in one « with job.effect() ».")
            if job.cancel_requested_at:
                raise JobCancelled
            yield
            Job.objects.filter(pk=self.pk).update(effect_done_at=timezone.now())


_current: ContextVar[RunningJob] = ContextVar("current_job")


def current_job() -> RunningJob:
    """Return the job whose task is running here. Raises LookupError outside a worker."""
    return _current.get()


@contextmanager
def as_current(job: RunningJob) -> Iterator[None]:
    """Make ``job`` the current one while its task runs."""
    reset = _current.set(job)
    try:
        yield
    finally:
        _current.reset(reset)
