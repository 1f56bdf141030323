"""What people ask of jobs: start, cancel, ask again; and forgetting the old ones."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult, get_date_max

from maillage.core.activity.domain import record
from maillage.core.jobs import rules
from maillage.core.jobs.domain.lease import end_without_effect
from maillage.core.jobs.domain.running import JobCancelled
from maillage.core.jobs.models import Cause, Job


class JobRefusal(Exception):  # noqa: N818 -- what a rule answers to a person, in words
    """A demand that the job's state does not allow; the message is for the person."""


def start(
    task: Task[..., Any],
    *,
    title: str | Promise,
    owner: AbstractBaseUser | None,
    arguments: Mapping[str, Any],
    cancellable: bool = True,
) -> Job:
    """Ask for long work and return its job.

    Call it inside the transaction that makes the work necessary: both are kept or neither. ``arguments``
    are JSON values, references rather than content. ``owner`` follows the job; None for a visitor, whose
    programme shows the job on its own page. Messages will be in the language active here.
    """
    with transaction.atomic():
        result = task.enqueue(**arguments)
        job = Job.objects.select_related("result").get(pk=UUID(result.id))
        job.title = str(title)[:200]
        job.owner_id = owner.pk if owner else None
        job.cancellable = cancellable
        job.save(update_fields=["title", "owner", "cancellable"])
    return job


def is_under_way(task: Task[..., Any]) -> bool:
    """Tell whether a work of this kind waits or runs."""
    rows = DBTaskResult.objects.filter(task_path=task.module_path)
    return rows.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]).exists()


def _locked(job: Job) -> Job:
    return Job.objects.select_for_update(of=("self", "result")).select_related("result").get(pk=job.pk)


def cancel(*, job: Job, by: AbstractBaseUser | None = None, screen: str = "") -> Job:
    """Cancel a waiting job at once; ask a running one to stop at its next check.

    Raises JobRefusal when it is too late or when the job may not be cancelled.
    """
    with transaction.atomic():
        job = _locked(job)
        if not job.cancellable:
            raise JobRefusal(_("This work cannot be interrupted: it goes on."))
        if rules.state_of(job) in rules.OVER:
            raise JobRefusal(_("This work was over already: nothing was cancelled."))
        if job.result.status == TaskResultStatus.RUNNING:
            job.cancel_requested_at = job.cancel_requested_at or timezone.now()
            job.save(update_fields=["cancel_requested_at"])
        else:
            end_without_effect(job, cause=Cause.CANCELLED, error=JobCancelled())
        record(verb="jobs.cancelled", actor=by, target=job, screen=screen)
    return job


def retry(*, job: Job, by: AbstractBaseUser | None = None, screen: str = "") -> Job:
    """Put a failed or cancelled job back in the queue, with all its attempts before it.

    Raises JobRefusal when the job is not over, or when its effect is done.
    """
    with transaction.atomic():
        job = _locked(job)
        if not rules.may_retry(job):
            raise JobRefusal(_("This work is waiting, under way or finished: there is nothing to try again."))
        job.attempts = job.done = job.total = 0
        job.cause = job.reason = job.message = ""
        job.cancel_requested_at = None
        job.save()
        result = job.result
        result.status = TaskResultStatus.READY
        result.run_after = get_date_max()
        result.finished_at = None
        result.exception_class_path = result.traceback = ""
        result.save()
        record(verb="jobs.retried", actor=by, target=job, screen=screen)
    return job


def purge(before: datetime, dry_run: bool) -> int:
    """Erase the jobs that ended before an instant, failed ones too; return how many (dry run: only count)."""
    old = DBTaskResult.objects.finished().filter(finished_at__lt=before)
    return old.count() if dry_run else old.delete()[1].get(DBTaskResult._meta.label, 0)
