"""How the journal's verbs of offers and needs read."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "cards.written": _("wrote an offer or a need"),
    "cards.corrected": _("corrected an offer or a need"),
    "cards.open": _("opened an offer or a need"),
    "cards.met": _("said that an offer or a need was met"),
    "cards.closed": _("withdrew an offer or a need"),
    "cards.draft": _("took an offer or a need back as a draft"),
}
