"""How the journal's verbs of personal keys read."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "api.key_created": _("created a personal key"),
    "api.key_revoked": _("revoked a personal key"),
}
