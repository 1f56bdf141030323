"""Accounts that nobody uses: their person is told, then erased; signing in once is enough to stay.

Three years after the last contact is what the CNIL recommends for accounts of an online service.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from maillage.core.accounts.models import ERASED_AT, Person
from maillage.core.activity import domain as activity
from maillage.core.messaging import domain as messaging
from maillage.core.portal.queries import the_portal
from maillage.core.privacy import domain as privacy

KEPT_UNUSED = timedelta(days=3 * 365)
NOTICE = timedelta(days=30)

logger = logging.getLogger(__name__)


def forget_unused(now: datetime | None = None) -> int:
    """Tell the people whose account will have been unused for three years in thirty days; erase those who
    were told as long ago and did not sign in. Return how many were erased. Safe to repeat.
    """
    now = now or timezone.now()
    for person in _unused_since(now - KEPT_UNUSED + NOTICE).filter(told_unused_at=None):
        _tell(person, now)
    # Whoever was told has their thirty days whole, even when the house was down meanwhile.
    late = _unused_since(now - KEPT_UNUSED).filter(told_unused_at__lte=now - NOTICE)
    return sum(_erase(person) for person in late)


def stays(person: Person) -> None:
    """Note that a person signed in: what they were told holds no more."""
    if person.told_unused_at is not None:
        Person.objects.filter(pk=person.pk).update(told_unused_at=None)


def _unused_since(before: datetime) -> QuerySet[Person]:
    last_use = Coalesce("last_login", "joined_at")
    people = Person.objects.exclude(Q(email__endswith=ERASED_AT)).annotate(last_use=last_use)
    return people.filter(last_use__lt=before).order_by("pk")


def _tell(person: Person, now: datetime) -> None:
    context = {
        "person": person,
        "day": timezone.localdate(now + NOTICE),
        "portal": the_portal(),
        "public_url": settings.PUBLIC_URL,
    }
    with transaction.atomic(), translation.override(person.language or settings.LANGUAGE_CODE):
        told = Person.objects.filter(pk=person.pk, told_unused_at=None).update(told_unused_at=now)
        if not told:  # another worker did
            return
        messaging.post(
            kind="accounts.unused",
            to=person.email,
            subject=_("Your account will be erased unless you use it"),
            text=render_to_string("accounts/mail/unused.txt", context).strip() + "\n",
            key=f"accounts.unused:{person.pk}:{now:%Y%m%d}",
            person=person,
        )
        activity.record(verb="accounts.told_unused", target=person)


def _erase(person: Person) -> bool:
    try:
        with transaction.atomic():
            # Locked and read again: whoever signs in this very instant stays.
            still = Person.objects.select_for_update().get(pk=person.pk)
            if still.told_unused_at is None:
                return False
            privacy.carry_out_erasure(request=privacy.ask_erasure(person=still), by=None)
    except privacy.PrivacyRefusal as refusal:  # the last of the coordination stays
        logger.warning("account %s is unused and stays: %s", person.pk, refusal)
        return False
    return True
