"""How a line of the server's log is written: one line an event, in UTC, without secrets.

Personal links carry their secret in the path, and the framework logs the paths that it refuses. What is long
enough to be such a secret is cut; what a visitor typed cannot begin a line of its own. A line about a request
says whose it was: the number of whoever was signed in, and the network address it came from.
"""

import logging
import re
from datetime import UTC, datetime

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest

SECRET = re.compile(r"(?<=[/=])[A-Za-z0-9_:.\-]{20,}")
KEPT = 4


def without_secrets(text: str) -> str:
    """Return a text whose long path segments and parameters are cut after a few characters."""
    return SECRET.sub(lambda found: found.group()[:KEPT] + "…", text)


def whose(request: HttpRequest) -> str:
    """Tell whose a request was, without asking the database: a session that nobody read yet names nobody."""
    # The apps are not ready when logging is.
    from maillage.core.accounts.visitors import place_of

    session = getattr(request, "session", None)
    person = session.get(SESSION_KEY) if session is not None and session.accessed else None
    return f"by {f'person {person}' if person else 'a visitor'} from {place_of(request)}"


def without_the_trace_of_a_refusal(record: logging.LogRecord) -> bool:
    """Keep every line, and the trace of what broke alone: that of a refusal says nothing of who asked."""
    if record.levelno < logging.ERROR:
        record.exc_info = None
    return True


class LineFormatter(logging.Formatter):
    """Escapes control characters and cuts secrets in the message; a traceback follows as it is."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802 -- the library's signature
        """Write the instant in UTC, whatever the machine's own time zone."""
        return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 -- the name is the library's
        """Write the line itself."""
        message = "".join(
            character if character.isprintable() else repr(character)[1:-1] for character in record.message
        )
        request = getattr(record, "request", None)
        told = f" {whose(request)}" if isinstance(request, HttpRequest) else ""
        record.message = without_secrets(message) + told
        return super().formatMessage(record)
