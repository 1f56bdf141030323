"""What other apps add to the pages of an event: the one that everyone reads, and the one of what follows.

An app names its functions in ``AppConfig.event_sections`` (the event's page) and in
``AppConfig.event_followups`` (what follows, for whoever prepares it): dotted names of ``(event, visitor)``
that return ``(template, data)``, or None when they have nothing to show that visitor. The template reads its
data under the name ``section``.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string

from maillage.core.accounts.rules import Visitor
from maillage.core.events.models import Event

Section = tuple[str, dict[str, Any]]


def on_page(event: Event, visitor: Visitor) -> list[Section]:
    """Return what is added to the event's page for a visitor, in the order of the installed apps."""
    return list(_added("event_sections", event, visitor))


def on_followup(event: Event, visitor: Visitor) -> list[Section]:
    """Return what is added where the event's organiser writes what follows."""
    return list(_added("event_followups", event, visitor))


def _added(declared: str, event: Event, visitor: Visitor) -> Iterator[Section]:
    names = [name for config in apps.get_app_configs() for name in getattr(config, declared, ())]
    for name in names:
        section = import_string(name)(event, visitor)
        if section:
            yield section
