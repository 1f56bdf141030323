"""What other apps add to a structure's sheet: offers and needs, links, meetings.

An app names its functions in ``AppConfig.organisation_sections``: dotted names of ``(organisation, visitor)``
that return ``(template, data)``, or None when they have nothing to show that visitor. The template reads its
data under the name ``section``.
"""

from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from maillage.core.accounts.models import Person
from maillage.core.accounts.rules import Visitor
from maillage.core.organisations.models import Organisation
from maillage.core.organisations.rules import is_house, structures_of
from maillage.core.portal.programmes import MenuLink

Section = tuple[str, dict[str, Any]]


def sections_of(organisation: Organisation, visitor: Visitor) -> list[Section]:
    """Return the sections of a sheet for a visitor, in the order of the installed apps."""
    names = [
        name for config in apps.get_app_configs() for name in getattr(config, "organisation_sections", ())
    ]
    sections = (import_string(name)(organisation, visitor) for name in names)
    return [section for section in sections if section]


def my_structures(person: Person) -> MenuLink | None:
    """Return the link to the sheets, on the page « My account » of those who keep one or all of them."""
    if is_house(person) or structures_of(person).exists():
        return MenuLink(
            label=_("See the sheets"),
            url_name="organisations:list",
            description=_("Structures"),
            public=False,
        )
    return None
