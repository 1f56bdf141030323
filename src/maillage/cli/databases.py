"""Copies of the database, on both kinds: taken while others write, and put back in one step.

A restore never works on the live database: the copy is loaded aside, Django is pointed to it to bring it up
to date, and it takes the place of the live one at the very end.
"""

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from maillage.cli.errors import CommandError
from maillage.cli.language import gettext as _

# Options of Django's connection that PostgreSQL's library does not know.
FOR_DJANGO_ALONE = {"client_encoding", "cursor_factory", "context", "prepare_threshold"}
TABLES_OF_SQLITE = (
    "SELECT name FROM sqlite_master WHERE type = 'table' "
    "AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
)
TABLES_OF_POSTGRESQL = (
    "SELECT table_name::text FROM information_schema.tables "
    "WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name"
)


class Database(Protocol):
    """One kind of database."""

    kind: str

    def snapshot(self, copy: Path) -> dict[str, int]:
        """Write the database of one instant to ``copy``; return the number of rows of each table."""

    def staged(self, copy: Path) -> Any:
        """Return a context in which Django works on the copy; at its end the copy takes the live place."""


def current_database() -> Database:
    """Return the database that the settings name."""
    from django.db import connection  # known once Django is set up

    return Postgresql() if connection.vendor == "postgresql" else Sqlite()


@contextmanager
def django_on(name: str) -> Iterator[Any]:
    """Point Django's connection to another database of the same kind, for a while, and yield it."""
    from django.db import connection  # known once Django is set up

    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield connection
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def refuse_if_damaged(loaded: Any) -> None:
    """Raise when SQLite finds a fault in a file that it has just been given."""
    from django.db import Error  # known once Django is set up

    try:
        with loaded.cursor() as cursor:
            verdict = cursor.execute("PRAGMA integrity_check").fetchone()
    except Error as error:
        verdict = (str(error),)
    if verdict != ("ok",):
        raise CommandError(_("The database in this backup is damaged. Nothing was changed."))


class Sqlite:
    """The embedded database: one file, copied by SQLite itself."""

    kind = "sqlite"

    def __init__(self) -> None:
        from django.db import connection  # known once Django is set up

        self.path = Path(connection.settings_dict["NAME"])

    def snapshot(self, copy: Path) -> dict[str, int]:
        """Copy through a read transaction: writers go on, and are not seen."""
        from django.db import Error, connection  # known once Django is set up

        # Django's connection knows the functions that constraints call; a bare one would refuse the copy.
        own = connection.copy()
        try:
            with own.cursor() as live:
                live.execute("VACUUM INTO %s", [str(copy)])
            with closing(sqlite3.connect(copy)) as taken:
                tables = [name for (name,) in taken.execute(TABLES_OF_SQLITE)]
                return {table: taken.execute(count_of(table)).fetchone()[0] for table in tables}
        except (Error, sqlite3.Error) as error:
            raise CommandError(
                _("The database could not be copied (%(reason)s). An earlier backup is intact.")
                % {"reason": error}
            ) from error
        finally:
            own.close()

    @contextmanager
    def staged(self, copy: Path) -> Iterator[None]:
        """Work on the unpacked file, then write it over the live one in a single transaction."""
        with django_on(str(copy)) as loaded:
            refuse_if_damaged(loaded)
            yield
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with (
                closing(sqlite3.connect(copy)) as taken,
                closing(sqlite3.connect(self.path, timeout=20)) as live,
            ):
                # Every page in one step: readers see the old data or the new, and a failure leaves the old.
                taken.backup(live, pages=-1)
                live.execute("PRAGMA journal_mode=WAL")
        except sqlite3.Error as error:
            raise CommandError(
                _("The data could not be put back (%(reason)s); those that were there are intact.")
                % {"reason": error}
            ) from error


