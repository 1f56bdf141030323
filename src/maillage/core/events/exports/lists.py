"""The list of those who asked to come, for a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.events.models import Registration

# A cell that begins so would be read as a formula by a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def registrations_csv(rows: Iterable[Registration]) -> bytes:
    """Return the registrations as CSV, separated by semicolons, in UTF-8 with its mark."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(
        [
            _("Number"),
            _("Name"),
            _("Structure"),
            _("E-mail address"),
            _("Telephone"),
            _("State"),
            _("How they registered"),
            _("Registered on"),
            _("Arrived at"),
            _("Agrees to be photographed"),
            _("What to plan for them"),
        ]
    )
    for row in rows:
        writer.writerow(
            [
                row.number,
                _plain(row.name or _("erased")),
                _plain(row.organisation),
                _plain(row.email),
                _plain(row.phone, telephone=True),
                row.get_state_display(),
                row.get_source_display(),
                timezone.localtime(row.created_at).strftime("%Y-%m-%d %H:%M"),
                timezone.localtime(row.arrived_at).strftime("%H:%M") if row.arrived_at else "",
                {True: _("Yes"), False: _("No"), None: ""}[row.photo_consent],
                _plain(row.needs),
            ]
        )
    return ("\ufeff" + stream.getvalue()).encode()


def _plain(text: str, *, telephone: bool = False) -> str:
    """Keep a spreadsheet from reading a text as a formula, or a telephone as a number."""
    return f"'{text}" if text.startswith(FORMULA) or (telephone and text) else text
