"""What the outbox keeps of people."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import Basis, Declaration

DECLARATIONS = (
    Declaration(
        model="messaging.Message",
        fields=("to", "person", "subject", "text", "html", "answer"),
        purpose=_("Send you the e-mails you expect, once, and know which did not leave."),
        basis=Basis.PUBLIC_TASK,
        keep=timedelta(days=90),
        export="maillage.core.messaging.subject.export_messages",
        erase="maillage.core.messaging.subject.erase_messages",
        purge="maillage.core.messaging.subject.purge_messages",
    ),
    Declaration(
        model="messaging.DemoLetter",
        fields=("sender", "to", "subject", "text", "html"),
        purpose=_("Show on screen the e-mails of a demonstration, which are sent to nobody."),
        basis=Basis.PUBLIC_TASK,
        keep=timedelta(days=30),
        not_exported=_("Letters of a demonstration, whose people are invented."),
        erase="maillage.core.messaging.subject.erase_letters",
        purge="maillage.core.messaging.subject.purge_letters",
    ),
)
