"""What the public directory shows of structures, and what people ask of their sheets."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core.organisations.models import Answer, Organisation
from maillage.core.territories.models import Municipality, Territory


class Listing(models.Model):
    """One published structure as the list, the map and the open data show it.

    Derived from the structure, its principal site and its public cards, and written again whenever one of
    them changes: a list of a hundred thousand is read without a join. ``offers`` and ``needs`` hold the
    titles of public cards; the point is the site's, or the middle of its commune (``is_exact`` tells).
    """

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, primary_key=True, related_name="listing", verbose_name=_("structure")
    )
    slug = models.SlugField(_("address of the sheet"), max_length=120)
    name = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=200)
    summary = models.CharField(_("in a few words"), max_length=200, blank=True)
    place = models.CharField(_("commune"), max_length=120, blank=True)
    commune = models.ForeignKey(
        Municipality, models.CASCADE, null=True, related_name="+", db_index=False, verbose_name=_("commune")
    )
    territory = models.ForeignKey(
        Territory, models.CASCADE, null=True, related_name="+", db_index=False, verbose_name=_("territory")
    )
    ess = models.CharField(_("belongs to the ESS"), max_length=7, choices=Answer.choices)
    family = models.CharField(_("ESS family"), max_length=12, blank=True)
    section = models.CharField(_("activity"), max_length=1, blank=True)
    offers = models.CharField(_("offers"), max_length=240, blank=True)
    needs = models.CharField(_("seeks"), max_length=240, blank=True)
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)
    is_exact = models.BooleanField(_("the point is the structure's own"), default=False)
    refreshed_at = models.DateTimeField(_("derived on"), db_index=True)

    class Meta:
        verbose_name = _("line of the directory")
        verbose_name_plural = _("lines of the directory")
        ordering = ["folded", "pk"]
        indexes = [
            models.Index(fields=["folded", "organisation"], name="directory_by_name"),
            models.Index(fields=["territory", "folded", "organisation"], name="directory_territory"),
            models.Index(fields=["commune", "folded", "organisation"], name="directory_commune"),
            models.Index(fields=["ess", "folded", "organisation"], name="directory_ess"),
            models.Index(fields=["family", "folded", "organisation"], name="directory_family"),
            models.Index(fields=["section", "folded", "organisation"], name="directory_section"),
            models.Index(fields=["latitude", "longitude"], name="directory_point"),
            models.Index(
                fields=["folded", "organisation"], condition=~Q(offers=""), name="directory_with_offers"
            ),
            models.Index(
                fields=["folded", "organisation"], condition=~Q(needs=""), name="directory_with_needs"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="directory_listing_point",
                violation_error_message=_("A point has a longitude and a latitude."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DataChange(models.Model):
    """One line of the open data's changelog: a structure appeared, changed or was withdrawn, when.

    ``slug`` names it as the data do; nothing else is kept of a sheet that was withdrawn.
    """

    class Kind(models.TextChoices):
        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    at = models.DateTimeField(_("on"))
    kind = models.CharField(_("what happened"), max_length=9, choices=Kind.choices)
    slug = models.SlugField(_("structure"), max_length=120)

    class Meta:
        verbose_name = _("change of the open data")
        verbose_name_plural = _("changes of the open data")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["added", "changed", "withdrawn"]), name="directory_datachange_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.kind}"
