"""The département's own territories, and which commune belongs to which, at every date."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from maillage.core.territories.models.places import Municipality


class Territory(models.Model):
    """One of the département's own territories. It exists at a date when communes belong to it."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name="") & ~Q(slug=""),
                name="territories_territory_named",
                violation_error_message=_("A territory has a code, a name and an address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AssignmentQuerySet(models.QuerySet["TerritoryAssignment"]):
    """Reads changes of territory as periods."""

    def at(self, on: date) -> Self:
        """Keep what holds on a day: of each commune, its last change by then."""
        later = TerritoryAssignment.objects.filter(
            municipality=OuterRef("municipality"), valid_from__gt=OuterRef("valid_from"), valid_from__lte=on
        )
        return self.filter(valid_from__lte=on).exclude(Exists(later))

    def with_ends(self) -> Self:
        """Add ``valid_to`` (excluded): the day of the commune's next change, None when nothing is planned."""
        following = TerritoryAssignment.objects.filter(
            municipality=OuterRef("municipality"), valid_from__gt=OuterRef("valid_from")
        ).order_by("valid_from")
        return self.annotate(valid_to=Subquery(following.values("valid_from")[:1]))


class TerritoryAssignment(models.Model):
    """From ``valid_from`` on, a commune belongs to a territory, until its next row says otherwise.

    Only beginnings are stored: a commune has one row a day at most, therefore one territory at most at any
    date, and the database itself forbids an overlap. ``valid_to`` is read by ``with_ends``. An empty
    territory says that from that day the commune belongs to none (it merged, or left).
    """

    class Confidence(models.TextChoices):
        HIGH = "high", _("sure")
        MEDIUM = "medium", _("likely")
        TO_CONFIRM = "to_confirm", _("to confirm")

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="assignments", verbose_name=_("commune")
    )
    territory = models.ForeignKey(
        Territory,
        models.PROTECT,
        related_name="assignments",
        null=True,
        blank=True,
        verbose_name=_("territory"),
    )
    valid_from = models.DateField(_("since"))
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence.choices)

    # Not a column: what ``with_ends`` reads, absent otherwise.
    valid_to: date | None

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("territory of a commune")
        verbose_name_plural = _("territories of communes")
        ordering = ["municipality", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "valid_from"],
                name="territories_assignment_one_a_day",
                violation_error_message=_("This commune already changes territory on this day."),
            ),
            models.CheckConstraint(
                condition=Q(confidence__in=["high", "medium", "to_confirm"]),
                name="territories_assignment_confidence",
                violation_error_message=_("The confidence is: sure, likely, or to confirm."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="territories_assignment_sourced",
                violation_error_message=_("Say where this is known from."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} → {self.territory or '—'} ({self.valid_from:%Y-%m-%d})"
