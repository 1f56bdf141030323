"""The database of each worker of the suite: one runs the migrations, the others copy what they made.

A hundred migrations take longer than most folders of tests. Without workers, and for the first of them, the
database is made as usual.
"""

import fcntl
import os
import shutil
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

TEMPLATE = "maillage_template"
_lock: Any = None


def copy_of_another() -> bool:
    """Put a copy of what another worker made where Django looks for its test database; False when none did.

    Whoever comes first keeps the others waiting until ``offer_to_others``.
    """
    global _lock  # noqa: PLW0603 -- held from one step of the session to another
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return False
    _lock = (_folder() / "migrations.lock").open("w")
    fcntl.flock(_lock, fcntl.LOCK_EX)
    if not _made().exists():
        return False
    name = str(connection.settings_dict["TEST"]["NAME"])
    if connection.vendor == "sqlite":
        shutil.copyfile(_made(), name)
    else:
        _make_database(name, TEMPLATE)
    _lock.close()
    return True


def offer_to_others() -> None:
    """Let the other workers copy the database that the migrations have just made; nobody is connected."""
    if _lock is None or _lock.closed:
        return
    name = str(connection.settings_dict["NAME"])
    connection.close()
    if connection.vendor == "sqlite":
        # Closed by its only user, the file holds everything: nothing is left beside it.
        shutil.copyfile(name, _made())
    else:
        _make_database(TEMPLATE, name)
        _made().touch()
    _lock.close()


def _folder() -> Path:
    return Path(os.environ["MAILLAGE_TEST_VAR"])


def _made() -> Path:
    return _folder() / "template"


def _make_database(name: str, template: str) -> None:
    told = connection.settings_dict
    where = {"host": told["HOST"] or told["OPTIONS"].get("host", ""), "user": told["USER"]}
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as cluster:
        cluster.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cluster.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
