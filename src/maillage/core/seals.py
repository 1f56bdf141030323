"""Triggers by which the database itself keeps rows as they were written, on SQLite and on PostgreSQL.

They stop mistakes, scripts and a stolen application password used through SQL, not the owner of the database,
who can drop a trigger. A migration that changes a sealed table unseals first and seals last: SQLite drops the
triggers of a table that it makes again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Refused:
    """An event on the rows of a table that is refused; ``when`` narrows it, in SQL on OLD and NEW."""

    table: str
    event: str
    when: str = ""

    @property
    def name(self) -> str:
        """The name of the trigger, and of its function."""
        return f"{self.table}_no_{self.event.lower()}"


class Seals:
    """What is refused of some tables, and what the database answers to whoever tries."""

    def __init__(self, refusal: str, *refused: Refused) -> None:
        self.refusal = refusal
        self._rows = refused
        # Rows that may never be removed are not removed all at once either; SQLite has no such event.
        self._tables = tuple(
            Refused(each.table, "TRUNCATE") for each in refused if each.event == "DELETE" and not each.when
        )

    def sealing(self, vendor: str) -> Iterator[str]:
        """Yield the statements that seal on this kind of database."""
        for each in self._refused(vendor):
            event = f"CREATE TRIGGER {each.name} BEFORE {each.event} ON {each.table}"
            if vendor == "sqlite":
                when = f" WHEN {each.when}" if each.when else ""
                yield f"{event} FOR EACH ROW{when} BEGIN SELECT RAISE(ABORT, '{self.refusal}'); END"
                continue
            refuse = f"RAISE EXCEPTION '{self.refusal}' USING ERRCODE = 'restrict_violation';"
            if each.when:
                # Not the trigger's own WHEN, which cannot ask other tables.
                row = "OLD" if each.event == "DELETE" else "NEW"
                refuse = f"IF {each.when} THEN {refuse} END IF; RETURN {row};"
            yield (
                f"CREATE OR REPLACE FUNCTION {each.name}() RETURNS trigger LANGUAGE plpgsql"
                f" AS $$ BEGIN {refuse} END $$"
            )
            each_time = "STATEMENT" if each.event == "TRUNCATE" else "ROW"
            yield f"{event} FOR EACH {each_time} EXECUTE FUNCTION {each.name}()"

    def unsealing(self, vendor: str) -> Iterator[str]:
        """Yield the statements that undo ``sealing``."""
        for each in self._refused(vendor):
            if vendor == "sqlite":
                yield f"DROP TRIGGER IF EXISTS {each.name}"
            else:
                yield f"DROP TRIGGER IF EXISTS {each.name} ON {each.table}"
                yield f"DROP FUNCTION IF EXISTS {each.name}()"

    def seal(self, _apps: Any, schema_editor: Any) -> None:
        """Seal, as a step of a migration."""
        for statement in self.sealing(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def unseal(self, _apps: Any, schema_editor: Any) -> None:
        """Unseal, as a step of a migration."""
        for statement in self.unsealing(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def _refused(self, vendor: str) -> tuple[Refused, ...]:
        return self._rows if vendor == "sqlite" else (*self._rows, *self._tables)
