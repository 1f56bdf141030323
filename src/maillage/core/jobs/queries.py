"""Reads of jobs."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus
from django_tasks_db.models import get_date_max

from maillage.core.jobs import rules
from maillage.core.jobs.models import Cause, ChoreClock, Job


def job(job_id: UUID) -> Job:
    """Return one job with its queue row. Raises ``Job.DoesNotExist``."""
    return Job.objects.select_related("result").get(pk=job_id)


def job_state(job: Job) -> rules.JobState:
    """Read the job again and say how far it is."""
    return snapshot(Job.objects.select_related("result").get(pk=job.pk))


def snapshot(job: Job) -> rules.JobState:
    """Say how far a job is from the rows at hand, without a query if ``result`` was selected with it."""
    result = job.result
    state = rules.state_of(job)
    put_aside = state is rules.State.RETRYING and result.run_after < get_date_max()
    return rules.JobState(
        state=state,
        title=job.title,
        done=job.done,
        total=job.total,
        message=job.message,
        attempts=job.attempts,
        max_attempts=job.max_attempts,
        asked_at=result.enqueued_at,
        starts_at=result.run_after if put_aside else None,
        finished_at=result.finished_at,
        reason=reason_in_words(job) if state is rules.State.DEAD else "",
        may_cancel=rules.may_cancel(job),
        may_retry=rules.may_retry(job),
    )


def reason_in_words(job: Job) -> str:
    """Say why a job failed, what was kept and what to do."""
    match job.cause:
        case Cause.REFUSED:
            return job.reason
        case Cause.LOST:
            return _(
                "The computer stopped in the middle of the work at each attempt. Nothing was saved. "
                "Ask for the work again; if it stops once more, it needs more memory than this computer has."
            )
        case _:
            return _(
                "The work met an unforeseen error at each attempt. Nothing was saved, and what you had "
                "entered is intact. Ask for it again later, or write to the coordination."
            )


def claimable(backend: str = DEFAULT_TASK_BACKEND_ALIAS) -> QuerySet[Job]:
    """Jobs that a worker may take now, the most urgent first."""
    return Job.objects.filter(
        Q(result__run_after=get_date_max()) | Q(result__run_after__lte=Now()),
        result__status=TaskResultStatus.READY,
        result__backend_name=backend,
        lease_token=None,
    ).order_by("-result__priority", "result__run_after", "result__enqueued_at", "pk")


def expired() -> QuerySet[Job]:
    """Jobs whose worker gave no more sign of life."""
    return Job.objects.filter(result__status=TaskResultStatus.RUNNING, leased_until__lt=Now()).order_by("pk")


def dead_letters() -> QuerySet[Job]:
    """Jobs that ended without their effect and that nobody cancelled, oldest first."""
    return (
        Job.objects.filter(result__status=TaskResultStatus.FAILED)
        .exclude(cause=Cause.CANCELLED)
        .select_related("result", "owner")
        .order_by("result__finished_at", "pk")
    )


def jobs_of(person: AbstractBaseUser) -> QuerySet[Job]:
    """The jobs that a person asked for, newest first."""
    return Job.objects.filter(owner_id=person.pk).select_related("result")


def page_of_jobs(*, before: datetime | None, size: int = 25) -> tuple[list[Job], datetime | None]:
    """Return the jobs asked for before an instant, newest first, and the key of the next page if any."""
    jobs = Job.objects.select_related("result", "owner").order_by("-result__enqueued_at", "-pk")
    if before:
        jobs = jobs.filter(result__enqueued_at__lt=before)
    found = list(jobs[: size + 1])
    shown = found[:size]
    return shown, shown[-1].result.enqueued_at if len(found) > size else None


def failing_chores() -> QuerySet[ChoreClock]:
    """The periodic chores whose last run failed."""
    return ChoreClock.objects.filter(failures__gt=0).order_by("name")
