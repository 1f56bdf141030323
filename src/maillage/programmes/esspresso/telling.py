"""Says a plan in words: hours, days, why people meet, how good the plan is."""

from datetime import date, time

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from maillage.programmes.esspresso.agenda import Agenda, Rest, Why
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.event import Event, Guest, Timetable


def clock(hour: time) -> str:
    """« 14 h 00 », for columns of hours."""
    return _("%(hour)d:%(minute)s") % {"hour": hour.hour, "minute": f"{hour.minute:02d}"}


def hour(moment: time) -> str:
    """« 14 h 30 » or « 14 h », within a sentence."""
    if moment.minute:
        return clock(moment)
    return _("%(hour)d:00") % {"hour": moment.hour}


def long_day(day: date) -> str:
    """« jeudi 26 novembre 2026 »."""
    return dateformat.format(day, _("l, j F Y"))


def span(timetable: Timetable) -> str:
    """« de 14 h à 16 h »."""
    # Days are told « du … au … » elsewhere, hours are not.
    return pgettext("hours", "from %(start)s to %(end)s") % {
        "start": hour(timetable.start),
        "end": hour(timetable.end()),
    }


def occasion(event: Event) -> str:
    """« ESSpresso du Grand Nancy, jeudi 26 novembre 2026, de 14 h à 16 h »."""
    parts = [event.title or _("ESSpresso")]
    if event.timetable.day:
        parts.append(long_day(event.timetable.day))
    return ", ".join([*parts, span(event.timetable)])


def size(planning: Planning) -> str:
    """« 48 structures, 240 participations (120 rendez-vous à deux) »."""
    structures = len(planning.event.guests)
    meetings = len(planning.solution.meetings)
    return _("%(structures)s, %(participations)s (%(meetings)s)") % {
        "structures": ngettext("%(n)d structure", "%(n)d structures", structures) % {"n": structures},
        "participations": ngettext("%(n)d participation", "%(n)d participations", 2 * meetings)
        % {"n": 2 * meetings},
        "meetings": ngettext("%(n)d meeting of two", "%(n)d meetings of two", meetings) % {"n": meetings},
    }


def why(reason: Why) -> str:
    """Why the reader of an agenda has this meeting."""
    return {
        Why.BOTH: _("You both wished for it."),
        Why.MINE: _("You had wished for it."),
        Why.THEIRS: _("This structure wished to see you."),
        Why.IMPOSED: _("Proposed by the organisers."),
        Why.AGREED: _("Meeting agreed beforehand."),
        Why.NOBODY: _("A discovery: neither had asked for it."),
    }[reason]


def about(guest: Guest) -> str:
    """« Brasserie, Custines »."""
    return ", ".join(part for part in (guest.activity, guest.town) if part)


def rest(row: Rest) -> str:
    """« Libre 30 minutes »."""
    if row.pause:
        return ngettext("Pause of %(n)d minute.", "Pause of %(n)d minutes.", row.minutes) % {"n": row.minutes}
    return ngettext("Free for %(n)d minute.", "Free for %(n)d minutes.", row.minutes) % {"n": row.minutes}


def agenda_lead(agenda: Agenda, minutes: int) -> str:
    """« Vous avez 5 rendez-vous de 15 minutes. Le premier est à 14 h, table 11. »"""
    count = len(agenda.appointments)
    if not count:
        return _("You have no meeting in this schedule. Ask the organisers: places may open on the day.")
    first = agenda.appointments[0]
    have = ngettext(
        "You have %(n)d meeting of %(minutes)d minutes, at %(hour)s, table %(table)s.",
        "You have %(n)d meetings of %(minutes)d minutes. The first is at %(hour)s, table %(table)s.",
        count,
    )
    return have % {"n": count, "minutes": minutes, "hour": hour(first.start), "table": first.table}


def decimal(number: float, digits: int = 2) -> str:
    """« 0,12 », the decimal comma being the translators'."""
    whole, _point, decimals = f"{number:.{digits}f}".partition(".")
    return _("%(whole)s.%(decimals)s") % {"whole": whole, "decimals": decimals}


def percent(share: float, digits: int = 1) -> str:
    """« 1,3 % », the decimal comma and the spaces being the translators'."""
    whole, _point, decimals = f"{100 * share:.{digits}f}".partition(".")
    if not decimals.strip("0"):
        return _("%(whole)s%%") % {"whole": whole}
    return _("%(whole)s.%(decimals)s%%") % {"whole": whole, "decimals": decimals}


def in_words(number: int) -> str:
    """Small numbers in words, as a title reads them; the others in figures."""
    words = ("0", _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"))
    return words[number] if 0 < number < len(words) else str(number)


def step(name: str) -> str:
    """What the planner is doing, for those who wait."""
    return {
        "pairing": _("Choosing who meets whom"),
        "fairness": _("Serving the worst served"),
        "slots": _("Giving each meeting its slot"),
        "seating": _("Giving each meeting its table"),
        "reasons": _("Finding why the other wishes are refused"),
    }.get(name, _("Looking for a better plan"))
