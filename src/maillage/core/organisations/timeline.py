"""What happened to a structure, read from the journal, for those who keep its sheet.

Who keeps it reads the notes written of the sheet itself; those written elsewhere, such as why somebody's
request was refused, are the house's.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from maillage.core.activity.queries import entries, names_of
from maillage.core.activity.rules import reference
from maillage.core.activity.words import verb_in_words
from maillage.core.organisations.models import Organisation

LATEST = 12


@dataclass(frozen=True)
class Step:
    """One entry: when, who, what they did, and the note that came with it."""

    at: datetime
    who: str
    did: str
    note: str


def steps_of(organisation: Organisation, *, for_house: bool) -> list[Step]:
    """Return the latest steps of a sheet, newest first, with the notes that this reader may read."""
    found = list(entries(reference=reference(organisation))[:LATEST])
    names = names_of(entry.actor for entry in found)
    return [
        Step(
            entry.at,
            names.get(entry.actor, _("The house")),
            str(verb_in_words(entry.verb)),
            entry.note.text
            if hasattr(entry, "note") and (for_house or entry.verb.startswith("organisations."))
            else "",
        )
        for entry in found
    ]
