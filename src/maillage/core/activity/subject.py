"""What the journal gives to, and removes for, the person it speaks of."""

from collections.abc import Iterator

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _

from maillage.core.activity import queries
from maillage.core.activity.domain import redact
from maillage.core.activity.models import RedactionReason
from maillage.core.activity.rules import reference
from maillage.core.activity.words import verb_in_words

Row = dict[str, object]


def export_entries(person: AbstractBaseUser) -> Iterator[Row]:
    """Yield what the person did and what was done about them; other people are not named to them."""
    mine = reference(person)
    for entry in queries.entries(reference=mine):
        yield {
            "sequence": entry.sequence,
            "at": entry.at,
            "verb": str(verb_in_words(entry.verb)),
            "actor": _("yourself") if entry.actor == mine else _("someone else"),
            "screen": entry.screen,
        }


def export_notes(person: AbstractBaseUser) -> Iterator[Row]:
    """Yield the free texts of the entries that concern the person."""
    for note in queries.notes_about(reference(person)):
        yield {"entry": note.entry_id, "text": note.text}


def redact_notes(person: AbstractBaseUser) -> int:
    """Remove the free texts of the entries that concern the person, each with its tombstone."""
    removed = [
        redact(entry=note.entry, why=RedactionReason.ERASURE)
        for note in queries.notes_about(reference(person))
    ]
    return len(removed)
