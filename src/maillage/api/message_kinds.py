"""Messages that the interface for programs sends."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from maillage.core.messaging.kinds import MessageKind, WhenUnknown

KINDS = (
    MessageKind(
        key="api.key_ends",
        label=_("Notice that a personal key is about to end"),
        when_unknown=WhenUnknown.RESEND,
        valid_for=timedelta(days=10),
    ),
)
