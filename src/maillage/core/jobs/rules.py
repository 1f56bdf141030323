"""What a job's rows say: the state it is in, and who may see or change it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.utils.translation import pgettext_lazy
from django_tasks import TaskResultStatus

from maillage.core.jobs.models import Cause, Job
from maillage.core.ui.access import COORDINATOR, HasHouseRole

LONGEST_PAUSE = timedelta(minutes=10)


class State(models.TextChoices):
    """The states of a job as a person reads them."""

    WAITING = "waiting", pgettext_lazy("work", "Waiting its turn")
    RETRYING = "retrying", pgettext_lazy("work", "Will be tried again")
    RUNNING = "running", pgettext_lazy("work", "Under way")
    STOPPING = "stopping", pgettext_lazy("work", "Stopping")
    DONE = "done", pgettext_lazy("work", "Finished")
    CANCELLED = "cancelled", pgettext_lazy("work", "Cancelled")
    DEAD = "dead", pgettext_lazy("work", "Failed")


OVER = frozenset({State.DONE, State.CANCELLED, State.DEAD})


@dataclass(frozen=True, kw_only=True)
class JobState:
    """A job at one instant.

    ``done`` of ``total`` counts steps of whatever the task counts; a ``total`` of 0 means that the length
    is not known. ``reason`` says in words why a failed job failed; ``starts_at`` when a job put aside is
    tried again.
    """

    state: State
    title: str
    done: int
    total: int
    message: str
    attempts: int
    max_attempts: int
    asked_at: datetime
    starts_at: datetime | None
    finished_at: datetime | None
    reason: str
    may_cancel: bool
    may_retry: bool

    @property
    def is_over(self) -> bool:
        """Nothing more will happen unless somebody asks."""
        return self.state in OVER

    @property
    def is_done(self) -> bool:
        """The job did what was asked."""
        return self.state is State.DONE

    @property
    def is_dead(self) -> bool:
        """The job failed for good."""
        return self.state is State.DEAD

    @property
    def is_running(self) -> bool:
        """A worker is on it."""
        return self.state in {State.RUNNING, State.STOPPING}

    @property
    def is_waiting(self) -> bool:
        """It was never begun."""
        return self.state is State.WAITING

    @property
    def words(self) -> str:
        """The state as a label."""
        return str(self.state.label)


def state_of(job: Job) -> State:
    """Derive the state from the queue's row and its lease (``job.result`` is read)."""
    status = job.result.status
    if status == TaskResultStatus.SUCCESSFUL:
        return State.DONE
    if status == TaskResultStatus.FAILED:
        return State.CANCELLED if job.cause == Cause.CANCELLED else State.DEAD
    if status == TaskResultStatus.RUNNING:
        return State.STOPPING if job.cancel_requested_at else State.RUNNING
    return State.RETRYING if job.attempts else State.WAITING


def may_cancel(job: Job) -> bool:
    """Tell whether asking this job to stop can still change anything."""
    return job.cancellable and state_of(job) in {State.WAITING, State.RETRYING, State.RUNNING}


def may_retry(job: Job) -> bool:
    """Tell whether the job ended without its effect and can be asked again."""
    return state_of(job) in {State.CANCELLED, State.DEAD}


def may_see(person: AbstractBaseUser | AnonymousUser, job: Job) -> bool:
    """Tell whether a person may follow and stop this job: its owner, or the coordination."""
    if not person.is_authenticated:
        return False
    return job.owner_id == person.pk or cast("HasHouseRole", person).has_house_role(COORDINATOR)


def pause_before(attempt: int) -> timedelta:
    """Return how long a job waits after its ``attempt``-th failure (1 or more): 5 s, 20 s, 80 s… 10 min."""
    return min(timedelta(seconds=5 * 4 ** (attempt - 1)), LONGEST_PAUSE)
