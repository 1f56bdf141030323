"""Verbs of the outbox: post a message, decide about one that did not leave, hold all back."""

from email.utils import make_msgid

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from maillage.core.messaging.kinds import kind_of
from maillage.core.messaging.models import Message, State, Trouble


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
    the first message and sends nothing more. ``text`` is always required, ``html`` only adds to it.
    Raises UnknownKindError when nobody declared the kind.
    """
    kind_of(kind)
    message, _created = Message.objects.get_or_create(
        key=key,
        defaults={
            "message_id": make_msgid(domain=_domain()),
            "kind": kind,
            "person_id": person.pk if person else None,
            "to": to,
            "subject": " ".join(subject.split()),
            "text": text,
            "html": html,
        },
    )
    return message


def hold_waiting(reason: str = Trouble.RESTORED) -> int:
    """Hold back every message that waits or is leaving, until a person decides; return how many.

    After a restore the house cannot know which of them left already: it sends none on its own.
    """
    with transaction.atomic():
        return Message.objects.filter(state__in=[State.QUEUED, State.SENDING]).update(
            state=State.HELD, trouble=reason, next_try_at=None, lease_token="", leased_until=None
        )


def _domain() -> str:
    """Return the domain of the sender's address: a Message-ID carries it, and never a machine's name."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")
