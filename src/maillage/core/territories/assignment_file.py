"""The file of territories: which intercommunalités and which communes make which territory, since when.

CSV in UTF-8, comma or semicolon. Columns: ``territory_code``, ``territory_name``, ``departement``,
``epci_siren`` (its communes in that département) or ``commune_code`` (one commune, which overrides its EPCI's
line), ``valid_from`` (2017-01-01), ``confidence`` (high, medium, to_confirm), ``source``. Others are ignored.
"""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from maillage.core.territories.models import TerritoryAssignment

COLUMNS = frozenset(
    {
        "territory_code",
        "territory_name",
        "departement",
        "epci_siren",
        "commune_code",
        "valid_from",
        "confidence",
        "source",
    }
)


class AssignmentFileError(Exception):
    """The file cannot be used; ``faults`` says why, line by line."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Line:
    """One line of the file: a commune, or the communes of an EPCI in a département, goes to a territory."""

    number: int
    territory_code: str
    territory_name: str
    departement: str
    epci_siren: str
    commune_code: str
    valid_from: date
    confidence: str
    source: str


def read_assignment_file(path: Path) -> list[Line]:
    """Return the lines of a file; raise AssignmentFileError with every fault found, not only the first."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise AssignmentFileError([_("%(path)s cannot be read.") % {"path": path}]) from error
    except UnicodeDecodeError as error:
        fault = _("%(path)s is not in UTF-8: save it again as « CSV UTF-8 ».") % {"path": path}
        raise AssignmentFileError([fault]) from error
    separator = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.DictReader(text.splitlines(), delimiter=separator)
    missing = sorted(COLUMNS - set(reader.fieldnames or ()))
    if missing:
        raise AssignmentFileError([_("Columns are missing: %(names)s.") % {"names": ", ".join(missing)}])
    lines, faults = [], []
    for number, row in enumerate(reader, start=2):
        cells = {name: (row[name] or "").strip() for name in COLUMNS}
        line_faults = _faults(cells)
        if None in row:  # where the reader puts what has no column
            line_faults.append(_("there are more cells than columns: put quotes around a text with commas."))
        if line_faults:
            faults += [
                _("Line %(number)d: %(fault)s") % {"number": number, "fault": each} for each in line_faults
            ]
        else:
            valid_from = date.fromisoformat(cells.pop("valid_from"))
            lines.append(Line(number=number, valid_from=valid_from, **cells))
    if faults:
        raise AssignmentFileError(faults)
    return lines


def _faults(cells: dict[str, str]) -> list[str]:
    faults = []
    if not cells["territory_code"] or not cells["territory_name"]:
        faults.append(_("the territory has no code or no name."))
    if bool(cells["epci_siren"]) == bool(cells["commune_code"]):
        faults.append(_("give an EPCI or a commune, one of the two."))
    if cells["epci_siren"] and not cells["departement"]:
        faults.append(_("say in which département the communes of the EPCI are meant."))
    if cells["confidence"] not in TerritoryAssignment.Confidence.values:
        faults.append(_("the confidence is high, medium or to_confirm."))
    if not cells["source"]:
        faults.append(_("say where this is known from."))
    try:
        date.fromisoformat(cells["valid_from"])
    except ValueError:
        faults.append(_("the date is written like 2017-01-01."))
    return faults
