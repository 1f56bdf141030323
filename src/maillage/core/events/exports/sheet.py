"""The sign-in sheet: who is expected, and where they sign."""

from collections.abc import Iterable
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from maillage.core.events.domain.letters import when, where
from maillage.core.events.models import Event, Registration
from maillage.core.events.rules.attendance import plain
from maillage.core.portal.queries import the_portal
from maillage.core.ui.paper import typeset
from maillage.core.ui.templatetags.ui import long_datetime

SHEET = Path(__file__).parent / "paper" / "sheet.typ"
EMPTY_LINES = 6


def sign_in_sheet(event: Event, rows: Iterable[Registration]) -> bytes:
    """Return the sheet on paper (PDF): those who have a seat, by name, then empty lines for the others."""
    expected = sorted(
        (row for row in rows if row.state == Registration.State.REGISTERED and row.name),
        key=lambda row: (plain(row.name), row.number),
    )
    count = ngettext("%(count)d person expected", "%(count)d people expected", len(expected))
    photo = {True: _("yes"), False: _("NO"), None: "?"}
    return typeset(
        SHEET,
        {
            "title": event.title,
            "author": the_portal().name,
            "occasion": _("Sign-in sheet"),
            "footer": _("Printed on %(when)s.") % {"when": long_datetime(timezone.now())},
            "facts": [text for text in (when(event.starts_at, event.ends_at), where(event)) if text],
            "count": count % {"count": len(expected)},
            "asks_photo": event.asks_photo_consent,
            "people": [
                {
                    "number": row.number,
                    "name": row.name,
                    "organisation": row.organisation,
                    "photo": photo[row.photo_consent],
                }
                for row in expected
            ],
            "empty": EMPTY_LINES,
            "words": {
                "number": pgettext("order of arrival", "No."),
                "name": _("Name"),
                "organisation": _("Structure"),
                "photo": _("Photo"),
                "signature": _("Signature"),
                "others": _("You were not expected? Write your name: you are welcome."),
            },
        },
    )
