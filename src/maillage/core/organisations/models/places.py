"""Where a structure is: its sites, when they open, and what is known of their accessibility."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core.organisations.models.organisations import Answer, Organisation
from maillage.core.territories.models import Municipality


class Site(models.Model):
    """A place where a structure receives or works; at most one is the principal one.

    ``hours`` is a list of ``[day, opens, closes]``: day 1 (Monday) to 7, times « 09:00 ». ``hours_note``
    tells what no timetable holds. The point is in degrees (WGS 84); ``point_source`` says who gave it.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="sites", verbose_name=_("structure")
    )
    name = models.CharField(_("name of the place"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    postcode = models.CharField(_("postal code"), max_length=10, blank=True)
    commune = models.ForeignKey(Municipality, models.PROTECT, related_name="sites", verbose_name=_("commune"))
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    point_source = models.CharField(_("source of the point"), max_length=120, blank=True)
    hours = models.JSONField(_("opening hours"), default=list, blank=True)
    hours_note = models.CharField(_("about the hours"), max_length=200, blank=True)
    principal = models.BooleanField(_("principal site"), default=False)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["-principal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(principal=True),
                name="organisations_site_one_principal",
                violation_error_message=_("A structure has one principal site."),
            ),
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None)
                | Q(longitude__gte=-180, longitude__lte=180, latitude__gte=-90, latitude__lte=90),
                name="organisations_site_point",
                violation_error_message=_("A point has a longitude and a latitude, in degrees."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.address} {self.postcode} {self.commune}".strip()


class AccessFact(models.Model):
    """One fact about the accessibility of a site: yes, no or unknown, seen by whom, on which day."""

    class Subject(models.TextChoices):
        ENTRANCE = "entrance", _("entrance without a step")
        LIFT = "lift", _("lift, or all on one level")
        TOILETS = "toilets", _("toilets for wheelchairs")
        PARKING = "parking", _("reserved parking place nearby")
        HEARING = "hearing", _("hearing loop")
        SIGHT = "sight", _("signs that can be read with poor sight or touched")
        WELCOME = "welcome", _("staff trained to welcome disabled people")

    site = models.ForeignKey(Site, models.CASCADE, related_name="access_facts", verbose_name=_("site"))
    subject = models.CharField(_("what"), max_length=10, choices=Subject.choices)
    answer = models.CharField(_("answer"), max_length=7, choices=Answer.choices, default=Answer.UNKNOWN)
    note = models.CharField(_("details"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200)
    seen_on = models.DateField(_("seen on"))

    class Meta:
        verbose_name = _("accessibility of a site")
        verbose_name_plural = _("accessibility of sites")
        ordering = ["site", "subject"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "subject"],
                name="organisations_accessfact_once",
                violation_error_message=_("This is told already of this site."),
            ),
            models.CheckConstraint(
                condition=~Q(source="") & Q(answer__in=Answer.values),
                name="organisations_accessfact_sourced",
                violation_error_message=_("Say where this is known from."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()}: {self.get_answer_display()}"
