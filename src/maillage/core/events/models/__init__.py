"""Events, who comes, what was said and what follows."""

from maillage.core.events.models.events import Announcement, Event, ProgrammeItem, Series
from maillage.core.events.models.followup import Action, Decision, Minutes, Satisfaction
from maillage.core.events.models.invitations import Invitation, NoInvitation
from maillage.core.events.models.registrations import Registration
from maillage.core.events.models.reminders import Reminder, Snooze

__all__ = [
    "Action",
    "Announcement",
    "Decision",
    "Event",
    "Invitation",
    "Minutes",
    "NoInvitation",
    "ProgrammeItem",
    "Registration",
    "Reminder",
    "Satisfaction",
    "Series",
    "Snooze",
]
