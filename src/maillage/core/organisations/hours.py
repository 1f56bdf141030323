"""Opening hours as people write them, « 9 h – 12 h, 14 h – 18 h », and as they are kept and read."""

import re
from collections.abc import Iterable, Sequence
from datetime import time

from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Stretch = tuple[int, str, str]
_STRETCH = re.compile(
    r"\s*(\d{1,2})\s*[h:]?\s*(\d{2})?\s*(?:-|–|à|a|to)\s*(\d{1,2})\s*[h:]?\s*(\d{2})?\s*", re.IGNORECASE
)


def read_day(day: int, text: str) -> list[Stretch]:
    """Return the stretches of a day, 1 (Monday) to 7; ValueError says what cannot be read."""
    stretches: list[Stretch] = []
    for part in re.split(r"[,;]|\bet\b|\band\b", text):
        if not part.strip():
            continue
        found = _STRETCH.fullmatch(part)
        if not found:
            raise ValueError(part.strip())
        try:
            opens = time(int(found[1]), int(found[2] or 0))
            closes = time(int(found[3]) % 24, int(found[4] or 0))
        except ValueError:
            raise ValueError(part.strip()) from None
        if (closes != time(0) and closes <= opens) or (stretches and f"{opens:%H:%M}" < stretches[-1][2]):
            raise ValueError(part.strip())
        stretches.append((day, f"{opens:%H:%M}", f"{closes:%H:%M}"))
    return stretches


def write_day(hours: Iterable[Sequence[object]], day: int) -> str:
    """Return the stretches of a day as a person would type them: « 9 h – 12 h 30, 14 h – 18 h »."""
    return ", ".join(
        f"{_typed(str(opens))} – {_typed(str(closes))}" for each, opens, closes in hours if each == day
    )


def lines(hours: Iterable[Sequence[object]]) -> list[tuple[str, str]]:
    """Return what a page shows: the name of each open day, and its stretches in words."""
    kept = [(int(str(day)), str(opens), str(closes)) for day, opens, closes in hours]
    return [
        (
            str(WEEKDAYS[day - 1]).lower(),
            ", ".join(
                _("%(opens)s to %(closes)s") % {"opens": _shown(opens), "closes": _shown(closes)}
                for each, opens, closes in kept
                if each == day
            ),
        )
        for day in sorted({day for day, _opens, _closes in kept})
    ]


def _typed(clock: str) -> str:
    hour, minute = clock.split(":")
    return f"{int(hour)} h {minute}" if minute != "00" else f"{int(hour)} h"


def _shown(clock: str) -> str:
    return time_format(time.fromisoformat(clock), pgettext("time format", "H:i"))
