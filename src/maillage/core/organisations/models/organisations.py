"""Structures, and the people who belong to them."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.core.accounts.models import Person
from maillage.core.constraints import ChecksAskedTogether
from maillage.core.organisations.siret import is_siren, is_siret
from maillage.core.territories.geography.names import folded


class Answer(models.TextChoices):
    """A criterion's answer: unknown is a value, and never counts as no."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("unknown")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Reads structures that stand: those merged into another are left to histories and old addresses."""

    def standing(self) -> Self:
        """Leave out the structures that were merged into another."""
        return self.filter(merged_into=None)

    def published(self) -> Self:
        """Keep what anybody may read."""
        return self.standing().filter(state=Organisation.State.PUBLISHED)


class Organisation(ChecksAskedTogether):
    """A structure: association, cooperative, company, public body.

    ``siret`` is empty when unknown, and may be shared: ``unit`` then tells the structures of one SIRET apart
    (« ACI », « antenne de Toul »). ``siren`` is read from the SIRET, or known alone. ``legal_category`` is
    INSEE's, four digits; ``naf`` and ``naf_2025`` stand side by side until 2027. ``statute`` is written by
    hand, because no code of INSEE says SCIC. ``slug`` never changes: it is the sheet's address for good.

    Belonging to the ESS has several voices: what the structure declares, what a registry says, what the
    law's rules compute (``ess_reason`` and ``ess_rules`` say why), and what a person decided.
    ``ess_status`` is the one to show and to filter by; only ``domain`` writes it.
    """

    class State(models.TextChoices):
        TO_COMPLETE = "to_complete", _("to complete")
        PUBLISHED = "published", _("published")
        CLOSED = "closed", _("closed")
        TO_REGULARISE = "to_regularise", _("to be regularised")

    class Statute(models.TextChoices):
        NONE = "", _("none of these, or unknown")
        SCIC = "scic", _("SCIC")
        SCOP = "scop", _("SCOP")
        CAE = "cae", _("business and employment cooperative (CAE)")
        ESS_COMPANY = "ess_company", _("commercial company whose statutes follow the law on ESS")

    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    slug = models.SlugField(_("address of the sheet"), max_length=120, unique=True, editable=False)
    folded = models.CharField(max_length=200, editable=False)
    folded_acronym = models.CharField(max_length=40, editable=False, blank=True)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    unit = models.CharField(
        _("kind or antenne"),
        max_length=60,
        blank=True,
        help_text=_("Only when several structures share one SIRET: what tells this one apart."),
    )
    legal_category = models.CharField(_("legal category"), max_length=4, blank=True)
    statute = models.CharField(_("statutes"), max_length=12, choices=Statute.choices, blank=True)
    naf = models.CharField(_("activity (NAF rev. 2)"), max_length=6, blank=True)
    naf_2025 = models.CharField(_("activity (NAF 2025)"), max_length=6, blank=True)
    summary = models.TextField(_("in a few lines"), max_length=1200, blank=True)
    state = models.CharField(_("state"), max_length=14, choices=State.choices, default=State.TO_COMPLETE)
    jobs = models.PositiveIntegerField(pgettext_lazy("employment", "jobs"), null=True, blank=True)
    jobs_year = models.PositiveSmallIntegerField(_("counted in"), null=True, blank=True)
    since = models.DateField(_("exists since"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    ess_declared = models.CharField(
        _("says that it belongs to the ESS"), max_length=7, choices=Answer.choices, default=Answer.UNKNOWN
    )
    ess_registry = models.CharField(
        _("according to a registry"), max_length=7, choices=Answer.choices, default=Answer.UNKNOWN
    )
    ess_computed = models.CharField(
        _("according to the rules"),
        max_length=7,
        choices=Answer.choices,
        default=Answer.UNKNOWN,
        editable=False,
    )
    ess_reason = models.CharField(max_length=40, blank=True, editable=False)
    ess_rules = models.CharField(max_length=20, blank=True, editable=False)
    ess_family = models.CharField(max_length=12, blank=True, editable=False)
    ess_decided = models.CharField(_("decided by hand"), max_length=7, choices=Answer.choices, blank=True)
    ess_decided_upon = models.CharField(max_length=30, blank=True, editable=False)
    ess_decided_why = models.CharField(_("decided because"), max_length=300, blank=True)
    ess_status = models.CharField(
        _("belongs to the ESS"),
        max_length=7,
        choices=Answer.choices,
        default=Answer.UNKNOWN,
        editable=False,
    )

    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="absorbed",
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        verbose_name=_("merged into"),
    )
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed on"), auto_now=True, db_index=True)
    # When the sheet last met all the others; empty: it changed since, and a chore will compare it again.
    compared_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("structure")
        verbose_name_plural = _("structures")
        ordering = ["folded", "pk"]
        indexes = [
            models.Index(fields=["folded", "id"], name="organisations_by_name"),
            models.Index(fields=["state", "folded", "id"], name="organisations_by_state"),
            # Declared here, not with their fields: PostgreSQL would get a second one of each, for beginnings.
            models.Index(fields=["ess_family"], name="organisations_by_ess_family"),
            models.Index(fields=["ess_status"], name="organisations_by_ess_status"),
            models.Index(
                fields=["merged_into"],
                name="organisations_merged_into",
                condition=Q(merged_into__isnull=False),
            ),
            # The whole number or its beginning.
            models.Index(fields=["siret"], name="organisations_by_siret", opclasses=["varchar_pattern_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="organisations_organisation_named",
                violation_error_message=_("A structure has a name."),
            ),
            models.CheckConstraint(
                condition=Q(siret="") | Q(siret__regex=r"^[0-9]{14}$"),
                name="organisations_organisation_siret",
                violation_error_message=_("A SIRET has fourteen digits."),
            ),
            models.CheckConstraint(
                condition=Q(siren="") | Q(siren__regex=r"^[0-9]{9}$"),
                name="organisations_organisation_siren",
                violation_error_message=_("A SIREN has nine digits."),
            ),
            models.CheckConstraint(
                condition=Q(siret="") | Q(siret__startswith=F("siren")) & ~Q(siren=""),
                name="organisations_organisation_siren_of_siret",
                violation_error_message=_("A SIRET begins with the SIREN."),
            ),
            models.CheckConstraint(
                condition=Q(legal_category="") | Q(legal_category__regex=r"^[0-9]{4}$"),
                name="organisations_organisation_category",
                violation_error_message=_("A legal category has four digits, such as 9220."),
            ),
            models.CheckConstraint(
                condition=(Q(naf="") | Q(naf__regex=r"^[0-9]{2}\.[0-9]{2}[A-Z]$"))
                & (Q(naf_2025="") | Q(naf_2025__regex=r"^[0-9]{2}\.[0-9]{2}[A-Z]$")),
                name="organisations_organisation_naf",
                violation_error_message=_("An activity code reads like 88.10A."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["to_complete", "published", "closed", "to_regularise"]),
                name="organisations_organisation_state",
                violation_error_message=_("This state does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(state="closed") | Q(closed_on=None),
                name="organisations_organisation_closed",
                violation_error_message=_("Only a closed structure has a day of closing."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(since=None) | Q(closed_on__gte=F("since")),
                name="organisations_organisation_closes_after_start",
                violation_error_message=_("A structure closes after it began."),
            ),
            models.CheckConstraint(
                condition=Q(ess_declared__in=Answer.values)
                & Q(ess_registry__in=Answer.values)
                & Q(ess_computed__in=Answer.values)
                & Q(ess_status__in=Answer.values)
                & Q(ess_decided__in=["", *Answer.values]),
                name="organisations_organisation_ess_answers",
                violation_error_message=_("The answer is yes, no or unknown."),
            ),
            models.CheckConstraint(
                condition=Q(ess_decided="") | ~Q(ess_decided_why=""),
                name="organisations_organisation_ess_decision_explained",
                violation_error_message=_("A decision says why, and where this is known from."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="organisations_organisation_merged_elsewhere",
                violation_error_message=_("A structure cannot be merged into itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})" if self.unit else self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what is read from the name and the SIRET in step with them."""
        self.fold_names()
        if self.siret:
            self.siren = self.siret[:9]
        super().save(*args, **kwargs)

    def fold_names(self) -> None:
        """Keep what is read from the names in step with them; writers of thousands of rows call it."""
        self.folded = folded(self.name)[:200]
        self.folded_acronym = folded(self.acronym)[:40]

    def clean(self) -> None:
        """Read the SIREN from the SIRET; refuse numbers whose check digit is wrong."""
        if self.siret:
            self.siren = self.siret[:9]
            if not is_siret(self.siret):
                raise ValidationError({"siret": _("This is no SIRET: its check digit does not fit.")})
        elif self.siren and not is_siren(self.siren):
            raise ValidationError({"siren": _("This is no SIREN: its check digit does not fit.")})


class Membership(ChecksAskedTogether):
    """A person in a structure, with a role, from a day until another (excluded; empty: still).

    A person may hold several roles, in several structures. An account may also be a shared mailbox, read by
    whoever is on duty: it counts as nobody. Who takes over is linked to whom they follow. Rows are ended,
    never deleted.
    """

    class Role(models.TextChoices):
        REPRESENTATIVE = "representative", _("legal representative")
        MANAGER = "manager", _("keeps the sheet")
        CONTACT = "contact", _("contact for meetings and exchanges")
        TREASURER = "treasurer", _("treasurer")
        EMPLOYEE = "employee", _("employee")
        VOLUNTEER = "volunteer", _("volunteer")

    class Kind(models.TextChoices):
        PERSON = "person", _("a person")
        SHARED_MAILBOX = "shared_mailbox", _("a shared mailbox")

    class State(models.TextChoices):
        ASKED = "asked", _("asked for")
        ACTIVE = "active", _("in force")
        REFUSED = "refused", pgettext_lazy("membership", "refused")
        ENDED = "ended", _("ended")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="memberships", verbose_name=_("person or mailbox")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("structure")
    )
    kind = models.CharField(_("kind of account"), max_length=14, choices=Kind.choices, default=Kind.PERSON)
    role = models.CharField(_("role"), max_length=14, choices=Role.choices)
    title = models.CharField(_("function"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ACTIVE)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until (excluded)"), null=True, blank=True)
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="successors",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("takes over from"),
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(state__in=["asked", "active"]),
                name="organisations_membership_once",
                violation_error_message=_("This person already holds this role in this structure."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "active", "refused", "ended"])
                & Q(kind__in=["person", "shared_mailbox"])
                & Q(role__in=["representative", "manager", "contact", "treasurer", "employee", "volunteer"]),
                name="organisations_membership_words",
                violation_error_message=_("This role, kind or state does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "active"], until=None)
                | Q(state="active", until__isnull=False)
                | Q(state="ended", until__isnull=False)
                | Q(state="refused"),
                name="organisations_membership_ended_has_a_day",
                violation_error_message=_("A membership that ended says on which day."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="organisations_membership_ends_after_start",
                violation_error_message=_("A membership ends after it began."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="shared_mailbox", role="representative"),
                name="organisations_membership_mailbox_represents_nobody",
                violation_error_message=_("A mailbox cannot be the legal representative: a person is."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation} · {self.get_role_display()}"

    def is_held_after(self, day: date) -> bool:
        """Tell whether the role is held, or will be, beyond a day."""
        return self.state == self.State.ACTIVE and (self.until is None or self.until > day)
