"""Several workers on one machine: started, started again when they die, stopped together."""

import logging
import multiprocessing
import os
import threading
from collections.abc import Callable
from multiprocessing.context import SpawnProcess

from maillage.core.jobs.worker import GRACE, when_told_to_stop

logger = logging.getLogger("maillage.jobs")


def supervise(work: Callable[[int], None], *, processes: int) -> None:
    """Keep ``processes`` workers alive until SIGTERM or SIGINT; then stop them and wait for them.

    ``work(supervisor)`` is a module-level function that runs one worker, given the supervisor's process id.
    """
    stopping = threading.Event()
    when_told_to_stop(stopping.set)
    workers = [_start(work) for _ in range(processes)]
    while not stopping.wait(1.0):
        for place, worker in enumerate(workers):
            if not worker.is_alive():
                logger.error("Worker %s died (code %s); starting another.", worker.pid, worker.exitcode)
                workers[place] = _start(work)
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join(GRACE.total_seconds() * 2)


def _start(work: Callable[[int], None]) -> SpawnProcess:
    worker = multiprocessing.get_context("spawn").Process(target=work, args=(os.getpid(),))
    worker.start()
    return worker
