"""How the journal's verbs of personal data read."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "privacy.copy_asked": _("asked for a copy of their data"),
    "privacy.erasure_asked": _("asked to be erased"),
    "privacy.erasure_withdrawn": _("withdrew a request of erasure"),
    "privacy.erasure_refused": _("refused a request of erasure"),
    "privacy.erased": _("carried out a request of erasure"),
    "privacy.retention_run": _("removed what had been kept long enough"),
}
