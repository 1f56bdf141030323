"""What events keep of people: who asked to come, what they thought, who prepared."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import Basis, Declaration, NoPersonalData

_PEOPLE = "maillage.core.events.subject"

DECLARATIONS = (
    Declaration(
        model="events.Registration",
        fields=("name", "email", "phone", "organisation", "person", "photo_consent", "needs", "arrived_at"),
        purpose=_("Keep you a seat, tell you what changes, welcome you; then count how many came."),
        basis=Basis.PUBLIC_TASK,
        keep=timedelta(days=183),
        export=f"{_PEOPLE}.export_registrations",
        erase=f"{_PEOPLE}.erase_registrations",
        purge=f"{_PEOPLE}.purge_registrations",
    ),
    Declaration(
        model="events.Invitation",
        fields=("name", "email", "phone", "told_at"),
        purpose=_("Invite you to an event, once, and know how many were invited."),
        basis=Basis.PUBLIC_TASK,
        keep=timedelta(days=183),
        export=f"{_PEOPLE}.export_invitations",
        erase=f"{_PEOPLE}.erase_invitations",
        purge=f"{_PEOPLE}.purge_invitations",
    ),
    Declaration(
        model="events.NoInvitation",
        fields=("email",),
        purpose=_("Invite you no more, as you asked."),
        basis=Basis.LEGAL_OBLIGATION,
        export=f"{_PEOPLE}.export_refusals",
        not_erased=_("Erased, your address would be invited again; write to us to lift it."),
    ),
    Declaration(
        model="events.Satisfaction",
        fields=("useful", "met_someone_new", "comment"),
        purpose=_("Make the next event better; your name does not go with what you wrote."),
        basis=Basis.CONSENT,
        export=f"{_PEOPLE}.export_opinions",
        erase=f"{_PEOPLE}.erase_opinions",
    ),
    Declaration(
        model="events.Event",
        fields=("organiser", "reply_to", "title", "summary", "address"),
        purpose=_("Know who prepares an event and answers questions about it."),
        basis=Basis.PUBLIC_TASK,
        export=f"{_PEOPLE}.export_events",
        erase=f"{_PEOPLE}.erase_events",
    ),
    Declaration(
        model="events.Minutes",
        fields=("author", "text"),
        purpose=_("Know who wrote the minutes of an event."),
        basis=Basis.PUBLIC_TASK,
        export=f"{_PEOPLE}.export_minutes",
        erase=f"{_PEOPLE}.erase_minutes",
    ),
    Declaration(
        model="events.Action",
        fields=("who",),
        purpose=_("Know which structure or function does what was agreed."),
        basis=Basis.PUBLIC_TASK,
        not_exported=_("It names a structure or a function: no account leads to it."),
        not_erased=_("It names a structure or a function; whoever prepares the event corrects it."),
    ),
    NoPersonalData("events.ProgrammeItem", why=_("What happens at an event, hour by hour.")),
    NoPersonalData("events.Announcement", why=_("What was announced of an event: when, where.")),
    NoPersonalData("events.Series", why=_("Titles of events that come back.")),
    NoPersonalData("events.Decision", why=_("What was agreed, without names.")),
    NoPersonalData("events.Reminder", why=_("Which reminder was decided, by number.")),
    NoPersonalData("events.Snooze", why=_("Until when reminders keep quiet.")),
)
