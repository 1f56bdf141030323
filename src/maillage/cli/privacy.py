"""``maillage privacy run``: remove what was kept as long as announced."""

import argparse

from maillage.cli.language import gettext as _


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "privacy", help=_("personal data: remove what was kept as long as announced")
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    run = actions.add_parser("run", help=_("remove what was kept as long as announced"))
    run.add_argument("--dry-run", action="store_true", help=_("count and remove nothing"))
    run.set_defaults(run=run_retention)


def run_retention(arguments: argparse.Namespace) -> int:
    """Print what was removed, or would be; exit code 1 when a kind could not be."""
    # Models need Django, which is set up after the arguments were read.
    from maillage.core.privacy import retention

    report = retention.run_retention(dry_run=arguments.dry_run)
    print("\n".join(report.in_words()))
    return 1 if report.failed else 0
