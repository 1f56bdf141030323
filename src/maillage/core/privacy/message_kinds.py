"""Messages about personal data."""

from django.utils.translation import gettext_lazy as _

from maillage.core.messaging.kinds import MessageKind

KINDS = (MessageKind(key="privacy.erasure_answer", label=_("Answer to a request of erasure")),)
