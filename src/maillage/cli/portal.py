"""``maillage portal load``: put a département's identity, menu and pages in place, from files."""

import argparse
from typing import Any

from maillage.cli.errors import CommandError
from maillage.cli.language import gettext as _


def register(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("portal", help=_("load the portal of a département from files"))
    actions = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    load = actions.add_parser(
        "load", help=_("replace the identity, the menu and the pages by those of a folder")
    )
    load.add_argument(
        "source", help=_("a folder with portal.toml, or the name of a portal that comes with Maillage")
    )
    load.set_defaults(run=run_load)


def run_load(arguments: argparse.Namespace) -> None:
    """Load the portal and say which one it is."""
    # Models need Django, which is set up after the arguments were read.
    from maillage.core.portal.domain import PortalFileError, load_portal

    try:
        portal = load_portal(arguments.source)
    except PortalFileError as error:
        raise CommandError(_("The portal was not changed. %(why)s") % {"why": error}) from error
    print(_("Portal loaded: %(portal)s") % {"portal": portal})
