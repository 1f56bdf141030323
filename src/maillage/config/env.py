"""Typed reading of the environment, the only source of settings.

A value that cannot be understood stops the start with a sentence that names the variable:
a wrong setting found at start costs a minute, found in production it costs a day.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on", "oui"}
NO = {"0", "false", "no", "off", "non", ""}


def text(name: str, default: str = "") -> str:
    """Return the variable; ``NAME_FILE`` names a file that holds it instead (secrets)."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {file} cannot be read ({error.strerror}).") from error
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """Return a yes/no variable."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in YES:
        return True
    if value.strip().lower() in NO:
        return False
    raise ImproperlyConfigured(f"{name}: « {value} » is neither yes nor no.")


def number(name: str, default: int) -> int:
    """Return a whole number."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: « {value} » is not a whole number.") from error


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(url: str, *, durable: bool) -> dict[str, Any]:
    """Turn ``sqlite:///absolute/path`` or ``postgresql://user:password@host:port/name`` into settings.

    SQLite's options are those that gave no lock error at 200 writers: write-ahead log, transactions
    that take the write lock at once, 20 s of patience. ``durable`` keeps every acknowledged commit
    through a power cut (``synchronous=FULL``).

    PostgreSQL ends a session that stays 30 s in a transaction without asking for anything: a process frozen
    there would keep its locks for ever, and no transaction of ours waits for a person, a solver or a network.
    ``?options=…`` in the address replaces it.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        synchronous = "FULL" if durable else "NORMAL"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path),
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    f"PRAGMA journal_mode=WAL;PRAGMA synchronous={synchronous};"
                    "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;"
                    "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY"
                ),
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "options": "-c idle_in_transaction_session_timeout=30s",
                **dict(parse_qsl(parts.query)),
            },
        }
    raise ImproperlyConfigured(
        f"DATABASE_URL: « {parts.scheme} » is not known; use sqlite:///absolute/path or postgresql://…"
    )
