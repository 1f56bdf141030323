"""How the journal's verbs of contacts read."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "contacts.added": _("added a contact"),
    "contacts.corrected": _("corrected a contact"),
    "contacts.confirmed": _("confirmed a contact"),
    "contacts.left": _("wrote that a contact leaves"),
    "contacts.stays": _("took back the departure of a contact"),
    "contacts.handed_over": _("handed the lines of a contact over to a successor"),
    "contacts.away": _("declared an absence"),
    "contacts.stand_in_named": _("named who stands in"),
    "contacts.back": _("ended an absence"),
    "contacts.covered": _("let a contact answer in a zone"),
    "contacts.line_ended": _("ended a line of a contact"),
    "contacts.line_followed": _("let a line follow a commune to its successor"),
    "contacts.gap_declared": _("declared that nobody answers on a subject"),
    "contacts.gap_ended": _("ended a declared gap"),
    "contacts.word_received": _("said whether a contact is right"),
    "contacts.word_settled": _("dealt with a word on a contact"),
    "contacts.subjects_loaded": _("loaded the subjects of the offer"),
}
