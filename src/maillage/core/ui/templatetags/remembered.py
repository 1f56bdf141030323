"""Django's ``translate`` and ``url``, remembered where a template writes all of it out.

A page has forty such words and a dozen such addresses. Django asks the catalogue, through a lazy object, and
the table of addresses each time: a fifth of the time of a page.
"""

from collections.abc import Callable, Hashable
from typing import Any

from django import template
from django.conf import settings
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import do_translate
from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language

register = template.Library()


class Remembered(template.Node):
    """What a node writes, drawn once for each value of what it depends on; these are few."""

    def __init__(self, node: template.Node, depends_on: Callable[[], Hashable]) -> None:
        self.node = node
        self.depends_on = depends_on
        self.written: dict[Hashable, str] = {}

    def render(self, context: Any) -> str:
        """Return what the node writes here."""
        key = self.depends_on()
        if key not in self.written:
            self.written[key] = self.node.render(context)
        return self.written[key]


@register.tag
def translate(parser: Any, token: Any) -> template.Node:
    """Write words in the reader's language."""
    node = do_translate(parser, token)
    said, context = node.filter_expression, node.message_context
    is_constant = said.var.literal is not None and not said.filters
    if node.asvar or not is_constant or (context and context.is_var):
        return node
    return Remembered(node, get_language)


@register.tag
def url(parser: Any, token: Any) -> template.Node:
    """Write the address of a page."""
    node = django_url(parser, token)
    if node.asvar or node.args or node.kwargs or node.view_name.is_var:
        return node
    return Remembered(node, _table_of_addresses)


def _table_of_addresses() -> Hashable:
    return get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF
