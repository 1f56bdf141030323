"""What came of a link: quantities with their unit, their day and their evidence."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.core.accounts.models import Person
from maillage.core.links.models.links import Link
from maillage.core.links.models.steps import AppendOnly


class OutcomeUnit(models.Model):
    """What outcomes are counted in: a closed list that the portal keeps, in its own language.

    ``decimals`` says how many figures after the comma still mean something.
    """

    key = models.SlugField(_("key"), max_length=20, unique=True)
    singular = models.CharField(_("singular"), max_length=40)
    plural = models.CharField(_("plural"), max_length=40)
    decimals = models.PositiveSmallIntegerField(_("figures after the comma"), default=0)
    position = models.PositiveSmallIntegerField(_("rank"), default=0)

    class Meta:
        verbose_name = _("unit of outcomes")
        verbose_name_plural = _("units of outcomes")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(singular="") & ~Q(plural="") & Q(decimals__lte=3),
                name="links_unit_named",
                violation_error_message=_("A unit has a singular, a plural, and three decimals at most."),
            )
        ]

    def __str__(self) -> str:
        return self.plural

    def of(self, quantity: Decimal) -> str:
        """Return a quantity with its unit (« 1,5 tonne », « 1 200 repas »); French counts from two."""
        word = self.plural if abs(quantity) >= 2 else self.singular
        return f"{number_format(self.exact(quantity), use_l10n=True, force_grouping=True)}\u00a0{word}"

    @staticmethod
    def exact(quantity: Decimal) -> Decimal:
        """Return the same quantity without the figures that say nothing: 12 and not 12,000."""
        return quantity.normalize() if quantity % 1 else quantity.quantize(Decimal(1))


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    """Reads outcomes."""

    def counted(self) -> Self:
        """Leave out what a later row put right: the figures are those of the last word."""
        return self.filter(correction=None)


class Outcome(AppendOnly):
    """One thing that came of a link. A mistake is put right by another row, never by changing this one.

    A correction of zero says that it did not happen.
    """

    link = models.ForeignKey(Link, models.CASCADE, related_name="outcomes", verbose_name=_("link"))
    unit = models.ForeignKey(OutcomeUnit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=3)
    day = models.DateField(_("on which day, or until which"), default=timezone.localdate)
    evidence = models.CharField(
        _("known from"),
        max_length=400,
        help_text=_("An invoice, a weighing slip, a count: what would show it to somebody who asks."),
    )
    url = models.URLField(_("its address"), blank=True)
    file = models.FileField(_("or a document"), upload_to="mises-en-relation/%Y/", blank=True, max_length=200)
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        related_name="correction",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("corrects"),
    )
    by = models.ForeignKey(
        Person, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("link", "outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0) | Q(quantity=0, corrects__isnull=False),
                name="links_outcome_above_zero",
                violation_error_message=_("A quantity is above zero; only a correction may say: nothing."),
            ),
            models.CheckConstraint(
                condition=~Q(evidence="") | Q(redacted_at__isnull=False),
                name="links_outcome_evidence",
                violation_error_message=_("Say where this is known from."),
            ),
        ]

    def __str__(self) -> str:
        return self.unit.of(self.quantity)
