"""The demonstration's mail server: letters stay on screen, none leaves the machine."""

from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from maillage.core.messaging.domain import keep_letter


class DemoMailboxBackend(BaseEmailBackend):
    """Django e-mail backend that keeps each message for the page « Courrier »."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages and return how many."""
        for email in email_messages:
            alternatives = email.alternatives if isinstance(email, EmailMultiAlternatives) else []
            formatted = [str(content) for content, kind in alternatives if kind == "text/html"]
            keep_letter(
                message_id=email.extra_headers.get("Message-ID", ""),
                sender=email.from_email,
                to=email.recipients(),
                subject=str(email.subject),
                text=str(email.body),
                html=formatted[0] if formatted else "",
            )
        return len(email_messages)
