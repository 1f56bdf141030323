"""When to try again, how long a message makes sense, and what a mail server's refusal means."""

import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta

from maillage.core.messaging.kinds import MessageKind, WhenUnknown, kinds
from maillage.core.messaging.models import Message, State, Trouble

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
MAX_ATTEMPTS = len(PAUSES) + 1
LEASE = timedelta(minutes=2)
DECIDED_BY_A_PERSON = (State.FAILED, State.UNKNOWN, State.HELD)
WAITING = (State.QUEUED, State.SENDING)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a failed sending means: whether it may have left, whether trying again can help."""

    state: State
    trouble: Trouble
    answer: str = ""
    server_down: bool = False
    """True when no other message can leave either for now."""


def pause_before(attempt: int) -> timedelta | None:
    """Return how long to wait after this many attempts; None when there were enough."""
    return PAUSES[attempt - 1] if attempt <= len(PAUSES) else None


def kind_or_none(message: Message) -> MessageKind | None:
    """Return the message's kind, None when the programme that declared it was switched off since."""
    return kinds().get(message.kind)


def is_stale(message: Message, now: datetime) -> bool:
    """Say whether the message no longer makes sense."""
    kind = kind_or_none(message)
    return bool(kind and kind.valid_for and message.created_at + kind.valid_for < now)


def is_secret(message: Message) -> bool:
    """Say whether the message opens an account; one of an unknown kind is treated as if it did."""
    kind = kind_or_none(message)
    return kind is None or kind.secret


def may_resend_alone(message: Message, now: datetime) -> bool:
    """Say whether a message of unknown outcome may leave again without asking a person."""
    kind = kind_or_none(message)
    by_rule = kind is not None and kind.when_unknown is WhenUnknown.RESEND
    return by_rule and not is_stale(message, now) and message.attempts < MAX_ATTEMPTS


def verdict_on_opening(error: Exception) -> Verdict:
    """Judge a failure before anything was said of a message: nothing left."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        trouble, answer = Trouble.CREDENTIALS, _answer(error.smtp_code, error.smtp_error)
    elif isinstance(error, smtplib.SMTPResponseException):
        trouble, answer = Trouble.BUSY, _answer(error.smtp_code, error.smtp_error)
    else:
        trouble, answer = Trouble.UNREACHABLE, type(error).__name__
    return Verdict(state=State.QUEUED, trouble=trouble, answer=answer, server_down=True)


def verdict_on_sending(error: Exception) -> Verdict:
    """Judge a failure while a message was being handed over.

    A refusal (4xx: later, 5xx: never) means that it did not leave; a line cut in between means that nobody
    knows.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _refused(code, text, Trouble.RECIPIENT)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return _refused(error.smtp_code, error.smtp_error, Trouble.SENDER)
    if isinstance(error, smtplib.SMTPResponseException):
        return _refused(error.smtp_code, error.smtp_error, Trouble.CONTENT)
    if isinstance(error, smtplib.SMTPNotSupportedError | ValueError):
        return Verdict(state=State.FAILED, trouble=Trouble.CONTENT, answer=type(error).__name__)
    return Verdict(
        state=State.UNKNOWN, trouble=Trouble.INTERRUPTED, answer=type(error).__name__, server_down=True
    )


def _refused(code: int, text: bytes | str, trouble: Trouble) -> Verdict:
    if code >= 500:
        return Verdict(state=State.FAILED, trouble=trouble, answer=_answer(code, text))
    return Verdict(state=State.QUEUED, trouble=Trouble.BUSY, answer=_answer(code, text))


def _answer(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {words}"[:300]
