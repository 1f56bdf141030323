"""Verbs of the outbox: post a message, hand it to a sender, record what became of it, decide."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maillage.core.activity.domain import Actor, record
from maillage.core.jobs.domain.chore_turns import hasten
from maillage.core.messaging import queries, rules
from maillage.core.messaging.kinds import kind_of
from maillage.core.messaging.models import DemoLetter, Message, State, Trouble

DELIVERY = "maillage.core.messaging.delivery.deliver_waiting"


class MessagingRefusal(Exception):  # noqa: N818 -- what a rule answers to a person, in words
    """A demand that the message's state does not allow; the message is for the person."""


def post(
    *,
    kind: str,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    key: str,
    person: AbstractBaseUser | None = None,
) -> Message:
    """Write a message to the outbox, in the caller's transaction; it leaves after the commit.

    ``kind`` is declared in a ``message_kinds`` module; ``key`` names the occasion: the same key twice returns
    the first message and sends nothing more. ``text`` is always required; ``html`` is a formatted body
    (paragraphs, links), which the layout completes; left empty, it is made from the text.
    Raises UnknownKindError when nobody declared the kind, ValueError when the text is empty.
    """
    kind_of(kind)
    if not text.strip():
        raise ValueError("A message without a text cannot be read by everyone.")
    message, created = Message.objects.get_or_create(
        key=key,
        defaults={
            "message_id": _message_id(),
            "kind": kind,
            "person_id": person.pk if person else None,
            "to": to,
            "subject": " ".join(subject.split())[:250],
            "language": get_language() or settings.LANGUAGE_CODE,
            "text": text,
            "html": html,
        },
    )
    if created:
        transaction.on_commit(_deliver_soon)
    return message


def _deliver_soon() -> None:
    """Let an idle worker hand the message over within a second, rather than at the chore's next turn."""
    hasten(DELIVERY)


def _message_id() -> str:
    """Return a Message-ID never given before (RFC 5322 §3.6.4).

    Its domain is that of the sender's address, and never a machine's name. Short, so that the header keeps to
    one line; drawn from the system's chance, so that no two processes draw the same.
    """
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")
    return f"<{token_hex(12)}@{domain}>"


def claim_next(*, now: datetime | None = None) -> Message | None:
    """Take the next message that may leave, for one sender alone; None when there is none.

    Messages that no longer make sense are given up on the way.
    """
    now = now or timezone.now()
    while queries.due(now).exists():  # keeps idle senders from taking SQLite's write lock
        with transaction.atomic():
            message = queries.due(now).select_for_update(skip_locked=True).first()
            if message is None:
                return None
            message.next_try_at = None
            if rules.is_stale(message, now):
                _drop(message, Trouble.EXPIRED)
                continue
            message.state = State.SENDING
            message.attempts += 1
            message.lease_token = token_hex(16)
            message.leased_until = now + rules.LEASE
            message.save()
        return message
    return None


def record_sent(message: Message) -> bool:
    """Record that the mail server accepted the message; False when it was settled otherwise meanwhile."""
    secret = rules.is_secret(message)
    content = {"text": "", "html": ""} if secret else {}
    return bool(
        _mine(message).update(
            state=State.SENT,
            sent_at=timezone.now(),
            trouble="",
            answer="",
            lease_token="",
            leased_until=None,
            **content,
        )
    )


def record_trouble(message: Message, verdict: rules.Verdict) -> bool:
    """Record why the message did not leave, and when to try again if that can help."""
    state, next_try_at = verdict.state, None
    if state is State.QUEUED:
        pause = rules.pause_before(message.attempts)
        if pause is None:
            state = State.FAILED
        else:
            next_try_at = timezone.now() + pause
    elif state is State.UNKNOWN and rules.may_resend_alone(message, timezone.now()):
        state, next_try_at = State.QUEUED, timezone.now()
    return bool(
        _mine(message).update(
            state=state,
            next_try_at=next_try_at,
            trouble=verdict.trouble,
            answer=verdict.answer,
            lease_token="",
            leased_until=None,
        )
    )


def _mine(message: Message) -> QuerySet[Message]:
    return Message.objects.filter(pk=message.pk, lease_token=message.lease_token, state=State.SENDING)


def settle_interrupted(*, now: datetime | None = None) -> int:
    """Settle the messages whose sender disappeared while they were leaving; return how many.

    Nobody knows whether they left: the kind's rule says whether to send again, otherwise a person decides.
    """
    now = now or timezone.now()
    if not queries.interrupted(now).exists():
        return 0
    with transaction.atomic():
        late = list(queries.interrupted(now).select_for_update(skip_locked=True))
        for message in late:
            again = rules.may_resend_alone(message, now)
            message.state = State.QUEUED if again else State.UNKNOWN
            message.next_try_at = now if again else None
            message.trouble = Trouble.INTERRUPTED
            message.lease_token, message.leased_until = "", None
            message.save()
    return len(late)


def resend(*, message: Message, by: Actor, screen: str = "") -> Message:
    """Send again a message that did not leave, or perhaps not; its Message-ID stays the same.

    Raises MessagingRefusal when the message does not wait for a decision, or no longer makes sense.
    """
    with transaction.atomic():
        message = _to_decide(message)
        if rules.is_stale(message, timezone.now()):
            raise MessagingRefusal(
                _("This message no longer makes sense: the person must ask for a new one. Nothing was sent.")
            )
        message.state = State.QUEUED
        message.next_try_at = timezone.now()
        message.attempts = 0
        message.trouble = message.answer = ""
        message.save()
        record(verb="messaging.resent", actor=by, target=message, screen=screen)
    return message


def give_up(*, message: Message, by: Actor, screen: str = "") -> Message:
    """Decide that a message will not be sent (again). Raises MessagingRefusal as ``resend`` does."""
    with transaction.atomic():
        message = _to_decide(message)
        _drop(message, Trouble(message.trouble))
        record(verb="messaging.given_up", actor=by, target=message, screen=screen)
    return message


def _to_decide(message: Message) -> Message:
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state not in rules.DECIDED_BY_A_PERSON:
        raise MessagingRefusal(
            _("This message does not wait for a decision any more: it is %(state)s. Nothing was changed.")
            % {"state": message.get_state_display()}
        )
    return message


def _drop(message: Message, trouble: Trouble) -> None:
    message.state = State.DROPPED
    message.trouble = trouble
    if rules.is_secret(message):
        message.text = message.html = ""
    message.save()


def hold_waiting(reason: Trouble = Trouble.RESTORED) -> int:
    """Hold back every message that waits or is leaving, until a person decides; return how many.

    After a restore the house cannot know which of them left already: it sends none on its own.
    """
    waiting = Message.objects.filter(state__in=rules.WAITING)
    return waiting.update(
        state=State.HELD, trouble=reason, next_try_at=None, lease_token="", leased_until=None
    )


def keep_letter(
    *, message_id: str, sender: str, to: Sequence[str], subject: str, text: str, html: str
) -> DemoLetter:
    """Keep a letter on the demonstration's screen instead of sending it."""
    return DemoLetter.objects.create(
        message_id=message_id, sender=sender, to=", ".join(to)[:254], subject=subject, text=text, html=html
    )
