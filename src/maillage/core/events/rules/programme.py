"""A programme written as people write it: one line a step, with or without its hour."""

import re
from collections.abc import Iterable
from datetime import time

HOUR = re.compile(
    r"^\s*(?P<hour>[01]?\d|2[0-3])\s*(?:h|:|H)\s*(?P<minute>[0-5]\d)?\s*[-–:,]?\s+(?P<text>\S.*)$"
)

Line = tuple[time | None, str]


def read_programme(text: str) -> list[Line]:
    """Read « 14 h 30 Accueil café » line by line; a line without an hour is kept without one."""
    lines: list[Line] = []
    for raw in text.splitlines():
        if not raw.strip():
            continue
        found = HOUR.match(raw)
        if found:
            lines.append((time(int(found["hour"]), int(found["minute"] or 0)), found["text"].strip()))
        else:
            lines.append((None, raw.strip()))
    return lines


def write_programme(lines: Iterable[Line]) -> str:
    """Write a programme back as it can be read again."""
    return "\n".join(f"{at:%H:%M} {text}" if at else text for at, text in lines)
