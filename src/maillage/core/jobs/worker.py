"""The process that runs jobs and chores under leases (see docs/adr/0008).

A worker killed at any instant loses nothing: its lease ends, another worker takes the job over.
Stopped by SIGTERM or SIGINT, it gives its task back at the next check, or, if the task does not check in
time, without its consent.
"""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from types import TracebackType
from typing import Self

from django.db import Error as DatabaseFault
from django.db import close_old_connections, connections
from django.utils import translation
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks.signals import task_finished, task_started
from django_tasks_db.models import DBTaskResult

from maillage.core.jobs import chores
from maillage.core.jobs.domain import chore_turns, lease
from maillage.core.jobs.domain.running import LeaseLost, RunningJob, WorkerStopping, as_current

logger = logging.getLogger("maillage.jobs")

STOP_SIGNALS = frozenset({signal.SIGTERM, signal.SIGINT})
GRACE = timedelta(seconds=10)


class Heartbeat:
    """Renews a lease from a thread with its own database connection while work goes on."""

    def __init__(self, renew: Callable[[], bool], *, every: float) -> None:
        self._renew, self._every = renew, every
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True, name="heartbeat")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._over.wait(self._every):
                try:
                    if not self._renew():
                        return
                except DatabaseFault:
                    # The lease has time for several beats: the next one may pass.
                    logger.warning("A lease could not be renewed, trying again.", exc_info=True)
                    connections.close_all()
        finally:
            connections.close_all()


@dataclass
class Worker:
    """Runs jobs one after the other and, beside them, the chores that are due."""

    lease: timedelta
    backend: str = DEFAULT_TASK_BACKEND_ALIAS
    grace: timedelta = GRACE
    beats: bool = True
    name: str = field(
        default_factory=lambda: f"{socket.gethostname()[:30]}-{os.getpid()}-{get_random_string(8)}"
    )
    stopping: threading.Event = field(default_factory=threading.Event)
    _held: RunningJob | None = None

    @property
    def pause(self) -> float:
        """Seconds between two looks at an empty queue."""
        return min(1.0, self.lease.total_seconds() / 20)

    def run(self, *, until: Callable[[], bool] = lambda: False) -> None:
        """Work until asked to stop, or until ``until`` answers yes."""
        known = tuple(chores.declared())
        for chore in known:
            import_string(chore.name)  # a heavy import in the middle of a lease would delay its heartbeat
        housework = threading.Thread(target=self._do_chores, args=(known,), daemon=True, name="chores")
        housework.start()
        while not self.stopping.is_set() and not until():
            close_old_connections()
            try:
                worked = self.work_once()
            except DatabaseFault:
                logger.exception("The database does not answer; trying again.")
                connections.close_all()
                worked = False
            if not worked:
                self.stopping.wait(self.pause)
        self.stopping.set()
        housework.join(self.grace.total_seconds())
        connections.close_all()

    def work_once(self) -> bool:
        """Take over what dead workers left, then run one job; False when nothing waits."""
        if taken_over := lease.take_over_expired():
            logger.warning("%d job(s) taken over from a worker that gave no more sign of life.", taken_over)
        held = lease.claim(worker=self.name, lease=self.lease, backend=self.backend)
        if held is None:
            return False
        held.stopping = self.stopping
        self._held = held
        try:
            with (
                self._heartbeat(lambda: lease.renew(held, lease=self.lease)),
                translation.override(held.language),
                as_current(held),
            ):
                self._attempt(held)
        except LeaseLost:
            logger.warning("Job %s goes on with another worker; nothing was written here.", held.pk)
        finally:
            self._held = None
        return True

    def wind_down(self) -> None:
        """Stop at the next check of the running task; after the grace period, without its consent."""
        self.stopping.set()
        time.sleep(self.grace.total_seconds())
        self._leave()

    def _heartbeat(self, renew: Callable[[], bool]) -> AbstractContextManager[object]:
        return Heartbeat(renew, every=self.lease.total_seconds() / 4) if self.beats else nullcontext()

    def _attempt(self, held: RunningJob) -> None:
        result = DBTaskResult.objects.get(pk=held.pk)
        sender = type(task_backends[self.backend])
        try:
            task_started.send(sender=sender, task_result=result.task_result)
            value = result.task.call(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])
            job = lease.succeed(held, value)
        except LeaseLost:
            raise
        except Exception as error:
            if not isinstance(error, lease.ENDINGS):
                logger.exception("Job %s, attempt %d: the task met an error.", held.pk, held.attempt)
            job = lease.fail(held, error)
        # A task that this version of the program no longer has cannot be described to those who listen.
        with suppress(ImportError):
            if job.result.task_result.is_finished:
                task_finished.send(sender=sender, task_result=job.result.task_result)

    def _leave(self) -> None:
        """Give the job back without its task's consent; fenced, so that the task can no longer write."""
        if held := self._held:
            try:
                lease.fail(held, WorkerStopping())
            except (LeaseLost, DatabaseFault):
                logger.warning("Job %s will be taken over when its lease ends.", held.pk)
            logging.shutdown()
            os._exit(0)

    def _do_chores(self, known: tuple[chores.Chore, ...]) -> None:
        wound = False
        while not self.stopping.is_set():
            try:
                if not wound:
                    chore_turns.wind_clocks(known)
                    wound = True
                if turn := chore_turns.take_turn(known, lease=self.lease):
                    self._do_chore(turn)
                    continue
            except DatabaseFault:
                logger.exception("Chores wait: the database does not answer.")
                connections.close_all()
            self.stopping.wait(self.pause)
        connections.close_all()

    def _do_chore(self, turn: chore_turns.ChoreTurn) -> None:
        error = ""
        with self._heartbeat(lambda: chore_turns.renew_turn(turn, lease=self.lease)):
            try:
                import_string(turn.chore.name)()
            except Exception as met:
                logger.exception("The chore %s met an error; it will be tried again.", turn.chore.name)
                error = type(met).__name__  # its message may hold an address: it stays in the log
        chore_turns.end_turn(turn, error=error)


def when_told_to_stop(act: Callable[[], None]) -> None:
    """Call ``act`` on SIGTERM or SIGINT.

    From a thread: a handler would wait for a solver to come back to Python. Call it before other threads
    start, for they inherit the mask of signals.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)

    def wait() -> None:
        signal.sigwait(STOP_SIGNALS)
        act()

    threading.Thread(target=wait, daemon=True, name="signals").start()


def configured_lease(backend: str = DEFAULT_TASK_BACKEND_ALIAS) -> timedelta:
    """Return the lease that the settings ask for (TASKS, OPTIONS, ``lease``, in seconds)."""
    return timedelta(seconds=task_backends[backend].options.get("lease", 20))


def run_waiting_jobs() -> int:
    """Run in this process the jobs that wait now, retries put aside excepted; return how many attempts ran.

    For tests and commands that want the outcome at once: no thread, no heartbeat, the caller's transaction.
    """
    worker = Worker(lease=timedelta(hours=1), beats=False)
    attempts = 0
    while worker.work_once():
        attempts += 1
    return attempts
