"""``maillage serve``: the web server. Several may run side by side, on one machine or many."""

import argparse
import os
import sys
from typing import Any

from maillage.cli.language import gettext as _


def register(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("serve", help=_("start the web server"))
    parser.add_argument("--host", default="127.0.0.1", help=_("address to listen on"))
    parser.add_argument("--port", type=int, default=8000, help=_("port to listen on"))
    parser.add_argument("--processes", type=int, default=2, help=_("number of processes"))
    parser.set_defaults(run=run)


def server_command(host: str, port: int, *, processes: int) -> list[str]:
    """Return the command line of the web server.

    Two threads a process: more of them wait for each other, fewer leave the processor idle during a query.
    """
    options = ["--interface", "wsgi", "--blocking-threads", "2", "--log-level", "warning"]
    place = ["--host", host, "--port", str(port), "--workers", str(processes)]
    return [sys.executable, "-m", "granian", *options, *place, "maillage.config.wsgi:application"]


def run(arguments: argparse.Namespace) -> int:
    """Become the web server, so that signals reach it directly."""
    command = server_command(arguments.host, arguments.port, processes=arguments.processes)
    os.execv(command[0], command)  # noqa: S606 -- our own command line, no shell
