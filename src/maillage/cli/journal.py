"""``maillage journal verify``: read the journal again from its first entry."""

import argparse

from maillage.cli.errors import CommandError
from maillage.cli.language import gettext as _


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("journal", help=_("check that nothing was altered in the journal"))
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    verify = actions.add_parser(
        "verify", help=_("read the whole journal again; exit code 1 when something is wrong")
    )
    verify.add_argument(
        "--anchor",
        default="",
        metavar=_("NUMBER:DIGEST"),
        help=_("anchor printed by an earlier check: proves that the past was not rewritten"),
    )
    verify.set_defaults(run=run_verify)


def run_verify(arguments: argparse.Namespace) -> int:
    """Print each fault, or the anchor to keep elsewhere."""
    # Models need Django, which is set up after the arguments were read.
    from maillage.core.activity.verification import AnchorError, verify

    try:
        result = verify(arguments.anchor)
    except AnchorError as error:
        raise CommandError(str(error)) from error
    print("\n".join(result.in_words()))
    return 1 if result.findings else 0
