"""Triggers by which the database itself refuses to change the journal, on SQLite and on PostgreSQL.

They stop mistakes, scripts and a stolen application password used through SQL. They do not stop the owner of
the database, who can drop a trigger; the chain of digests shows what such a person altered.
"""

from collections.abc import Iterator

REFUSAL = "the journal is append-only"

# A note may change once, and only into a tombstone.
NOTE_STAYS = (
    "NOT (OLD.redacted_at IS NULL AND NEW.redacted_at IS NOT NULL AND NEW.text = '' AND NEW.salt = ''"
    " AND NEW.entry_id = OLD.entry_id)"
)
# The end of the journal moves forward by one entry.
HEAD_JUMPS = "NOT (NEW.id = OLD.id AND NEW.count = OLD.count + 1)"

# (table, event, condition under which it is refused)
REFUSED: tuple[tuple[str, str, str], ...] = (
    ("activity_entry", "UPDATE", ""),
    ("activity_entry", "DELETE", ""),
    ("activity_mention", "UPDATE", ""),
    ("activity_mention", "DELETE", ""),
    ("activity_note", "UPDATE", NOTE_STAYS),
    ("activity_note", "DELETE", ""),
    ("activity_head", "UPDATE", HEAD_JUMPS),
    ("activity_head", "DELETE", ""),
)
TABLES = tuple(dict.fromkeys(table for table, _event, _when in REFUSED))


def _name(table: str, event: str) -> str:
    return f"{table}_no_{event.lower()}"


def sealing(vendor: str) -> Iterator[str]:
    """Yield the statements that seal the journal on this kind of database."""
    if vendor == "sqlite":
        for table, event, when in REFUSED:
            yield (
                f"CREATE TRIGGER {_name(table, event)} BEFORE {event} ON {table} FOR EACH ROW "
                f"{f'WHEN {when} ' if when else ''}BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    yield (
        "CREATE FUNCTION activity_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    for table, event, when in REFUSED:
        yield (
            f"CREATE TRIGGER {_name(table, event)} BEFORE {event} ON {table} FOR EACH ROW "
            f"{f'WHEN ({when}) ' if when else ''}EXECUTE FUNCTION activity_refuse()"
        )
    for table in TABLES:
        yield (
            f"CREATE TRIGGER {_name(table, 'TRUNCATE')} BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION activity_refuse()"
        )


def unsealing(vendor: str) -> Iterator[str]:
    """Yield the statements that undo ``sealing`` (reversing the migration, emptying a test database)."""
    for table, event, _when in REFUSED:
        on_table = "" if vendor == "sqlite" else f" ON {table}"
        yield f"DROP TRIGGER IF EXISTS {_name(table, event)}{on_table}"
    if vendor != "sqlite":
        for table in TABLES:
            yield f"DROP TRIGGER IF EXISTS {_name(table, 'TRUNCATE')} ON {table}"
        yield "DROP FUNCTION IF EXISTS activity_refuse()"
