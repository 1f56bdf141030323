"""``maillage worker``: run long work, in one process or several."""

import argparse
import os
import sys

from maillage.cli.language import gettext as _


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "worker",
        help=_("do the long work (calculations, sendings, chores)"),
        description=_(
            "Do the long work, on one or several machines around the same database. "
            "Ctrl-C or SIGTERM gives the work under way back to another worker."
        ),
    )
    parser.add_argument(
        "--processes", type=number_of_processes, default=1, metavar="N", help=_("number of processes (1)")
    )
    # A worker that another command started stops when that one is gone.
    parser.add_argument("--under", type=int, help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def number_of_processes(text: str) -> int:
    """Read a number of processes, 1 or more."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(_("give a whole number, 1 or more"))
    return int(text)


def run(arguments: argparse.Namespace) -> None:
    """Work until asked to stop."""
    # Models need Django, which is set up after the arguments were read.
    from maillage.config.memory import set_apart_what_was_loaded
    from maillage.core.jobs.supervisor import supervise
    from maillage.core.jobs.worker import Worker, configured_lease, when_told_to_stop

    if arguments.processes > 1:
        one_worker = (sys.executable, "-m", "maillage.cli", "worker", "--under", str(os.getpid()))
        supervise(one_worker, processes=arguments.processes)
        return
    worker = Worker(lease=configured_lease())
    when_told_to_stop(worker.wind_down)
    set_apart_what_was_loaded()
    worker.run(until=lambda: arguments.under is not None and os.getppid() != arguments.under)
