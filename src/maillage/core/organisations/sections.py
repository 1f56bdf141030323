"""What other apps add to a structure's sheet: offers and needs, links, meetings.

An app names its functions in ``AppConfig.organisation_sections``: dotted names of ``(organisation, visitor)``
that return ``(template, data)``, or None when they have nothing to show that visitor. The template reads its
data under the name ``section``.
"""

from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string

from maillage.core.accounts.rules import Visitor
from maillage.core.organisations.models import Organisation

Section = tuple[str, dict[str, Any]]


def sections_of(organisation: Organisation, visitor: Visitor) -> list[Section]:
    """Return the sections of a sheet for a visitor, in the order of the installed apps."""
    names = [
        name for config in apps.get_app_configs() for name in getattr(config, "organisation_sections", ())
    ]
    sections = (import_string(name)(organisation, visitor) for name in names)
    return [section for section in sections if section]
