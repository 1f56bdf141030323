"""Opening hours of town halls, in words."""

from datetime import time

from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

# The directory writes the days in French.
_DAYS = {
    name: number
    for number, name in enumerate(("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"))
}


def opening_lines(hours: list[tuple[str, str, list[tuple[str, str]]]]) -> list[tuple[str, list[str]]]:
    """Return lines such as ``("du lundi au jeudi", ["de 8 h 30 à 12 h 00"])``; other days stay as written."""
    return [
        (_days(first, last), [_stretch(*stretch) for stretch in stretches])
        for first, last, stretches in hours
    ]


def _days(first: str, last: str) -> str:
    if first == last:
        return _day(first)
    return _("%(first)s to %(last)s") % {"first": _day(first), "last": _day(last)}


def _day(name: str) -> str:
    return str(WEEKDAYS[_DAYS[name]]).lower() if name in _DAYS else name


def _stretch(opens: str, closes: str) -> str:
    return _("from %(opens)s to %(closes)s") % {"opens": _clock(opens), "closes": _clock(closes)}


def _clock(text: str) -> str:
    return time_format(time.fromisoformat(text), pgettext("time format", "H:i"))
