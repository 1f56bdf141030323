"""``maillage journal verify``: read the journal again from its first entry."""

import argparse

from maillage.cli.errors import CommandError


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser("journal", help="vérifie le journal (rien d’altéré, rien de retiré)")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    verify = actions.add_parser("verify", help="relit tout le journal ; code 1 au premier défaut")
    verify.add_argument(
        "--anchor",
        default="",
        metavar="NUMERO:EMPREINTE",
        help="empreinte notée lors d’une vérification passée : prouve que le passé n’a pas été réécrit",
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
