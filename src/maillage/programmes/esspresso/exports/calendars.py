"""A calendar file for each structure, which telephones and office suites import."""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from maillage.programmes.esspresso import telling
from maillage.programmes.esspresso.agenda import Agenda, Appointment, Why, agendas
from maillage.programmes.esspresso.document import Planning


def calendars(planning: Planning, stamp: datetime) -> dict[str, bytes]:
    """File name to .ics content, one for each structure that meets somebody; none when the day is unknown.

    `stamp` is the instant at which the plan was made. Identifiers depend on the event and the pair alone, so
    that importing a plan made again moves the meetings of the one before, and cancels those it drops.
    """
    if planning.event.timetable.day is None:
        return {}
    dropped = _dropped(planning)
    return {
        f"{_file_name(agenda)}.ics": _calendar(agenda, dropped[agenda.guest.code], planning, stamp)
        for agenda in agendas(planning)
        if agenda.appointments or dropped[agenda.guest.code]
    }


def _dropped(planning: Planning) -> defaultdict[str, list[Appointment]]:
    """The meetings that a plan made again cancels, seen by each side."""
    found: defaultdict[str, list[Appointment]] = defaultdict(list)
    guests = {guest.code: guest for guest in planning.event.guests}
    starts = planning.event.timetable.starts()
    for meeting in planning.replanned.dropped if planning.replanned else ():
        for code, other in ((meeting.a, meeting.b), (meeting.b, meeting.a)):
            start, guest = starts[meeting.slot - 1], guests[other]
            found[code].append(
                Appointment(meeting.slot, start, meeting.table, guest, Why.NOBODY, meeting.request)
            )
    return found


def _file_name(agenda: Agenda) -> str:
    text = f"{agenda.guest.code} {agenda.guest.name}"
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    # The code's digest keeps apart names that read the same once plain.
    digest = hashlib.sha256(agenda.guest.code.encode()).hexdigest()[:6]
    return f"{re.sub(r'[^A-Za-z0-9]+', '-', plain).strip('-')[:60]}-{digest}".lstrip("-")


def _calendar(agenda: Agenda, dropped: Sequence[Appointment], planning: Planning, stamp: datetime) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Maillage//ESSpresso//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", telling.occasion(planning.event))
    for appointment in agenda.appointments:
        event = _event(agenda, appointment, planning, stamp)
        event.add("description", _description(appointment))
        calendar.add_component(event)
    for appointment in dropped:
        event = _event(agenda, appointment, planning, stamp)
        event.add("status", "CANCELLED")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(agenda: Agenda, appointment: Appointment, planning: Planning, stamp: datetime) -> Event:
    event = Event()
    zone = ZoneInfo(settings.TIME_ZONE)
    start = planning.event.timetable.moment(appointment.slot).replace(tzinfo=zone).astimezone(UTC)
    event.add("uid", _identifier(agenda, appointment, planning))
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=planning.event.timetable.minutes))
    table = _("table %(table)s") % {"table": appointment.table}
    event.add("summary", _("%(name)s, %(table)s") % {"name": appointment.other.name, "table": table})
    event.add("location", vText(", ".join(part for part in (planning.event.place, table) if part)))
    return event


def _description(appointment: Appointment) -> str:
    about = telling.about(appointment.other)
    return "\n".join(part for part in (about, telling.why(appointment.why)) if part)


def _identifier(agenda: Agenda, appointment: Appointment, planning: Planning) -> str:
    event = planning.event
    pair = (agenda.guest.code, appointment.other.code, appointment.request)
    parts = (event.title, str(event.timetable.day), event.place, *pair)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32] + "@maillage"
