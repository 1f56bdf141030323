"""What people take away: agendas and papers (PDF), the workbook, the calendars."""

from maillage.programmes.esspresso.exports.calendars import calendars
from maillage.programmes.esspresso.exports.papers import (
    agendas_pdf,
    changes_pdf,
    sign_in_pdf,
    table_cards_pdf,
    wall_plan_pdf,
)
from maillage.programmes.esspresso.exports.workbook import workbook

__all__ = [
    "agendas_pdf",
    "calendars",
    "changes_pdf",
    "sign_in_pdf",
    "table_cards_pdf",
    "wall_plan_pdf",
    "workbook",
]
