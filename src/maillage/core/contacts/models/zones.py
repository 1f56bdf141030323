"""Where a line holds: a commune, an intercommunalité, a territory or the whole département; and from when."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.core.contacts.models.contacts import Contact, Subject
from maillage.core.territories.models import Epci, Municipality, Territory


class Scope(models.TextChoices):
    """How wide a zone is; the narrower one decides."""

    COMMUNE = "commune", _("a commune")
    EPCI = "epci", _("an intercommunalité")
    TERRITORY = "territory", _("a territory")
    DEPARTEMENT = "departement", _("the whole département")


_ZONE_MATCHES_SCOPE = (
    Q(scope="commune", commune__isnull=False, epci=None, territory=None)
    | Q(scope="epci", commune=None, epci__isnull=False, territory=None)
    | Q(scope="territory", commune=None, epci=None, territory__isnull=False)
    | Q(scope="departement", commune=None, epci=None, territory=None)
)


class ZonedQuerySet(models.QuerySet[Any]):
    """Reads dated lines."""

    def at(self, on: date) -> Self:
        """Keep what holds on a day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)

    def not_over(self, on: date) -> Self:
        """Keep what holds on a day or will later."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=on))


class Zoned(models.Model):
    """A line that holds in one zone, from ``valid_from`` until ``valid_to`` (excluded; empty: no end known).

    A zone is named, never spelt out: when a commune moves to another territory next January, the lines of
    that territory hold for it from that day by themselves.
    """

    scope = models.CharField(_("how wide"), max_length=11, choices=Scope.choices)
    commune = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("commune")
    )
    epci = models.ForeignKey(
        Epci, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("intercommunalité")
    )
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("territory")
    )
    valid_from = models.DateField(_("since"))
    valid_to = models.DateField(_("until (excluded)"), null=True, blank=True)

    objects = ZonedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def zone(self) -> Municipality | Epci | Territory | None:
        """The commune, intercommunalité or territory named; None for the whole département."""
        return self.commune or self.epci or self.territory

    @property
    def zone_fields(self) -> dict[str, Any]:
        """The columns that name the zone, to look for the same one or to write it again."""
        return {
            "scope": self.scope,
            "commune": self.commune,
            "epci": self.epci,
            "territory": self.territory,
        }

    @property
    def zone_name(self) -> str:
        """The zone in words."""
        return str(self.zone or Scope.DEPARTEMENT.label)


def _zone_constraints(model: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=_ZONE_MATCHES_SCOPE,
            name=f"contacts_{model}_zone",
            violation_error_message=_(
                "Name the one zone that fits: a commune, an intercommunalité or a territory."
            ),
        ),
        models.CheckConstraint(
            condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            name=f"contacts_{model}_ends_after_start",
            violation_error_message=_("A line ends after it began."),
        ),
    ]


class Coverage(Zoned):
    """A contact answers in a zone: on one subject, or (``subject`` empty) on all those of its own family."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="coverages", verbose_name=_("contact"))
    subject = models.ForeignKey(
        Subject,
        models.PROTECT,
        related_name="coverages",
        null=True,
        blank=True,
        verbose_name=pgettext_lazy("what one asks help for", "subject"),
    )
    source = models.CharField(_("source"), max_length=300)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverages")
        ordering = ["valid_from", "pk"]
        constraints = [
            *_zone_constraints("coverage"),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="contacts_coverage_sourced",
                violation_error_message=_("Say where this is known from."),
            ),
            models.UniqueConstraint(
                "contact",
                "scope",
                Coalesce("commune", 0),
                Coalesce("epci", 0),
                Coalesce("territory", 0),
                Coalesce("subject", 0),
                "valid_from",
                name="contacts_coverage_once",
                violation_error_message=_("This contact already covers this zone from this day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} · {self.zone_name} ({self.valid_from:%Y-%m-%d})"


class DeclaredGap(Zoned):
    """Nobody is meant to answer on a subject in a zone, and why: said aloud, it is no anomaly."""

    subject = models.ForeignKey(
        Subject,
        models.PROTECT,
        related_name="gaps",
        verbose_name=pgettext_lazy("what one asks help for", "subject"),
    )
    reason = models.CharField(_("why nobody"), max_length=300)

    class Meta:
        verbose_name = _("declared gap")
        verbose_name_plural = _("declared gaps")
        ordering = ["valid_from", "pk"]
        constraints = [
            *_zone_constraints("declaredgap"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="contacts_declaredgap_explained",
                violation_error_message=_("Say why nobody answers here."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.zone_name} ({self.valid_from:%Y-%m-%d})"
