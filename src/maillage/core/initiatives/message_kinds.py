"""Messages that démarches send."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from maillage.core.messaging.kinds import MessageKind, WhenUnknown

KINDS = (
    MessageKind(
        key="initiatives.ending",
        label=_("A signature or a label ends soon"),
        when_unknown=WhenUnknown.RESEND,
        valid_for=timedelta(days=10),
    ),
)
