"""What leaves events: calendar files, sign-in sheets, lists."""

from maillage.core.events.exports.calendar import calendar
from maillage.core.events.exports.lists import registrations_csv
from maillage.core.events.exports.sheet import sign_in_sheet

__all__ = ["calendar", "registrations_csv", "sign_in_sheet"]
