"""How the journal's own verbs read."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "activity.restored": _("put everything back from a backup"),
    "activity.note_redacted": _("removed the free text of an entry"),
}
