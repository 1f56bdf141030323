"""What a plan made again changes for each structure that is there, to announce it or print it."""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from maillage.engines.meetings import Meeting
from maillage.programmes.esspresso import telling
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.event import Guest


class Kind(StrEnum):
    """What happens to a meeting."""

    DROPPED = "dropped"
    MOVED = "moved"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Change:
    """One meeting of a structure that changes: with whom, as it was and as it is (None: there is none)."""

    kind: Kind
    other: Guest
    was: Meeting | None
    now: Meeting | None

    @property
    def slot(self) -> int:
        """The round at which people have to know it."""
        return min(meeting.slot for meeting in (self.was, self.now) if meeting)


@dataclass(frozen=True, slots=True)
class Announcement:
    """The changes of one structure, in the order of the rounds."""

    guest: Guest
    changes: tuple[Change, ...]


def announcements(planning: Planning) -> tuple[Announcement, ...]:
    """Those of the structures still there, by name. Nothing says why a meeting changes."""
    replanned = planning.replanned
    if replanned is None:
        return ()
    guests = {guest.code: guest for guest in planning.event.guests}
    there = {
        participant.code
        for participant in planning.event.problem.participants
        if participant.slots is None or any(slot >= replanned.from_slot for slot in participant.slots)
    }
    found: defaultdict[str, list[Change]] = defaultdict(list)
    changes: list[tuple[Kind, Meeting | None, Meeting | None]] = [
        *((Kind.DROPPED, meeting, None) for meeting in replanned.dropped),
        *((Kind.MOVED, was, now) for was, now in replanned.moved),
        *((Kind.ADDED, None, meeting) for meeting in replanned.added),
    ]
    for kind, was, now in changes:
        meeting = now or was
        if meeting is not None:
            for code, other in ((meeting.a, meeting.b), (meeting.b, meeting.a)):
                found[code].append(Change(kind, guests[other], was, now))
    return tuple(
        Announcement(guests[code], tuple(sorted(found[code], key=lambda change: change.slot)))
        for code in sorted(found.keys() & there, key=lambda code: guests[code].name.casefold())
    )


def sentence(change: Change, planning: Planning) -> str:
    """« 14 h 30, table 3 : nouveau rendez-vous avec Bocalune. »"""
    starts = planning.event.timetable.starts()
    facts = {"name": change.other.name}
    for key, meeting in (("old", change.was), ("new", change.now)):
        if meeting is not None:
            facts[f"{key}_hour"] = telling.hour(starts[meeting.slot - 1])
            facts[f"{key}_table"] = meeting.table
    if change.kind is Kind.DROPPED:
        return _("%(old_hour)s: your meeting with %(name)s is cancelled.") % facts
    if change.kind is Kind.ADDED:
        return _("%(new_hour)s, table %(new_table)s: new meeting with %(name)s.") % facts
    if change.was and change.now and change.was.slot == change.now.slot:
        words = _("%(new_hour)s: you meet %(name)s at table %(new_table)s, no longer at %(old_table)s.")
    else:
        words = _("%(new_hour)s, table %(new_table)s: you meet %(name)s then, no longer at %(old_hour)s.")
    return words % facts


def title(planning: Planning) -> str:
    """« Ce qui change à partir de 14 h 30 (tour 3) »."""
    replanned = planning.replanned
    if replanned is None or replanned.from_slot == 1:
        return _("What changes")
    start = planning.event.timetable.starts()[replanned.from_slot - 1]
    return _("What changes from %(hour)s on (round %(round)d)") % {
        "hour": telling.hour(start),
        "round": replanned.from_slot,
    }


def nothing() -> str:
    """What is announced when nothing changes."""
    return _("Nothing changes for those who are there: every agenda stays as it is.")
