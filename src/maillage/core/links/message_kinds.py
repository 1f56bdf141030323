"""Messages that the ledger of links sends."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from maillage.core.messaging.kinds import MessageKind, WhenUnknown

KINDS = (
    MessageKind(
        key="links.news",
        label=_("News expected of a link"),
        when_unknown=WhenUnknown.RESEND,
        valid_for=timedelta(hours=20),
    ),
)
