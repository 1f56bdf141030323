"""The list of those who asked to come, for a spreadsheet."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.events.models import Registration
from maillage.core.ui.spreadsheets import csv_file


def registrations_csv(rows: Iterable[Registration]) -> bytes:
    """Return the registrations as CSV, separated by semicolons, in UTF-8 with its mark."""
    return csv_file(
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
        ],
        (
            [
                row.number,
                row.name or _("erased"),
                row.organisation,
                row.email,
                _as_text(row.phone),
                row.get_state_display(),
                row.get_source_display(),
                timezone.localtime(row.created_at).strftime("%Y-%m-%d %H:%M"),
                timezone.localtime(row.arrived_at).strftime("%H:%M") if row.arrived_at else "",
                {True: _("Yes"), False: _("No"), None: ""}[row.photo_consent],
                row.needs,
            ]
            for row in rows
        ),
    )


def _as_text(phone: str) -> str:
    """Keep a spreadsheet from reading a telephone as a number: its first zero would be lost."""
    return f"'{phone}" if phone else ""
