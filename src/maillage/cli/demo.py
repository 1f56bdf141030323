"""``maillage demo``: a whole Maillage on this machine, with fictitious data that are kept from run to run.

An app names the function that loads its demonstration data in ``AppConfig.demo``, a programme in
``Programme.demo``. Each is called at every start and leaves what exists as it stands; it may return lines to
print, such as the accounts to sign in with.
"""

import argparse
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from typing import Any

from maillage.cli.errors import CommandError
from maillage.cli.language import gettext as _
from maillage.cli.leash import on_a_leash
from maillage.cli.serve import server_command
from maillage.cli.startup import set_up_django
from maillage.cli.upgrade import bring_up_to_date

HOST = "127.0.0.1"
PATIENCE = 40  # seconds for the first page to come


def register(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("demo", help=_("start Maillage on this machine with demonstration data"))
    parser.add_argument("--port", type=int, default=8000, help=_("port to listen on (or the next free one)"))
    parser.set_defaults(run=run, needs_django=False)


def run(arguments: argparse.Namespace) -> int:
    """Prepare the data, start the web server and a worker, and stay until Ctrl-C or one of them ends."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    port = first_free_port(arguments.port)
    # The demonstration never touches another database, whatever the environment names.
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"MAILLAGE_DEMO": "1", "MAILLAGE_PUBLIC_URL": f"http://{HOST}:{port}"}
    set_up_django()
    print("·", _("Preparing the database and the demonstration data"), flush=True)
    bring_up_to_date()
    lines = load_demonstration()
    children = {
        _("the web server"): server_command(HOST, port, processes=1),
        _("the worker"): [sys.executable, "-m", "maillage.cli", "worker"],
    }
    with running(children) as processes:
        wait_for_first_page(port, processes)
        welcome(port, arguments.port, lines)
        return stay(processes)


def first_free_port(wanted: int) -> int:
    """Return the first port from ``wanted`` on that nothing listens on."""
    for port in range(wanted, wanted + 50):
        with socket.socket() as candidate:
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                candidate.bind((HOST, port))
            except OSError:
                continue
            return port
    raise CommandError(
        _("No port is free from %(first)d on; choose another with --port.") % {"first": wanted}
    )


def load_demonstration() -> list[str]:
    """Call every demonstration hook, core first, and return the lines that they want printed."""
    # Imported here: the settings were read just before.
    from django.apps import apps
    from django.utils.module_loading import import_string

    from maillage.core.portal.programmes import programmes

    hooks = chain(
        (getattr(config, "demo", "") for config in apps.get_app_configs()),
        (programme.demo for programme in programmes()),
    )
    return [line for hook in hooks if hook for line in import_string(hook)() or ()]


@contextmanager
def running(commands: dict[str, list[str]]) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Run processes side by side; however the block or this process ends, none outlives it."""
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            # In a session of its own: Ctrl-C reaches this process alone, which ends the others in order.
            leashed = on_a_leash(command)
            processes[name] = subprocess.Popen(leashed, start_new_session=True)  # noqa: S603 -- our own commands
        yield processes
    finally:
        end(processes)


def end(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask every process to end, then insist; what it started itself ends with it.

    A web server stopped while it starts leaves its own process behind, which would keep the port.
    """
    for process in processes.values():
        process.terminate()
    deadline = time.monotonic() + 10
    for process in processes.values():
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # its session, see ``running``


def wait_for_first_page(port: int, processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Wait until the home page answers."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        refuse_the_dead(processes)
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
            connection.request("GET", "/")
            if connection.getresponse().status < 500:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise CommandError(
        _("The web server does not answer; nothing is lost. Start again, or read the lines above.")
    )


def refuse_the_dead(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Raise when one of the processes has ended by itself."""
    for name, process in processes.items():
        if process.poll() is not None:
            raise CommandError(
                _("%(name)s ended by itself (code %(code)s); the rest was stopped, the data are kept.")
                % {"name": name.capitalize(), "code": process.returncode}
            )


def stay(processes: dict[str, subprocess.Popen[bytes]]) -> int:
    """Stay until Ctrl-C, or until one of the processes ends."""
    try:
        while True:
            refuse_the_dead(processes)
            time.sleep(0.3)
    except KeyboardInterrupt:
        print("\n" + _("Maillage stops; the data are kept for the next time."), flush=True)
        return 0


def welcome(port: int, wanted: int, lines: list[str]) -> None:
    """Print the address, and what the apps want said."""
    print()
    if port != wanted:
        print(_("Port %(wanted)d is taken; Maillage uses %(port)d.") % {"wanted": wanted, "port": port})
    print(_("Maillage is ready: %(address)s") % {"address": f"http://{HOST}:{port}/"})
    for line in lines:
        print(line)
    print(_("To stop: Ctrl-C. Every person and structure here is fictitious."), flush=True)
