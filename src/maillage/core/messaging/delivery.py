"""Handing the waiting messages to the mail server, outside any transaction.

Each message is taken by one sender (a short transaction), handed over (no transaction), and its outcome
recorded (one statement). A sender killed in between leaves the message « leaving » until its lease ends; then
its outcome is said to be unknown.
"""

import logging
import smtplib

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from maillage.core.messaging import domain
from maillage.core.messaging.layout import formatted
from maillage.core.messaging.models import Message
from maillage.core.messaging.rules import Verdict, verdict_on_opening, verdict_on_sending

MESSAGES_A_RUN = 200

logger = logging.getLogger(__name__)


def deliver_waiting() -> int:
    """Hand over what may leave now; return how many the mail server accepted. A chore of the workers."""
    domain.settle_interrupted()
    accepted = 0
    server = get_connection()
    try:
        for _ in range(MESSAGES_A_RUN):
            message = domain.claim_next()
            if message is None:
                break
            verdict = _hand_over(message, server)
            if verdict is None:
                domain.record_sent(message)
                accepted += 1
                continue
            domain.record_trouble(message, verdict)
            logger.warning("message %s: %s %s", message.pk, verdict.trouble.value, verdict.answer)
            if verdict.server_down:
                break
    finally:
        _close(server)
    return accepted


def _hand_over(message: Message, server: BaseEmailBackend) -> Verdict | None:
    """Return None when the mail server accepted the message, otherwise what its failure means."""
    try:
        server.open()
    except (smtplib.SMTPException, OSError) as error:
        return verdict_on_opening(error)
    try:
        server.send_messages([as_email(message)])
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return verdict_on_sending(error)
    return None


def _close(server: BaseEmailBackend) -> None:
    try:
        server.close()
    except (smtplib.SMTPException, OSError):
        logger.info("the mail server closed the line first")


def as_email(message: Message) -> EmailMultiAlternatives:
    """Build the e-mail: text always, formatted text beside it, and the Message-ID made at its creation."""
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.to],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    email.attach_alternative(formatted(message), "text/html")
    return email