class Postgresql:
    """PostgreSQL: its own programs dump and load; the loaded copy takes the name of the live database."""

    kind = "postgresql"

    def __init__(self) -> None:
        from django.db import connection  # known once Django is set up

        parameters = connection.get_connection_params()
        self.name: str = parameters.pop("dbname")
        self.password = str(parameters.pop("password", ""))
        self.parameters = {key: value for key, value in parameters.items() if key not in FOR_DJANGO_ALONE}

    def address(self, name: str) -> str:
        """Return how PostgreSQL's programs reach a database of this server; the password travels apart."""
        from psycopg.conninfo import make_conninfo  # only needed on this kind of database

        return make_conninfo(dbname=name, **self.parameters)

    def connect(self, name: str, **options: Any) -> Any:
        """Connect outside of Django's own connection."""
        import psycopg  # only needed on this kind of database

        return psycopg.connect(self.address(name), password=self.password or None, **options)

    def run(self, program: str, arguments: Sequence[str], *, failure: str) -> None:
        """Run one of PostgreSQL's programs; say what to install when it is missing."""
        found = shutil.which(program)
        if found is None:
            raise CommandError(
                _("%(program)s is missing: install « postgresql-client ». Nothing was changed.")
                % {"program": program}
            )
        done = subprocess.run(  # noqa: S603 -- found on the path of the person who runs the command, no shell
            [found, *arguments],
            env={**os.environ, "PGPASSWORD": self.password},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CommandError(failure % {"reason": done.stderr.strip()[-600:]})

    def snapshot(self, copy: Path) -> dict[str, int]:
        """Dump and count in the same snapshot: writers go on, and are not seen."""
        with self.connect(self.name) as live:
            live.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            (snapshot,) = live.execute("SELECT pg_export_snapshot()").fetchone()
            self.run(
                "pg_dump",
                [
                    "--format=custom",
                    "--no-owner",
                    "--no-privileges",
                    f"--snapshot={snapshot}",
                    f"--file={copy}",
                    self.address(self.name),
                ],
                failure=_("The database could not be copied (%(reason)s). An earlier backup is intact."),
            )
            tables = [name for (name,) in live.execute(TABLES_OF_POSTGRESQL)]
            return {table: live.execute(count_of(table)).fetchone()[0] for table in tables}

    @contextmanager
    def staged(self, copy: Path) -> Iterator[None]:
        """Load the dump into a database aside, then exchange the names in a single transaction."""
        aside, replaced = f"{self.name}_restoring", f"{self.name}_replaced"
        with self.connect("postgres", autocommit=True) as server:
            self.refuse_if_in_use(server)
            for left_by_a_restore_cut_short in (aside, replaced):
                server.execute(f'DROP DATABASE IF EXISTS "{left_by_a_restore_cut_short}"')
            self.create_like_the_live_one(server, aside)
            try:
                self.run(
                    "pg_restore",
                    [
                        "--no-owner",
                        "--no-privileges",
                        "--exit-on-error",
                        f"--dbname={self.address(aside)}",
                        str(copy),
                    ],
                    failure=_("The data could not be loaded (%(reason)s); those that were there are intact."),
                )
                with django_on(aside):
                    yield
                self.refuse_if_in_use(server)
                with server.transaction():
                    server.execute(f'ALTER DATABASE "{self.name}" RENAME TO "{replaced}"')
                    server.execute(f'ALTER DATABASE "{aside}" RENAME TO "{self.name}"')
                server.execute(f'DROP DATABASE "{replaced}"')
            finally:
                server.execute(f'DROP DATABASE IF EXISTS "{aside}"')

    def refuse_if_in_use(self, server: Any) -> None:
        """Raise while a web server or a worker is connected: it would go on with data that are no more."""
        from django.db import connection  # known once Django is set up

        connection.close()
        question = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
        )
        in_use = _("The database is in use: stop the web servers and the workers first. Nothing was changed.")
        # A connection just closed is still listed for an instant.
        deadline = time.monotonic() + 3
        while server.execute(question, [self.name]).fetchone() != (0,):
            if time.monotonic() > deadline:
                raise CommandError(in_use)
            time.sleep(0.1)

    def create_like_the_live_one(self, server: Any, aside: str) -> None:
        """Create an empty database with the same sorting of letters."""
        import psycopg  # only needed on this kind of database

        question = "SELECT datcollate, datctype FROM pg_database WHERE datname = %s"
        collation, letters = server.execute(question, [self.name]).fetchone()
        try:
            server.execute(
                f"CREATE DATABASE \"{aside}\" TEMPLATE template0 ENCODING 'UTF8' "
                f"LC_COLLATE '{collation}' LC_CTYPE '{letters}'"
            )
        except psycopg.errors.InsufficientPrivilege as error:
            raise CommandError(
                _("PostgreSQL refuses: this account needs the right CREATEDB. Nothing was changed.")
            ) from error


def count_of(table: str) -> str:
    """Return the question that counts the rows of a table."""
    return f'SELECT count(*) FROM "{table}"'  # noqa: S608 -- the name of a table that the database itself gave
