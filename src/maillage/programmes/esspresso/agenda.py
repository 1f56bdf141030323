"""Each structure's own morning: whom it meets, when, where and why, and when it is free."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from itertools import pairwise

from maillage.engines.meetings import Meeting
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.event import Guest


class Why(StrEnum):
    """Why two structures meet, as one of them reads it. A refusal is never a reason here."""

    BOTH = "both"
    MINE = "mine"
    THEIRS = "theirs"
    IMPOSED = "imposed"
    AGREED = "agreed"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Appointment:
    """One meeting seen by one side. `start` is a local hour."""

    slot: int
    start: time
    table: str
    other: Guest
    why: Why
    request: str = ""

    @property
    def wished(self) -> bool:
        """True when the reader wished for it."""
        return self.why in {Why.BOTH, Why.MINE}


@dataclass(frozen=True, slots=True)
class Rest:
    """Time between two meetings without one: it starts at `start` and lasts `minutes`, pauses included.
    `pause` when nobody meets anybody then."""

    start: time
    minutes: int
    pause: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """What one structure does at the event."""

    guest: Guest
    appointments: tuple[Appointment, ...]
    rests: tuple[Rest, ...]
    wishes: int

    @property
    def granted(self) -> int:
        """How many of its own wishes it obtains."""
        return sum(appointment.wished for appointment in self.appointments)

    @property
    def tables(self) -> frozenset[str]:
        """The tables where it sits."""
        return frozenset(appointment.table for appointment in self.appointments)

    @property
    def rows(self) -> tuple[Appointment | Rest, ...]:
        """Meetings and rests in the order of the day."""
        return tuple(sorted((*self.appointments, *self.rests), key=lambda row: row.start))


def agendas(planning: Planning) -> tuple[Agenda, ...]:
    """The agenda of every structure, in the order of the list of participants."""
    event = planning.event
    guests = {guest.code: guest for guest in event.guests}
    starts = event.timetable.starts()
    imposed = {frozenset((demand.a, demand.b)) for demand in planning.pins}
    held: defaultdict[str, list[Appointment]] = defaultdict(list)
    for meeting in sorted(planning.solution.meetings, key=lambda meeting: (meeting.slot, meeting.table)):
        for me, other in ((meeting.a, meeting.b), (meeting.b, meeting.a)):
            why = _why(meeting, me, frozenset((me, other)) in imposed)
            start = starts[meeting.slot - 1]
            appointment = Appointment(meeting.slot, start, meeting.table, guests[other], why, meeting.request)
            held[me].append(appointment)
    wishes: Mapping[str, int] = _wishes_by_source(planning)
    return tuple(
        Agenda(guest, tuple(held[guest.code]), _rests(planning, held[guest.code]), wishes.get(guest.code, 0))
        for guest in event.guests
    )


def _wishes_by_source(planning: Planning) -> dict[str, int]:
    count: defaultdict[str, int] = defaultdict(int)
    for wish in planning.event.problem.wishes:
        count[wish.source] += 1
    return dict(count)


def _why(meeting: Meeting, me: str, imposed: bool) -> Why:
    if meeting.request:
        return Why.AGREED
    if len(set(meeting.asked_by)) == 2:
        return Why.BOTH
    if meeting.asked_by:
        return Why.MINE if me in meeting.asked_by else Why.THEIRS
    return Why.IMPOSED if imposed else Why.NOBODY


def _rests(planning: Planning, held: list[Appointment]) -> tuple[Rest, ...]:
    """Pauses, slots, or whole rows of slots, without a meeting between the first and the last one."""
    timetable = planning.event.timetable
    starts = timetable.start_minutes()
    slots = sorted({appointment.slot for appointment in held})
    rests = []
    for before, after in pairwise(slots):
        pause = after == before + 1
        opens = starts[before - 1] + timetable.minutes + timetable.gap if pause else starts[before]
        if opens < starts[after - 1]:
            rests.append(Rest(time(*divmod(opens, 60)), starts[after - 1] - opens, pause=pause))
    return tuple(rests)
