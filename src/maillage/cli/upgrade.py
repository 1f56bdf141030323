"""``maillage upgrade``: what follows the arrival of a new version. Doing it twice changes nothing."""

import argparse
from typing import Any

from maillage.cli.language import gettext as _


def register(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "upgrade", help=_("bring the data and the static files up to this version")
    )
    parser.set_defaults(run=run)


def bring_up_to_date() -> None:
    """Migrate the database and gather the static files."""
    # Imported here: settings are known once the arguments are read.
    from django.conf import settings
    from django.core.management import call_command

    settings.VAR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def run(_arguments: argparse.Namespace) -> None:
    """Bring this installation up to date and say so."""
    bring_up_to_date()
    print(_("The data and the static files are those of this version."))
