"""The antivirus daemon (ClamAV's clamd), when the portal names one (setting ``ANTIVIRUS``).

A file is handed over by the command INSTREAM, in pieces that each say their length first; nothing is written
to a disk on the way. The setting is ``host:port``, or the path of a socket of this machine.
"""

import socket
import struct
from collections.abc import Iterable

from django.conf import settings

PATIENCE = 20.0  # seconds
LONGEST_ANSWER = 4096  # bytes


class AntivirusError(Exception):
    """The antivirus did not answer, or not as it should: nothing is known of the file."""


def is_on() -> bool:
    """Tell whether the portal names an antivirus."""
    return bool(settings.ANTIVIRUS)


def harm_in(pieces: Iterable[bytes]) -> str:
    """Return the name of what was found in a file, empty when nothing was. Raises AntivirusError."""
    try:
        with _line() as line:
            line.sendall(b"zINSTREAM\0")
            for piece in pieces:
                if piece:
                    line.sendall(struct.pack("!L", len(piece)) + piece)
            line.sendall(struct.pack("!L", 0))
            answer = _answer(line)
    except (OSError, ValueError) as error:
        raise AntivirusError(type(error).__name__) from error
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise AntivirusError(answer[:100])


def _line() -> socket.socket:
    place: str = settings.ANTIVIRUS
    if place.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(PATIENCE)
        line.connect(place)
        return line
    host, _colon, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER and (more := line.recv(LONGEST_ANSWER)):
        said += more
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()
