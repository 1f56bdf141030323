"""How an entry is turned into a digest: SHA-256 over canonical JSON and the digest before it.

Canonical JSON here: keys sorted, no space, UTF-8, the instant in UTC with microseconds. Changing any
of this breaks every journal in service: a test pins one known digest.
"""

import hashlib
import json
from datetime import UTC

from maillage.core.activity.models import Entry

BEFORE_THE_FIRST = "0" * 64


def note_digest(salt: str, text: str) -> str:
    """Return the digest of a free text; the salt keeps a short text from being guessed once removed."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def entry_digest(entry: Entry, previous: str) -> str:
    """Return the digest that seals an entry on the one before it."""
    canonical = json.dumps(
        {
            "sequence": entry.sequence,
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": entry.actor,
            "verb": entry.verb,
            "target": entry.target,
            "others": entry.others,
            "facts": entry.facts,
            "screen": entry.screen,
            "note": entry.note_digest,
            "previous": previous,
        },
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
