"""What other apps add to a territory's page: contacts, démarches, events.

An app names its functions in ``AppConfig.territory_sections``: dotted names of ``(territory, on)`` that
return ``(template, data)``, or None when they have nothing to say of that territory that day. The template
reads its data under the name ``section``.

Where all territories stand side by side, there is room for a line each: ``AppConfig.territory_mentions``
names functions of ``(on)`` that return :class:`Mention` objects.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string

from maillage.core.territories.models import Territory

Section = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Mention:
    """Something done in territories (by pk; none: in the whole département), in a line that leads to it."""

    name: str
    summary: str
    url: str
    territories: frozenset[int]


def sections_of(territory: Territory, on: date) -> list[Section]:
    """Return the sections of a territory's page on a day, in the order of the installed apps."""
    names = [name for config in apps.get_app_configs() for name in getattr(config, "territory_sections", ())]
    sections = (import_string(name)(territory, on) for name in names)
    return [section for section in sections if section]


def mentions_at(on: date) -> list[Mention]:
    """Return what apps mention of all territories on a day, in the order of the installed apps."""
    names = [name for config in apps.get_app_configs() for name in getattr(config, "territory_mentions", ())]
    return [mention for name in names for mention in import_string(name)(on)]
