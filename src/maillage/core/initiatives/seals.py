"""Triggers by which the database itself keeps what was told and what was published, on both databases.

A line of a démarche's story is never written again nor removed; its text alone may become empty, when a name
must be taken out of it. A published version of a charter stays, with its commitments, as it was signed.
They stop mistakes and scripts, not the owner of the database. A migration that changes one of these tables
unseals first and seals last: SQLite drops the triggers of a table that it makes again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

REFUSAL = "what was told or published stays as it is"


@dataclass(frozen=True)
class Refused:
    """An event on a table, and the condition (SQL on OLD and NEW) under which it is refused."""

    table: str
    event: str
    when: str

    @property
    def name(self) -> str:
        """The name of the trigger, and of its function."""
        return f"{self.table}_no_{self.event.lower()}"


def _published(row: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM initiatives_charterversion v"  # noqa: S608 -- row is NEW or OLD
        f" WHERE v.id = {row}.version_id AND v.published_on IS NOT NULL)"
    )


TOLD = "initiatives_timelineentry"
VERSION = "initiatives_charterversion"
COMMITMENT = "initiatives_commitment"
KEPT = ("initiative_id", "number", "title", "preamble", "threshold", "published_on")
REFUSED = (
    Refused(
        TOLD,
        "UPDATE",
        "NOT (NEW.text = '' AND NEW.id = OLD.id AND NEW.initiative_id = OLD.initiative_id"
        " AND NEW.day = OLD.day AND NEW.written_at = OLD.written_at)",
    ),
    Refused(TOLD, "DELETE", "1 = 1"),
    Refused(
        VERSION,
        "UPDATE",
        "OLD.published_on IS NOT NULL AND (NEW.published_on IS NULL"
        " OR COALESCE(NEW.renewed_every, 0) <> COALESCE(OLD.renewed_every, 0)"
        f"{''.join(f' OR NEW.{column} <> OLD.{column}' for column in KEPT)})",
    ),
    Refused(VERSION, "DELETE", "OLD.published_on IS NOT NULL"),
    Refused(COMMITMENT, "INSERT", _published("NEW")),
    Refused(COMMITMENT, "UPDATE", f"{_published('OLD')} OR {_published('NEW')}"),
    Refused(COMMITMENT, "DELETE", _published("OLD")),
)


def sealing(vendor: str) -> Iterator[str]:
    """Yield the statements that seal on this kind of database."""
    for each in REFUSED:
        trigger = f"CREATE TRIGGER {each.name} BEFORE {each.event} ON {each.table} FOR EACH ROW "
        if vendor == "sqlite":
            yield f"{trigger}WHEN {each.when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        else:
            yield (
                f"CREATE FUNCTION {each.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" IF {each.when} THEN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';"
                f" END IF; RETURN {'OLD' if each.event == 'DELETE' else 'NEW'}; END $$"
            )
            yield f"{trigger}EXECUTE FUNCTION {each.name}()"


def unsealing(vendor: str) -> Iterator[str]:
    """Yield the statements that undo ``sealing``."""
    for each in REFUSED:
        yield f"DROP TRIGGER IF EXISTS {each.name}{'' if vendor == 'sqlite' else f' ON {each.table}'}"
        if vendor != "sqlite":
            yield f"DROP FUNCTION IF EXISTS {each.name}()"
