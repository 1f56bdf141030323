"""Papers of the event, typeset as tagged PDF. Data reach the typesetter as JSON, never as source text."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from maillage.core.ui.paper import typeset
from maillage.engines.meetings import Meeting
from maillage.programmes.esspresso import announcement, telling
from maillage.programmes.esspresso.agenda import Agenda, Rest, agendas
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.event import Event

TEMPLATES = Path(__file__).parent.parent / "paper"
# A plan of more tables than this would not be read from a corner of a page.
MOST_TABLES_DRAWN = 40
TABLES_IN_A_ROW = 5


def agendas_pdf(planning: Planning, codes: Sequence[str] | None = None) -> bytes:
    """One page for each structure, or for the chosen ones."""
    event = planning.event
    chosen = [agenda for agenda in agendas(planning) if codes is None or agenda.guest.code in codes]
    title = _("Agendas: %(event)s") % {"event": telling.occasion(event)}
    if len(chosen) == 1:
        title = _("Agenda of %(name)s") % {"name": chosen[0].guest.name}
    return _typeset(
        "agendas.typ",
        event,
        {
            "title": title,
            "footer": _("Prepared with Maillage. The organisers may still change this schedule."),
            "room": _room(event),
            "agendas": [_agenda(agenda, event) for agenda in chosen],
            "advice": [
                _("At the gong, go to your next table: the meeting starts at the hour written above."),
                _("Nobody in front of you? Raise your hand: we will find someone for you."),
                _("Something keeps you away? Tell the organisers as soon as you can."),
            ],
            "words": {
                "hour": _("Hour"),
                "table": _("Table"),
                "meet": _("You meet"),
                "notes": _("Your notes"),
                "day": _("On the day"),
                "entrance": _("Entrance"),
            },
        },
    )


def changes_pdf(planning: Planning) -> bytes:
    """What a plan made again changes, structure by structure."""
    rows = announcement.announcements(planning)
    return _typeset(
        "changes.typ",
        planning.event,
        {
            "title": announcement.title(planning),
            "lead": _("Structures that are not named here keep the agenda they have.")
            if rows
            else announcement.nothing(),
            "footer": _("Prepared with Maillage. The organisers may still change this schedule."),
            "rows": [
                {
                    "name": row.guest.name,
                    "changes": [announcement.sentence(change, planning) for change in row.changes],
                }
                for row in rows
            ],
        },
    )


def wall_plan_pdf(planning: Planning) -> bytes:
    """Who sits at which table in each slot, on A3 pages to hang on the wall."""
    event = planning.event
    held = meetings_by_place(planning)
    tables = table_names(event)
    hours = [telling.clock(start) for start in event.timetable.starts()]
    return _typeset(
        "wall.typ",
        event,
        {
            "title": _("Who meets whom, table by table"),
            "slots": [
                {"number": _("Round %(n)d") % {"n": n}, "hour": hour} for n, hour in enumerate(hours, 1)
            ],
            "rows": [
                {
                    "table": table,
                    "cells": [
                        [name for meeting in held[slot, table] for name in _pair(meeting, event)]
                        for slot in event.problem.slots
                    ],
                }
                for table in tables
            ],
            "words": {"table": _("Table")},
        },
    )


def table_cards_pdf(planning: Planning) -> bytes:
    """A card to stand on each table, with its number and its meetings."""
    event = planning.event
    starts = event.timetable.starts()
    cards: dict[str, list[dict[str, object]]] = {name: [] for name in table_names(event)}
    for meeting in sorted(planning.solution.meetings, key=lambda meeting: meeting.slot):
        row: dict[str, object] = {
            "hour": telling.clock(starts[meeting.slot - 1]),
            "names": _pair(meeting, event),
        }
        cards.setdefault(meeting.table, []).append(row)
    return _typeset(
        "cards.typ",
        event,
        {
            "title": _("Table cards"),
            "cards": [{"table": name, "rows": rows} for name, rows in cards.items()],
            "words": {"table": _("Table"), "nobody": _("No meeting at this table.")},
        },
    )


def sign_in_pdf(planning: Planning) -> bytes:
    """The list to sign on arrival, by name."""
    event = planning.event
    people = sorted(agendas(planning), key=lambda agenda: agenda.guest.name.casefold())
    return _typeset(
        "signin.typ",
        event,
        {
            "title": _("Sign-in sheet"),
            "rows": [
                {
                    "name": agenda.guest.name,
                    "about": telling.about(agenda.guest),
                    "first": telling.clock(agenda.appointments[0].start) if agenda.appointments else "—",
                    "table": agenda.appointments[0].table if agenda.appointments else "—",
                }
                for agenda in people
            ],
            "words": {
                "name": _("Structure"),
                "first": _("First meeting"),
                "table": _("Table"),
                "person": _("Name of the person"),
                "signature": _("Signature"),
            },
        },
    )


def table_names(event: Event) -> list[str]:
    """Tables of the room, then stands."""
    stands = [participant.stand for participant in event.problem.participants if participant.stand]
    return list(dict.fromkeys([*(table.name for table in event.problem.tables), *stands]))


def meetings_by_place(planning: Planning) -> defaultdict[tuple[int, str], list[Meeting]]:
    """The meetings of each slot and table; a stand of several representatives holds several at once."""
    held: defaultdict[tuple[int, str], list[Meeting]] = defaultdict(list)
    for meeting in planning.solution.meetings:
        held[meeting.slot, meeting.table].append(meeting)
    return held


def _pair(meeting: Meeting, event: Event) -> list[str]:
    return [event.names[meeting.a], event.names[meeting.b]]


def _agenda(agenda: Agenda, event: Event) -> dict[str, object]:
    rows: list[dict[str, str]] = []
    for row in agenda.rows:
        if isinstance(row, Rest):
            rows.append({"kind": "rest", "hour": telling.clock(row.start), "text": telling.rest(row)})
        else:
            rows.append(
                {
                    "kind": "meeting",
                    "hour": telling.clock(row.start),
                    "table": row.table,
                    "name": row.other.name,
                    "about": telling.about(row.other),
                    "why": telling.why(row.why),
                }
            )
    return {
        "title": _("Agenda of %(name)s") % {"name": agenda.guest.name},
        "lead": telling.agenda_lead(agenda, event.timetable.minutes),
        "rows": rows,
        "own": sorted(agenda.tables),
    }


def _room(event: Event) -> dict[str, object]:
    tables = table_names(event)
    if len(tables) > MOST_TABLES_DRAWN:
        tables = []
    columns = max(TABLES_IN_A_ROW, math.ceil(math.sqrt(len(tables))))
    alt = _("Plan of the room: %(n)d tables, the entrance below; your tables are in black.") % {
        "n": len(tables)
    }
    return {"tables": tables, "columns": columns, "alt": alt}


def _typeset(template: str, event: Event, data: Mapping[str, object]) -> bytes:
    shared = {
        "author": "Maillage",
        "occasion": telling.occasion(event),
        "place": event.place,
    }
    return typeset(TEMPLATES / template, {**shared, **data})
