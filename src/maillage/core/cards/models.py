"""What structures offer and seek: one model for every programme."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.core.constraints import ChecksAskedTogether
from maillage.core.organisations.models import Organisation
from maillage.core.territories.models import Municipality


class CardSubject(models.Model):
    """What offers and needs are about (« Mobilité », « Locaux »): a list that the portal keeps."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    summary = models.CharField(_("in one line"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("rank"), default=0)

    class Meta:
        verbose_name = _("subject of offers and needs")
        verbose_name_plural = _("subjects of offers and needs")
        ordering = ["position", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class CardQuerySet(models.QuerySet["Card"]):
    """Reads cards that stand on a day."""

    def current(self, on: date | None = None) -> Self:
        """Keep the open cards whose period is not over on a day (today), of structures that stand."""
        day = on or timezone.localdate()
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=day),
            state=Card.State.OPEN,
            organisation__merged_into=None,
        )

    def public(self, on: date | None = None) -> Self:
        """Keep the current cards that anybody may read, of published structures."""
        return self.current(on).filter(
            visibility=Card.Visibility.PUBLIC, organisation__state=Organisation.State.PUBLISHED
        )


class Card(ChecksAskedTogether):
    """One offer or one need of a structure.

    ``place`` is a commune, empty when the place does not matter; ``reach_km`` how far around it. The period
    ends on ``ends_on`` (included), empty for no end. ``quantity`` goes with ``unit`` (« 200 » « kg/mois »).
    """

    class Kind(models.TextChoices):
        OFFER = "offer", _("offer")
        NEED = "need", _("need")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("everyone")
        NETWORK = "network", _("people with an account")
        OFFICERS = "officers", _("the département's officers")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        OPEN = "open", _("open")
        MET = "met", _("met")
        CLOSED = "closed", _("withdrawn")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="cards", verbose_name=_("structure")
    )
    kind = models.CharField(_("offer or need"), max_length=5, choices=Kind.choices)
    subject = models.ForeignKey(
        CardSubject,
        models.PROTECT,
        related_name="cards",
        verbose_name=pgettext_lazy("offer or need", "subject"),
    )
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("description"), max_length=1200, blank=True)
    place = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="cards",
        null=True,
        blank=True,
        verbose_name=_("commune"),
    )
    reach_km = models.PositiveSmallIntegerField(_("how far around, in kilometres"), null=True, blank=True)
    starts_on = models.DateField(pgettext_lazy("period", "from"), null=True, blank=True)
    ends_on = models.DateField(pgettext_lazy("period", "until"), null=True, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(
        _("unit"), max_length=30, blank=True, help_text=_("kg a month, hours, m², meals…")
    )
    visibility = models.CharField(
        _("who sees it"), max_length=8, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed on"), auto_now=True, db_index=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer or need")
        verbose_name_plural = _("offers and needs")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "kind", "subject"], name="cards_card_open"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["offer", "need"])
                & Q(visibility__in=["public", "network", "officers"])
                & Q(state__in=["draft", "open", "met", "closed"]),
                name="cards_card_words",
                violation_error_message=_("This kind, visibility or state does not exist."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="cards_card_titled",
                violation_error_message=_("Say in a few words what is offered or sought."),
            ),
            models.CheckConstraint(
                condition=Q(quantity=None, unit="") | (Q(quantity__gt=0) & ~Q(unit="")),
                name="cards_card_quantity_has_a_unit",
                violation_error_message=_("A quantity is above zero and has a unit."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="cards_card_ends_after_start",
                violation_error_message=_("The period ends after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(reach_km=None) | Q(place__isnull=False),
                name="cards_card_reach_around_a_place",
                violation_error_message=_("Say around which commune."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Tell whether its period has passed while nobody said what became of it."""
        return (
            self.state == self.State.OPEN and self.ends_on is not None and self.ends_on < timezone.localdate()
        )
