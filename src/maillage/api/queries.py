"""Reads of personal keys."""

import hashlib

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.api.models import ApiKey
from maillage.api.rules import may_hold_keys
from maillage.core.accounts.models import Person
from maillage.core.portal.programmes import MenuLink


def digest_of(secret: str) -> str:
    """Return what the database keeps of a key: long and random, it needs no slow digest."""
    return hashlib.sha256(secret.encode()).hexdigest()


def usable_key(secret: str) -> ApiKey | None:
    """Return the key that this secret opens now, with its person, None when there is none."""
    return (
        ApiKey.objects.usable(timezone.now())
        .filter(digest=digest_of(secret))
        .select_related("person")
        .first()
    )


def keys_of(person: Person) -> QuerySet[ApiKey]:
    """Return a person's keys, newest first, those that are over included."""
    return ApiKey.objects.filter(person=person).order_by("-created_at", "-pk")


def account_link(person: Person) -> MenuLink | None:
    """Return the line of « My account » that leads to the keys, for those who may hold some."""
    if not (may_hold_keys(person) or keys_of(person).exists()):
        return None
    return MenuLink(
        label=_("My keys for programs"),
        url_name="api_keys:list",
        description=_("Let a program of yours read the coverage report or what changed."),
        public=False,
    )
