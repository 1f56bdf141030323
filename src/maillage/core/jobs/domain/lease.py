"""What workers do to jobs: take one, renew, give the outcome, take over from a dead worker.

Each verb is one short transaction that locks the job and its queue row, and each write of a worker is fenced
by the token of its lease.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models.functions import Now
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus
from django_tasks_db.models import get_date_max

from maillage.core.jobs import queries
from maillage.core.jobs.domain.running import GiveUp, JobCancelled, LeaseLost, RunningJob, WorkerStopping
from maillage.core.jobs.models import Cause, Job
from maillage.core.jobs.rules import pause_before

# Ways for a task to stop that are decisions, not errors of the program.
ENDINGS = (GiveUp, JobCancelled, WorkerStopping)


class WorkerLost(Exception):  # noqa: N818 -- recorded as the failure of an attempt, never raised
    """The worker gave no more sign of life before the end of its lease."""


def claim(*, worker: str, lease: timedelta, backend: str = DEFAULT_TASK_BACKEND_ALIAS) -> RunningJob | None:
    """Take the most urgent waiting job for ``lease``; None when there is none."""
    waiting = queries.claimable(backend)
    if not waiting.exists():  # keeps idle workers from taking SQLite's write lock every second
        return None
    with transaction.atomic():
        locked = waiting.select_for_update(of=("self", "result"), skip_locked=True)
        job = locked.select_related("result").first()
        if job is None:
            return None
        token = uuid4()
        job.result.claim(worker)
        attempt = job.attempts + 1
        Job.objects.filter(pk=job.pk).update(lease_token=token, leased_until=Now() + lease, attempts=attempt)
    return RunningJob(pk=job.pk, token=token, attempt=attempt, language=job.language)


def renew(held: RunningJob, *, lease: timedelta) -> bool:
    """Hold the job for ``lease`` more; False when another worker took it over."""
    mine = Job.objects.filter(pk=held.pk, lease_token=held.token)
    return bool(mine.update(leased_until=Now() + lease))


@contextmanager
def _held(held: RunningJob) -> Iterator[Job]:
    with transaction.atomic():
        mine = Job.objects.filter(pk=held.pk, lease_token=held.token)
        job = mine.select_for_update(of=("self", "result")).select_related("result").first()
        if job is None:
            raise LeaseLost
        yield job


def succeed(held: RunningJob, return_value: Any) -> Job:
    """Record that the task ended well. Raises LeaseLost, or TypeError for a value that JSON cannot hold."""
    with _held(held) as job:
        _end_well(job, return_value)
    return job


def fail(held: RunningJob, error: BaseException) -> Job:
    """Record how an attempt ended: cancelled, refused in words, put back, or dead. Raises LeaseLost."""
    with _held(held) as job:
        if job.effect_done_at:
            _end_well(job, None)
        elif isinstance(error, JobCancelled):
            end_without_effect(job, cause=Cause.CANCELLED, error=error)
        elif isinstance(error, GiveUp):
            end_without_effect(job, cause=Cause.REFUSED, error=error, reason=str(error))
        elif isinstance(error, WorkerStopping):
            _put_back(job, attempts=job.attempts - 1)
        elif job.attempts >= job.max_attempts:
            end_without_effect(job, cause=Cause.ERROR, error=error)
        else:
            _put_back(job, attempts=job.attempts, pause=pause_before(job.attempts))
    return job


def take_over_expired() -> int:
    """Settle the jobs whose worker died: back in the queue, dead, or finished if their effect was done."""
    expired = queries.expired()
    if not expired.exists():
        return 0
    with transaction.atomic():
        locked = expired.select_for_update(of=("self", "result"), skip_locked=True).select_related("result")
        jobs = list(locked)
        for job in jobs:
            if job.effect_done_at:
                _end_well(job, None)
            elif job.cancel_requested_at:
                end_without_effect(job, cause=Cause.CANCELLED, error=JobCancelled())
            elif job.attempts >= job.max_attempts:
                end_without_effect(job, cause=Cause.LOST, error=WorkerLost())
            else:
                _put_back(job, attempts=job.attempts)
    return len(jobs)


def end_without_effect(job: Job, *, cause: Cause, error: BaseException, reason: str = "") -> None:
    """Close a locked job that did not do what was asked."""
    job.result.set_failed(error)
    job.cause, job.reason = cause, reason
    _release(job, "cause", "reason")


def _end_well(job: Job, return_value: Any) -> None:
    job.result.set_successful(return_value)
    if job.total:
        job.done = job.total
    job.message = ""
    job.cancel_requested_at = None
    _release(job, "done", "message", "cancel_requested_at")


def _put_back(job: Job, *, attempts: int, pause: timedelta = timedelta()) -> None:
    result = job.result
    result.status = TaskResultStatus.READY
    # The database's time, which says when the pause is over too: that of this machine may be ahead.
    result.run_after = Now() + pause if pause else get_date_max()
    result.save(update_fields=["status", "run_after"])
    result.refresh_from_db(fields=["run_after"])
    job.attempts = attempts
    job.done = job.total = 0
    job.message = ""
    _release(job, "attempts", "done", "total", "message")


def _release(job: Job, *changed: str) -> None:
    job.lease_token = job.leased_until = None
    job.save(update_fields=["lease_token", "leased_until", *changed])
