"""Kinds of messages, declared by the apps that send them, each with its resend rule.

An app (or a programme's room) that sends messages holds a module ``message_kinds`` with
``KINDS = (MessageKind(...), ...)``. Sending a kind that nobody declared is refused: what happens to a message
whose outcome is unknown must have been decided before the first one leaves.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule


class WhenUnknown(Enum):
    """What to do when nobody can tell whether a message left (the sender died in between)."""

    RESEND = "resend"
    """Twice is harmless and late is useless: send again while the message is still valid."""
    ASK = "ask"
    """A person decides."""


@dataclass(frozen=True, kw_only=True)
class MessageKind:
    """One kind of message: its key (``accounts.sign_in_code``), its name in words, its resend rule.

    ``valid_for`` is how long the message makes sense (a code of ten minutes is not sent after an hour); None
    means that it stays worth sending. A ``secret`` message opens an account: nobody reads it in the outbox,
    and its text is erased once it has left.
    """

    key: str
    label: str | Promise
    when_unknown: WhenUnknown = WhenUnknown.ASK
    valid_for: timedelta | None = None
    secret: bool = False


class UnknownKindError(LookupError):
    """A message of a kind that no installed app declares; nothing was written."""


@cache
def kinds() -> dict[str, MessageKind]:
    """Return every declared kind by its key."""
    found: dict[str, MessageKind] = {}
    for config in apps.get_app_configs():
        if config.module is None or not module_has_submodule(config.module, "message_kinds"):
            continue
        for kind in import_module(f"{config.name}.message_kinds").KINDS:
            if kind.key in found:
                raise ValueError(f"The kind of message {kind.key} is declared twice.")
            found[kind.key] = kind
    return found


def kind_of(key: str) -> MessageKind:
    """Return a declared kind; raise UnknownKindError, which names what is known, otherwise."""
    try:
        return kinds()[key]
    except KeyError:
        known = ", ".join(sorted(kinds())) or "none"
        raise UnknownKindError(f"« {key} » is in no message_kinds module (known: {known}).") from None
