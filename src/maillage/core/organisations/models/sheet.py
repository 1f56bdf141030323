"""What a structure's sheet shows beside its facts: how to reach it, its labels, its pictures."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.organisations.models.organisations import Organisation


class ContactPoint(models.Model):
    """How to reach a function of a structure (« accueil », « commandes »).

    It is the function's. A person's name, or an address that is theirs alone, stands here only with their
    dated consent.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="contact_points", verbose_name=_("structure")
    )
    function = models.CharField(_("function"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    web = models.URLField(_("site"), max_length=300, blank=True)
    is_personal = models.BooleanField(_("this address or number is one person's own"), default=False)
    name = models.CharField(_("name shown"), max_length=120, blank=True)
    consent_on = models.DateField(_("consent given on"), null=True, blank=True)
    is_public = models.BooleanField(_("shown to everyone"), default=True)
    position = models.PositiveSmallIntegerField(_("rank"), default=0)

    class Meta:
        verbose_name = _("contact of a structure")
        verbose_name_plural = _("contacts of a structure")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone="") | ~Q(web=""),
                name="organisations_contactpoint_reaches",
                violation_error_message=_("Give an e-mail address, a telephone number or a site."),
            ),
            models.CheckConstraint(
                condition=Q(is_personal=False, name="") | Q(consent_on__isnull=False),
                name="organisations_contactpoint_consent",
                violation_error_message=_(
                    "A name, or a personal address, is shown only with the day on which the person agreed."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.function

    def clean(self) -> None:
        """Refuse a consent that is still to come."""
        if self.consent_on and self.consent_on > timezone.localdate():
            raise ValidationError({"consent_on": _("This day is still to come: nobody has agreed yet.")})


class Label(models.Model):
    """A label, agreement or certificate, valid between two days, and where this is known from."""

    class Kind(models.TextChoices):
        ESUS = "esus", _("ESUS agreement")
        SIAE = "siae", _("integration through work (SIAE)")
        EA = "ea", _("adapted company (EA)")
        ESAT = "esat", _("ESAT")
        ORGANIC = "organic", _("organic farming")
        QUALIOPI = "qualiopi", _("Qualiopi")
        RGE = "rge", _("RGE")
        TOURISM_DISABILITY = "tourism_disability", _("Tourisme & Handicap")
        EDUCATION = "education", _("popular education (JEP)")
        OTHER = "other", _("other")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="labels", verbose_name=_("structure")
    )
    kind = models.CharField(_("label"), max_length=20, choices=Kind.choices)
    detail = models.CharField(_("details"), max_length=120, blank=True)
    valid_from = models.DateField(_("since"), null=True, blank=True)
    valid_to = models.DateField(_("until (excluded)"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        ordering = ["kind", "valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=""),
                name="organisations_label_sourced",
                violation_error_message=_("Say where this is known from."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="organisations_label_ends_after_start",
                violation_error_message=_("A label ends after it began."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="other") | ~Q(detail=""),
                name="organisations_label_other_is_named",
                violation_error_message=_("Name the label."),
            ),
        ]

    def __str__(self) -> str:
        return self.detail if self.kind == self.Kind.OTHER else str(self.get_kind_display())


class Picture(models.Model):
    """A picture, drawn again by the house (nothing of the sent file remains but what is seen).

    ``alt`` says it to those who do not see it; ``credit`` and ``licence`` say whose it is.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="pictures", verbose_name=_("structure")
    )
    file = models.FileField(_("file"), upload_to="organisations/", max_length=200)
    width = models.PositiveSmallIntegerField(_("width, in pixels"))
    height = models.PositiveSmallIntegerField(_("height, in pixels"))
    alt = models.CharField(_("what the picture shows"), max_length=200)
    credit = models.CharField(_("credit"), max_length=120)
    licence = models.CharField(_("licence"), max_length=80)
    position = models.PositiveSmallIntegerField(_("rank"), default=0)
    added_at = models.DateTimeField(_("added on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(alt="") & ~Q(credit="") & ~Q(licence=""),
                name="organisations_picture_told",
                violation_error_message=_("A picture says what it shows, whose it is, and its licence."),
            ),
        ]

    def __str__(self) -> str:
        return self.alt
