"""Verbs on one's own account."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity


def update_profile(*, person: Person, name: str, language: str) -> Person:
    """Change how a person is called and the language they read; an empty language follows the portal's.

    Raises ValidationError when the portal does not speak the language; nothing is changed then.
    """
    if language and language not in dict(settings.LANGUAGES):
        raise ValidationError(
            _("This site does not speak that language. Nothing was changed."), code="language"
        )
    with transaction.atomic():
        locked = Person.objects.select_for_update().get(pk=person.pk)
        locked.name, locked.language = name.strip(), language
        locked.save(update_fields=["name", "language"])
        activity.record(verb="accounts.profile_updated", actor=locked, target=locked)
    return locked
