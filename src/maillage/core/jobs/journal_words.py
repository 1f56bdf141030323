"""How the journal's verbs of jobs read."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "jobs.cancelled": _("cancelled long work"),
    "jobs.retried": _("asked again for long work"),
}
