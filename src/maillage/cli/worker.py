"""``maillage worker``: run long work, in one process or several."""

import argparse
import os


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "worker",
        help="exécute les travaux longs (calculs, envois, ménage)",
        description="Exécute les travaux longs, sur une ou plusieurs machines autour de la même base. "
        "Ctrl-C ou SIGTERM rend le travail en cours à un autre.",
    )
    parser.add_argument(
        "--processes", type=number_of_processes, default=1, metavar="N", help="nombre de processus (1)"
    )
    parser.set_defaults(run=run)


def number_of_processes(text: str) -> int:
    """Read a number of processes, 1 or more."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("il faut un nombre entier, 1 ou plus")
    return int(text)


def run(arguments: argparse.Namespace) -> None:
    """Work until asked to stop."""
    # Models need Django, which is set up after the arguments were read.
    from maillage.core.jobs.supervisor import supervise

    if arguments.processes == 1:
        work()
    else:
        supervise(work_under, processes=arguments.processes)


def work_under(supervisor: int) -> None:
    """Run one worker in a process of its own, for as long as its supervisor lives."""
    # The main module reads this one to declare its command.
    from maillage.cli.main import set_up_django

    set_up_django()
    work(supervisor)


def work(supervisor: int | None = None) -> None:
    """Run one worker in this process."""
    # Models need Django, which is set up just before.
    from maillage.core.jobs.worker import Worker, configured_lease, when_told_to_stop

    worker = Worker(lease=configured_lease())
    when_told_to_stop(worker.wind_down)
    worker.run(until=lambda: supervisor is not None and os.getppid() != supervisor)
