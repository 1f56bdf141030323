"""Several workers on one machine: started, started again when they die, stopped together."""

import logging
import subprocess
import threading
from collections.abc import Sequence

from maillage.core.jobs.worker import GRACE, when_told_to_stop

logger = logging.getLogger("maillage.jobs")


def supervise(command: Sequence[str], *, processes: int) -> None:
    """Keep ``processes`` workers, each started by ``command``, alive until SIGTERM or SIGINT stops them."""
    stopping = threading.Event()
    when_told_to_stop(stopping.set)
    workers = [_start(command) for _ in range(processes)]
    while not stopping.wait(1.0):
        for place, worker in enumerate(workers):
            if worker.poll() is not None:
                logger.error("Worker %d died (code %s); starting another.", worker.pid, worker.returncode)
                workers[place] = _start(command)
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.wait(GRACE.total_seconds() * 2)


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command)  # noqa: S603 -- the program itself
