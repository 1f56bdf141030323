"""Personal keys: what lets a program read on behalf of a person."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.core.accounts.models import Person


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Reads keys by whether they still open anything."""

    def usable(self, now: datetime) -> Self:
        """Keep the keys that are neither revoked nor past their end, of people who may sign in."""
        return self.filter(revoked_at=None, expires_at__gt=now, person__is_active=True)


class ApiKey(models.Model):
    """A key that its person gives to a program; it reads what the person's roles open, and nothing else.

    Only the key's digest is kept: who reads the database cannot use it. ``beginning`` is its first
    characters, enough to tell one's keys apart. ``last_used_on`` is a day, not an instant: what a person's
    programs do is followed no closer.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="api_keys", verbose_name=_("person"))
    name = models.CharField(_("name"), max_length=80, help_text=_("Which program will use it."))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    beginning = models.CharField(_("first characters"), max_length=12, editable=False)
    created_at = models.DateTimeField(_("created on"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(pgettext_lazy("key", "revoked on"), null=True, blank=True)
    last_used_on = models.DateField(_("last used on"), null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal key")
        verbose_name_plural = _("personal keys")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="api_apikey_named",
                violation_error_message=_("Name the program that will use the key."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="api_apikey_ends_after_start",
                violation_error_message=_("A key ends after it was created."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        """Revoked, or past its end."""
        return self.revoked_at is not None or self.expires_at <= timezone.now()
