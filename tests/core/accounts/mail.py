"""Messages that accounts posted to the outbox, as the person reads them."""

import re

from maillage.core.messaging.models import Message


def last_message(to: str) -> Message:
    """Return the last message posted to an address."""
    return Message.objects.filter(to=to).order_by("-pk")[0]


def link_in(message: Message) -> str:
    """Return the path of the link that a message holds."""
    found = re.search(r"https?://[^/\s]+(/\S+)", message.text)
    assert found, message.text
    return found[1]


def code_in(message: Message) -> str:
    """Return the code that a message holds, alone on its line."""
    found = re.search(r"^ {4}(\S+)$", message.text, re.MULTILINE)
    assert found, message.text
    return found[1]
