"""Messages that the directory sends."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from maillage.core.messaging.kinds import MessageKind, WhenUnknown

KINDS = (
    MessageKind(
        key="directory.claim_code",
        label=_("Code sent to a structure"),
        when_unknown=WhenUnknown.RESEND,
        valid_for=timedelta(days=2),
        secret=True,
    ),
    MessageKind(
        key="directory.claim_answer",
        label=_("Answer to who asks to keep a sheet"),
        when_unknown=WhenUnknown.RESEND,
    ),
    MessageKind(
        key="directory.new_keeper",
        label=_("Someone new keeps a sheet, told to those who keep it"),
        when_unknown=WhenUnknown.RESEND,
    ),
)
