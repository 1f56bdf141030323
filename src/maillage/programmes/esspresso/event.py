"""The event that meetings are planned for: its hours, its guests, and what the planner is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from maillage.engines.meetings import Problem

DAY_MINUTES = 24 * 60


def minutes_of(hour: time) -> int:
    """Minutes since midnight."""
    return hour.hour * 60 + hour.minute


@dataclass(frozen=True, slots=True)
class Pause:
    """No meeting is held between these hours."""

    start: time
    end: time


def hour_of(text: str) -> time:
    """The hour written « 9:30 », « 9h30 » or « 9 h ». Raises `ValueError`."""
    hours, _separator, minutes = text.strip().lower().replace(" ", "").replace("h", ":").partition(":")
    return time(int(hours), int(minutes or 0))


def pause_of(text: str) -> Pause:
    """The pause written « 10:00-10:15 ». Raises `ValueError`."""
    opens, closes = text.split("-")
    return Pause(hour_of(opens), hour_of(closes))


@dataclass(frozen=True, slots=True)
class Timetable:
    """When slots are: `slots` meetings of `minutes`, `gap` minutes apart, pushed after the pauses they meet.

    `day` is None when the organiser has not set the date yet.
    """

    slots: int
    start: time = time(9)
    minutes: int = 15
    gap: int = 0
    pauses: tuple[Pause, ...] = ()
    day: date | None = None

    def start_minutes(self) -> tuple[int, ...]:
        """Start of each slot, in minutes since midnight (past 1440: the event runs into the next day)."""
        starts, clock = [], minutes_of(self.start)
        pauses = sorted((minutes_of(pause.start), minutes_of(pause.end)) for pause in self.pauses)
        for _ in range(self.slots):
            for opens, closes in pauses:
                if clock < closes and clock + self.minutes > opens:
                    clock = closes
            starts.append(clock)
            clock += self.minutes + self.gap
        return tuple(starts)

    @property
    def fits_in_the_day(self) -> bool:
        """True when the last slot ends before midnight."""
        starts = self.start_minutes()
        return not starts or starts[-1] + self.minutes <= DAY_MINUTES

    def starts(self) -> tuple[time, ...]:
        """Hour at which each slot starts."""
        return tuple(time(*divmod(start, 60)) for start in self.start_minutes())

    def moment(self, slot: int) -> datetime:
        """Local date and hour (naive) at which a slot starts, counted from 1. The day must be known."""
        if self.day is None:
            raise ValueError("the day of the event is not known")
        return datetime.combine(self.day, self.starts()[slot - 1])

    def end(self) -> time:
        """Hour at which the last slot ends."""
        midnight = datetime.combine(date.min, time())
        return (midnight + timedelta(minutes=self.start_minutes()[-1] + self.minutes)).time()


@dataclass(frozen=True, slots=True)
class Guest:
    """What people need to recognise a structure on paper and screen. `code` is the participant's code."""

    code: str
    name: str
    activity: str = ""
    town: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """An event ready to be planned."""

    title: str
    place: str
    timetable: Timetable
    guests: tuple[Guest, ...]
    problem: Problem

    @property
    def names(self) -> Mapping[str, str]:
        """Name of each structure by its code."""
        return {guest.code: guest.name for guest in self.guests}
