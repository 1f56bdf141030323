"""How a line of the server's log is written: one line an event, in UTC, without secrets.

Personal links carry their secret in the path, and the framework logs the paths that it refuses. What is long
enough to be such a secret is cut; what a visitor typed cannot begin a line of its own.
"""

import logging
import re
from datetime import UTC, datetime

SECRET = re.compile(r"(?<=[/=])[A-Za-z0-9_:.\-]{20,}")
KEPT = 4


def without_secrets(text: str) -> str:
    """Return a text whose long path segments and parameters are cut after a few characters."""
    return SECRET.sub(lambda found: found.group()[:KEPT] + "…", text)


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
        record.message = without_secrets(message)
        return super().formatMessage(record)
