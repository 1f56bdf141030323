"""Verbs on personal keys: create, revoke, tell that one ends, note that one was used."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from maillage.api.models import ApiKey
from maillage.api.queries import digest_of
from maillage.api.rules import may_hold_keys
from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.messaging import domain as messaging
from maillage.core.portal.queries import the_portal

BEGINS_WITH = "mlg_"
SHOWN = 10
LONGEST = timedelta(days=366)
MOST_KEYS = 20
NOTICE = timedelta(days=14)


def create_key(*, person: Person, name: str, days: int) -> tuple[ApiKey, str]:
    """Create a key that works for some days; return it with its secret, which is shown once and not kept.

    The person is told by mail. Raises ValidationError when the person may hold no key, holds twenty already,
    or asks for more than a year.
    """
    if not may_hold_keys(person):
        raise ValidationError(_("Your role has nothing to read with a key. None was created."), code="role")
    if not timedelta() < timedelta(days=days) <= LONGEST:
        raise ValidationError(_("A key lasts a year at most. None was created."), code="too_long")
    secret = BEGINS_WITH + secrets.token_urlsafe(32)
    now = timezone.now()
    key = ApiKey(
        person=person,
        name=name.strip(),
        digest=digest_of(secret),
        beginning=secret[:SHOWN],
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    key.full_clean()
    with transaction.atomic():
        # The person's row is the lock: two requests cannot both be the twentieth.
        Person.objects.select_for_update().get(pk=person.pk)
        if ApiKey.objects.usable(now).filter(person=person).count() >= MOST_KEYS:
            raise ValidationError(
                _("You hold twenty keys already. None was created: revoke one first."), code="too_many"
            )
        key.save()
        _tell(key)
        activity.record(
            verb="api.key_created", actor=person, target=key, screen="api_keys:list", facts={"days": days}
        )
    return key, secret


def revoke_key(*, key: ApiKey, by: Person) -> ApiKey:
    """End a key now. One that is revoked already stays as it is."""
    with transaction.atomic():
        locked = ApiKey.objects.select_for_update().get(pk=key.pk)
        if locked.revoked_at is None:
            locked.revoked_at = timezone.now()
            locked.save(update_fields=["revoked_at"])
            activity.record(verb="api.key_revoked", actor=by, target=locked, screen="api_keys:list")
    return locked


def tell_ending_keys() -> None:
    """Tell the holders of keys that end within a fortnight: a program that stops unannounced fails somebody.

    Each key is told of once; one that was made for less than a fortnight is not. A chore of the workers.
    """
    now = timezone.now()
    ending = ApiKey.objects.usable(now).filter(expires_at__lte=now + NOTICE, created_at__lte=now - NOTICE)
    for key in ending.select_related("person").order_by("pk"):
        with translation.override(key.person.language or settings.LANGUAGE_CODE):
            context = {"key": key, "portal": the_portal(), "public_url": settings.PUBLIC_URL}
            messaging.post(
                kind="api.key_ends",
                to=key.person.email,
                subject=_("A key of yours is about to end"),
                text=render_to_string("api/mail/key_ends.txt", context),
                key=f"api.key_ends:{key.pk}",
                person=key.person,
            )


def note_use(key: ApiKey) -> None:
    """Remember the day when a key was last used; written once a day at most."""
    today = timezone.localdate()
    if key.last_used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)


def _tell(key: ApiKey) -> None:
    with translation.override(key.person.language or settings.LANGUAGE_CODE):
        messaging.post(
            kind="accounts.security_notice",
            to=key.person.email,
            subject=_("A key was created on your account"),
            text=render_to_string("api/mail/key_created.txt", {"key": key, "portal": the_portal()}),
            key=f"api.key_created:{key.pk}",
            person=key.person,
        )
