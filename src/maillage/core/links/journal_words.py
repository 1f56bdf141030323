"""How the journal's verbs of links read."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "links.proposed": _("wrote a link into the ledger"),
    "links.corrected": _("corrected a link"),
    "links.moved": _("said how a link goes"),
    "links.put_off": _("put news of a link off"),
    "links.outcome_recorded": _("recorded what came of a link"),
    "links.outcome_corrected": _("put an outcome of a link right"),
    "links.text_removed": _("removed a text from a link"),
}
