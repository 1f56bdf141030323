"""How the journal's verbs of the directory read."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "directory.claimed": _("asked to keep a sheet"),
    "directory.claim_settled": _("took a sheet in hand"),
    "directory.claim_refused": _("refused a request to keep a sheet"),
    "directory.reported": _("said that a sheet is mistaken"),
    "directory.report_handled": _("dealt with a mistake on a sheet"),
}
