"""Triggers by which the database itself keeps what sources said, on SQLite and on PostgreSQL.

A record of a source is written once: what was read on a day is never written again nor removed, whatever an
importer, a script or a bulk change does. They stop mistakes, not the owner of the database. A migration that
changes this table unseals first and seals last: SQLite drops the triggers of a table that it makes again.
"""

from collections.abc import Iterator

TABLE = "organisations_sourcerecord"
REFUSAL = "what a source said stays as it was said"
EVENTS = ("UPDATE", "DELETE")


def sealing(vendor: str) -> Iterator[str]:
    """Yield the statements that seal on this kind of database."""
    if vendor != "sqlite":
        yield (
            f"CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
        )
    does = (
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        if vendor == "sqlite"
        else f"EXECUTE FUNCTION {TABLE}_refuse()"
    )
    for event in EVENTS:
        yield f"CREATE TRIGGER {_name(event)} BEFORE {event} ON {TABLE} FOR EACH ROW {does}"


def unsealing(vendor: str) -> Iterator[str]:
    """Yield the statements that undo ``sealing``."""
    for event in EVENTS:
        yield f"DROP TRIGGER IF EXISTS {_name(event)}{'' if vendor == 'sqlite' else f' ON {TABLE}'}"
    if vendor != "sqlite":
        yield f"DROP FUNCTION IF EXISTS {TABLE}_refuse()"


def _name(event: str) -> str:
    return f"{TABLE}_no_{event.lower()}"
