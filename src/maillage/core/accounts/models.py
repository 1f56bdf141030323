"""People who sign in, the roles they hold, the invitations that open the door."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Addresses that no mail server can have (RFC 2606) take the place of those that were erased.
ERASED_AT = "@maillage.invalid"


class Role(models.TextChoices):
    """What a person is in the house; a person may hold several."""

    COORDINATOR = "coordinator", _("département coordination")
    OFFICER = "officer", _("territorial solidarity-economy officer")
    PARTNER = "partner", _("partner adviser")
    MEMBER = "member", _("member of an organisation")


class PersonManager(BaseUserManager["Person"]):
    """Creates people by e-mail address, in lower case: an address names one person."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Someone who may sign in; the e-mail address is the identifier, the name is what others read.

    Rights come from :class:`RoleGrant` alone: there are no groups, no permissions and no superuser.
    ``language`` is empty when the person reads the portal's own. ``told_unused_at`` is set by the notice that
    an unused account will be erased, and emptied when its person signs in.
    """

    email = models.EmailField(
        _("e-mail address"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("An account with this e-mail address exists already.")},
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language of the pages and messages"), max_length=10, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined on"), default=timezone.now, editable=False)
    told_unused_at = models.DateTimeField(
        _("told on that the account will be erased unless used"), null=True, blank=True, editable=False
    )

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="accounts_person_email_lower_case",
                violation_error_message=_("The e-mail address is kept in lower case."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def role_keys(self) -> frozenset[str]:
        """Roles held now, read once per instance (thus once per request)."""
        return frozenset(self.grants.filter(ended_at=None).values_list("role", flat=True))

    def has_house_role(self, *keys: str) -> bool:
        """Tell whether the person may sign in and holds one of these roles now."""
        return self.is_active and not self.role_keys.isdisjoint(keys)

    @property
    def is_erased(self) -> bool:
        """Whether the person asked for erasure: the row stays, without name or address."""
        return self.email.endswith(ERASED_AT)

    @property
    def is_staff(self) -> bool:
        """Maillage has no back office beside its own pages; some libraries ask."""
        return False


class RoleGrant(models.Model):
    """A role held by a person from ``granted_at`` until ``ended_at`` (empty: still held).

    Rows are ended, never deleted: who could do what, and when, stays known. ``granted_by`` is empty when a
    command gave the role.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="grants", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    granted_by = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="grants_given",
        null=True,
        blank=True,
        verbose_name=_("granted by"),
    )
    granted_at = models.DateTimeField(_("granted on"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("role held")
        verbose_name_plural = _("roles held")
        ordering = ["granted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=Q(ended_at=None),
                name="accounts_rolegrant_held_once",
                violation_error_message=_("This person holds this role already."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="accounts_rolegrant_role_known",
                violation_error_message=_("This role does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("granted_at")),
                name="accounts_rolegrant_ends_after_start",
                violation_error_message=_("A role ends after it was granted."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"


class Invitation(models.Model):
    """A door opened to one e-mail address for one role.

    Only the digest of the link's secret is kept: who reads the database cannot enter by it. An invitation is
    open until it is accepted, revoked, or past ``expires_at``; sending it again gives a new link and delay.
    """

    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    secret_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        Person, models.PROTECT, related_name="invitations_sent", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited on"), default=timezone.now)
    sent_at = models.DateTimeField(_("last sent on"), default=timezone.now)
    sendings = models.PositiveSmallIntegerField(_("number of sendings"), default=1)
    expires_at = models.DateTimeField(_("open until"))
    accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="invitations_accepted",
        null=True,
        blank=True,
        verbose_name=_("accepted by"),
    )
    revoked_at = models.DateTimeField(_("revoked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "role"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="accounts_invitation_one_open",
                violation_error_message=_(
                    "This address is already invited for this role: send that invitation again instead."
                ),
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="accounts_invitation_email_lower_case",
                violation_error_message=_("The e-mail address is kept in lower case."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="accounts_invitation_role_known",
                violation_error_message=_("This role does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, revoked_at=None),
                name="accounts_invitation_one_outcome",
                violation_error_message=_("An invitation is accepted by someone, or revoked, never both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.get_role_display()}"

    @property
    def is_open(self) -> bool:
        """Neither accepted nor revoked; its link may have expired."""
        return self.accepted_at is None and self.revoked_at is None

    @property
    def has_expired(self) -> bool:
        """The link no longer opens the door."""
        return self.is_open and self.expires_at <= timezone.now()


class SharedCacheEntry(models.Model):
    """The table of Django's database cache, shared by all processes: counts live there for an hour at most.

    Rows are written and read by ``django.core.cache`` alone; the model gives the table its migration.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_shared_cache"
        verbose_name = _("shared cache entry")
        verbose_name_plural = _("shared cache entries")

    def __str__(self) -> str:
        return self.cache_key
