"""Opening hours as people write them, « 9 h – 12 h, 14 h – 18 h », and as they are kept and read.

A stretch may run past midnight, « 20 h – 2 h »: it belongs to the evening when it opens, and ends that day.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import time

from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Stretch = tuple[int, str, str]
_DAY = 24 * 60
# What closes later in the morning, or stays open longer, is a slip of the pen rather than a night.
_LATEST_MORNING = 6 * 60
_LONGEST_NIGHT = 16 * 60
_STRETCH = re.compile(
    r"\s*(\d{1,2})\s*[h:]?\s*(\d{2})?\s*(?:-|–|—|à|a|to)\s*(\d{1,2})\s*[h:]?\s*(\d{2})?\s*", re.IGNORECASE
)


def read_day(day: int, text: str) -> list[Stretch]:
    """Return the stretches of a day, 1 (Monday) to 7; ValueError says what cannot be read."""
    stretches: list[Stretch] = []
    free_from = 0
    for part in re.split(r"[,;]|\bet\b|\band\b", text):
        if not part.strip():
            continue
        found = _STRETCH.fullmatch(part)
        if not found:
            raise ValueError(part.strip())
        opens = int(found[1]) * 60 + _minutes(found[2])
        closes = _closing(opens, int(found[3]) * 60 + _minutes(found[4]))
        if not free_from <= opens < min(closes, _DAY):
            raise ValueError(part.strip())
        free_from = closes
        stretches.append((day, _clock(opens), _clock(closes % _DAY)))
    return stretches


def _minutes(text: str | None) -> int:
    """Return minutes of an hour; beyond fifty-nine, so many that no day holds them."""
    minutes = int(text or 0)
    return minutes if minutes < 60 else 2 * _DAY


def _closing(opens: int, closes: int) -> int:
    """Return when a stretch closes, in minutes since its day began; 0 when it cannot close then."""
    if opens < closes <= _DAY:
        return closes
    if closes == 0 or (closes <= _LATEST_MORNING and closes + _DAY - opens <= _LONGEST_NIGHT):
        return closes + _DAY
    return 0


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def write_day(hours: Iterable[Sequence[object]], day: int) -> str:
    """Return the stretches of a day as a person would type them: « 9 h – 12 h 30, 14 h – 18 h »."""
    return ", ".join(
        f"{_typed(str(opens))} – {_typed('24:00' if closes == '00:00' else str(closes))}"
        for each, opens, closes in hours
        if each == day
    )


def lines(hours: Iterable[Sequence[object]]) -> list[tuple[str, str]]:
    """Return what a page shows: the name of each open day, and its stretches in words."""
    kept = [(int(str(day)), str(opens), str(closes)) for day, opens, closes in hours]
    return [
        (
            str(WEEKDAYS[day - 1]).lower(),
            ", ".join(_in_words(opens, closes) for each, opens, closes in kept if each == day),
        )
        for day in sorted({day for day, _opens, _closes in kept})
    ]


def _in_words(opens: str, closes: str) -> str:
    past_midnight = "00:00" < closes < opens
    words = _("%(opens)s to %(closes)s the next day") if past_midnight else _("%(opens)s to %(closes)s")
    return words % {"opens": _shown(opens), "closes": _shown(closes)}


def _typed(clock: str) -> str:
    hour, minute = clock.split(":")
    return f"{int(hour)} h {minute}" if minute != "00" else f"{int(hour)} h"


def _shown(clock: str) -> str:
    return time_format(time.fromisoformat(clock), pgettext("time format", "H:i"))
