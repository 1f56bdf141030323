"""The one layout of formatted e-mails: plain, readable everywhere, with no image and no request."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe

from maillage.core.messaging.models import Message
from maillage.core.portal.queries import the_portal


def body_of(text: str) -> SafeString:
    """Turn a text into paragraphs whose addresses can be clicked; everything else is escaped."""
    return mark_safe(linebreaks(urlize(text, autoescape=True)))  # noqa: S308 -- urlize escapes the text


def formatted(message: Message) -> str:
    """Return the formatted version of a message, in its own language."""
    body = mark_safe(message.html) if message.html else body_of(message.text)  # noqa: S308 -- our own templates
    with translation.override(message.language):
        context = {"message": message, "body": body, "portal": the_portal()}
        return render_to_string("messaging/mail.html", context)
