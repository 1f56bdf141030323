"""What other apps add to a territory's page: contacts, démarches, events.

An app names its functions in ``AppConfig.territory_sections``: dotted names of ``(territory, on)`` that
return ``(template, data)``, or None when they have nothing to say of that territory that day. The template
reads its data under the name ``section``.
"""

from datetime import date
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string

from maillage.core.territories.models import Territory

Section = tuple[str, dict[str, Any]]


def sections_of(territory: Territory, on: date) -> list[Section]:
    """Return the sections of a territory's page on a day, in the order of the installed apps."""
    names = [name for config in apps.get_app_configs() for name in getattr(config, "territory_sections", ())]
    sections = (import_string(name)(territory, on) for name in names)
    return [section for section in sections if section]
