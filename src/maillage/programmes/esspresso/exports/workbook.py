"""The workbook: meetings, agendas, grid, wishes and figures, as text that no spreadsheet can run."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from maillage.programmes.esspresso import telling
from maillage.programmes.esspresso.agenda import agendas
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.exports.papers import meetings_by_place, table_names
from maillage.programmes.esspresso.figures import figures
from maillage.programmes.esspresso.reasons import why_not

Cell = str | int | float


def workbook(planning: Planning) -> bytes:
    """The plan as an .xlsx file. For the organisers: it holds every wish."""
    memory = io.BytesIO()
    # A name such as « =1+1 » or « http://… » stays the text that it is.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(memory, options) as book:
        for title, header, rows in _sheets(planning):
            _write(book, title, header, rows)
    return memory.getvalue()


def _write(
    book: xlsxwriter.Workbook, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(title[:31])
    sheet.freeze_panes(1, 1)
    widths = [len(text) for text in header]
    sheet.write_row(0, 0, header, bold)
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, row, wrapped)
        for at, cell in enumerate(row):
            widths[at] = max(widths[at], *(len(part) for part in str(cell).split("\n")))
    for at, width in enumerate(widths):
        sheet.set_column(at, at, min(width + 2, 45))


def _sheets(planning: Planning) -> list[tuple[str, list[str], list[list[Cell]]]]:
    event, names = planning.event, planning.event.names
    starts = [telling.clock(start) for start in event.timetable.starts()]
    meetings: list[list[Cell]] = [
        [
            meeting.slot,
            starts[meeting.slot - 1],
            meeting.table,
            meeting.a,
            names[meeting.a],
            meeting.b,
            names[meeting.b],
            ", ".join(names[code] for code in meeting.asked_by),
        ]
        for meeting in sorted(
            planning.solution.meetings, key=lambda meeting: (meeting.slot, _natural(meeting.table))
        )
    ]
    rounds = [f"{_('Round %(n)d') % {'n': slot}}\n{start}" for slot, start in enumerate(starts, start=1)]
    wishes: list[list[Cell]] = [
        [
            wish.source,
            names[wish.source],
            wish.target,
            names[wish.target],
            wish.rank,
            wish.weight,
            _("yes") if wish.granted else _("no"),
            "" if wish.granted else why_not(wish.reason, names, again=planning.replanned is not None),
        ]
        for wish in planning.solution.wishes
    ]
    both = [_("Code"), _("Structure")]
    return [
        (_("Meetings"), [_("Slot"), _("Hour"), _("Table"), *both, *both, _("Wished by")], meetings),
        (_("Agendas"), [*both, _("Meetings"), _("Wishes granted"), *rounds], _agenda_rows(planning)),
        (_("Grid"), [_("Table"), *rounds], _grid_rows(planning)),
        (
            _("Wishes"),
            [*both, _("Code"), _("Wishes to meet"), _("Rank"), _("Weight"), _("Granted"), _("Reason")],
            wishes,
        ),
        (_("Figures"), [_("Figure"), _("Value")], [[line.label, line.value] for line in figures(planning)]),
    ]


def _natural(name: str) -> tuple[int, str]:
    return (int(name), "") if name.isdecimal() else (10**9, name)


def _agenda_rows(planning: Planning) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for agenda in agendas(planning):
        at = {appointment.slot: appointment for appointment in agenda.appointments}
        cells = [
            f"{at[slot].other.name}\n{_('table %(table)s') % {'table': at[slot].table}}" if slot in at else ""
            for slot in planning.event.problem.slots
        ]
        rows.append([agenda.guest.code, agenda.guest.name, len(agenda.appointments), agenda.granted, *cells])
    return rows


def _grid_rows(planning: Planning) -> list[list[Cell]]:
    names = planning.event.names
    held = meetings_by_place(planning)

    def told(slot: int, table: str) -> str:
        return "\n".join(names[code] for meeting in held[slot, table] for code in (meeting.a, meeting.b))

    return [
        [table, *(told(slot, table) for slot in planning.event.problem.slots)]
        for table in table_names(planning.event)
    ]
