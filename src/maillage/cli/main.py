"""The ``maillage`` command: one file a command, each declared by its ``register``.

A command module holds ``register(subparsers)``, which adds its parser and sets ``run``, a function
``(arguments) -> int | None`` whose result is the exit code. Django is set up before ``run`` is called, unless
the parser sets ``needs_django=False``; modules therefore import models inside ``run``, never at the top.
A refusal meant for the person at the keyboard is a ``CommandError``: its sentence is printed, with no trace.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from maillage import __version__
from maillage.cli.errors import CommandError
from maillage.cli.language import gettext as _
from maillage.cli.startup import set_up_django

COMMANDS = (
    "demo",
    "serve",
    "worker",
    "upgrade",
    "portal",
    "coordinator",
    "espresso",
    "backup",
    "journal",
    "privacy",
    "territories",
    "contacts",
    "structures",
)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command."""
    parser = argparse.ArgumentParser(
        prog="maillage", description=_("Runs and looks after a Maillage portal.")
    )
    parser.add_argument("--version", action="version", version=f"maillage {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar=_("COMMAND"))
    for name in COMMANDS:
        import_module(f"maillage.cli.{name}").register(subparsers)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name and return its exit code."""
    arguments = build_parser().parse_args(argv)
    try:
        if getattr(arguments, "needs_django", True):
            set_up_django()
        return arguments.run(arguments) or 0
    except CommandError as refusal:
        print(refusal, file=sys.stderr)
        return refusal.code
    except KeyboardInterrupt:
        return 130
