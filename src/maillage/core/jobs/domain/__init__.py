"""Verbs of jobs: start one, follow it from inside its task, cancel it, ask for it again."""

from maillage.core.jobs.domain.asking import JobRefusal, cancel, is_under_way, purge, retry, start
from maillage.core.jobs.domain.running import (
    GiveUp,
    JobCancelled,
    LeaseLost,
    RunningJob,
    WorkerStopping,
    current_job,
)

__all__ = [
    "GiveUp",
    "JobCancelled",
    "JobRefusal",
    "LeaseLost",
    "RunningJob",
    "WorkerStopping",
    "cancel",
    "current_job",
    "is_under_way",
    "purge",
    "retry",
    "start",
]
