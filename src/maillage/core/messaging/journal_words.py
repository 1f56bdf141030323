"""How the journal's verbs of messages read."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "messaging.resent": _("sent a message again"),
    "messaging.given_up": _("gave up sending a message"),
}
