"""``maillage contacts``: load the subjects of the offer, and check that everyone has somebody to call."""

import argparse
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from maillage.cli.errors import CommandError
from maillage.cli.language import gettext as _
from maillage.cli.language import ngettext

COMMUNES_NAMED = 20


def register(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("contacts", help=_("load subjects, check who covers what"))
    actions = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    subjects = actions.add_parser("subjects", help=_("put a file of subjects in force"))
    subjects.add_argument("file", type=Path, help=_("TOML file: the subjects in their order"))
    subjects.set_defaults(run=run_subjects)
    check = actions.add_parser(
        "check", help=_("check every commune and every subject; ends with 1 when something is wrong")
    )
    check.add_argument("--on", type=day, help=_("the day to check, such as 2027-01-01 (today)"))
    check.add_argument("--json", action="store_true", help=_("print codes for programs"))
    check.set_defaults(run=run_check)


def day(text: str) -> date:
    """Read a day, as argparse does; refuse it in words."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("write the day as 2027-01-31")) from error


def run_subjects(arguments: argparse.Namespace) -> None:
    """Put a file of subjects in force."""
    from maillage.core.contacts.domain.subjects import SubjectFileError, load_subjects  # needs Django set up

    try:
        count = load_subjects(path=arguments.file)
    except SubjectFileError as error:
        raise CommandError(_("Nothing was changed.") + f"\n{error}") from error
    print(ngettext("%(count)d subject in force.", "%(count)d subjects in force.", count) % {"count": count})


def run_check(arguments: argparse.Namespace) -> int:
    """Print each anomaly with its communes and its repair; the exit code is 1 when there is one."""
    from django.utils import timezone  # needs Django set up

    from maillage.core.contacts.repairs import Report, shown_report

    report: Report = shown_report(arguments.on or timezone.localdate())
    if arguments.json:
        print(json.dumps(as_data(report), ensure_ascii=False, indent=2))
    else:
        for line in in_words(report):
            print(line)
    return int(bool(report.anomalies))


def as_data(report: Any) -> dict[str, Any]:
    """Return a report in codes: what programs read."""
    return {
        "on": report.on.isoformat(),
        "communes": report.communes,
        "subjects": report.subjects,
        "anomalies": [
            {
                "kind": each.anomaly.kind.value,
                "repair": each.anomaly.repair.value,
                "territory": each.anomaly.territory,
                "subjects": list(each.anomaly.subjects),
                "communes": list(each.anomaly.communes),
                "contacts": list(each.anomaly.contacts),
                "lines": list(each.anomaly.lines),
                "gaps": list(each.anomaly.gaps),
            }
            for each in report.anomalies
        ],
    }


def in_words(report: Any) -> list[str]:
    """Return a report in sentences: what people read."""
    from maillage.core.ui.templatetags.ui import long_date  # needs Django set up

    lines = [
        _("%(communes)d communes and %(subjects)d subjects, checked for %(day)s:")
        % {"communes": report.communes, "subjects": report.subjects, "day": long_date(report.on)}
    ]
    for each in report.anomalies:
        about = (each.territory, *each.contacts, *each.zones, *each.subjects)
        lines.append(f"\n{each.title} · {', '.join(part for part in about if part)}")
        if each.communes:
            lines.append("  " + communes_in_words(each.communes))
        lines.append("  → " + str(each.button))
    if not report.anomalies:
        lines.append(_("Every commune has somebody to call on every subject, or a gap that is declared."))
    return lines


def communes_in_words(names: Sequence[str]) -> str:
    """Name communes, the first ones alone when they are many; ``--json`` gives them all."""
    if len(names) <= COMMUNES_NAMED:
        return ", ".join(names)
    told = ngettext("%(count)d commune: %(names)s…", "%(count)d communes: %(names)s…", len(names))
    return told % {"count": len(names), "names": ", ".join(names[:COMMUNES_NAMED])}
