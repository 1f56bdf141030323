"""Circles of people and structures that an event may be sent to, as each app knows them.

An app names, in ``AppConfig.event_circles``, functions ``(event) -> Iterable[Circle]``. A circle reads who is
in it only when it is asked.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.utils.module_loading import import_string

from maillage.core.events.models import Event


@dataclass(frozen=True)
class Guest:
    """Someone to invite: a structure or a person; without an e-mail address, somebody calls."""

    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Circle:
    """A circle: its key (the same from one reading to the next), its name, and who is in it."""

    key: str
    label: str
    guests: Callable[[], Iterable[Guest]]


def circles_of(event: Event) -> Iterator[Circle]:
    """Yield the circles that an event may be sent to, app after app."""
    for config in apps.get_app_configs():
        for name in getattr(config, "event_circles", ()):
            yield from import_string(name)(event)
