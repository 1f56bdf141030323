"""How the journal's verbs of events read."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "events.drafted": _("prepared an event"),
    "events.invited": _("invited people to an event"),
    "events.invited_by_voice": _("invited someone by voice"),
    "events.invitations_refused": _("asked not to be invited any more"),
    "events.published": _("published an event"),
    "events.changed": _("changed an event"),
    "events.closed": _("closed the registrations of an event"),
    "events.reopened": _("opened the registrations of an event again"),
    "events.cancelled": _("cancelled an event"),
    "events.held": _("wrote that an event took place"),
    "events.registered": _("registered for an event"),
    "events.added": _("wrote someone down for an event"),
    "events.withdrew": _("gave a seat back"),
    "events.promoted": _("a seat that became free went to whoever waited"),
    "events.told": _("told someone by voice"),
    "events.photos": _("said whether they agree to be photographed"),
    "events.arrived": _("checked someone in"),
    "events.arrival_undone": _("undid an arrival"),
    "events.minutes_written": _("wrote the minutes of an event"),
    "events.decided": _("wrote a decision down"),
    "events.action_added": _("wrote an action down"),
    "events.action_settled": _("settled an action"),
    "events.snoozed": _("put reminders off"),
    "events.needs_forgotten": _("erased what had been planned for people"),
    "events.series_started": _("started a series of events"),
    "events.repeated": _("prepared the next event of a series"),
}
