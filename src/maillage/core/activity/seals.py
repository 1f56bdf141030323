"""What the database refuses of the journal: any change, but the two that it lives by.

The chain of digests shows what the owner of the database, who can drop a trigger, altered.
"""

from maillage.core.seals import Refused, Seals

# A note may change once, and only into a tombstone.
NOTE_STAYS = (
    "NOT (OLD.redacted_at IS NULL AND NEW.redacted_at IS NOT NULL AND NEW.text = '' AND NEW.salt = ''"
    " AND NEW.entry_id = OLD.entry_id)"
)
# The end of the journal moves forward by one entry.
HEAD_JUMPS = "NOT (NEW.id = OLD.id AND NEW.count = OLD.count + 1)"
TABLES = ("activity_entry", "activity_mention", "activity_note", "activity_head")

SEALS = Seals(
    "the journal is append-only",
    Refused("activity_entry", "UPDATE"),
    Refused("activity_mention", "UPDATE"),
    Refused("activity_note", "UPDATE", NOTE_STAYS),
    Refused("activity_head", "UPDATE", HEAD_JUMPS),
    *(Refused(table, "DELETE") for table in TABLES),
)
