"""The offer by subject, those who hold it, and when they are away."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.core.accounts.models import Person
from maillage.core.constraints import ChecksAskedTogether


class Subject(models.Model):
    """Something one may ask help for. Its family says who is meant to answer: the officers, or partners."""

    class Family(models.TextChoices):
        OFFICER = "officer", _("offer of the officers")
        PARTNER = "partner", _("offer of the partners")

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("in plain words"), max_length=400, blank=True)
    family = models.CharField(_("who answers"), max_length=10, choices=Family.choices)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = pgettext_lazy("what one asks help for", "subject")
        verbose_name_plural = _("subjects")
        ordering = ["position", "key"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(name=""),
                name="contacts_subject_named",
                violation_error_message=_("A subject has a key and a name."),
            ),
            models.CheckConstraint(
                condition=Q(family__in=["officer", "partner"]),
                name="contacts_subject_family",
                violation_error_message=_("A subject is answered by the officers or by partners."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(ChecksAskedTogether):
    """A role that answers, never a private person: its function and the contact of the role.

    In post from ``since`` until ``until`` (excluded; empty: no end known); ``successor`` is who takes over
    then. A name is shown only with the dated consent of who bears it. ``person`` is the account that answers
    here; partners and the central team may have none.
    """

    class Kind(models.TextChoices):
        OFFICER = "officer", _("territorial officer")
        PARTNER = "partner", _("partner")
        CENTRAL = "central", _("central team")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    function = models.CharField(
        _("function"), max_length=150, help_text=_("The role, not a person: « territorial officer, Longwy ».")
    )
    organisation_name = models.CharField(_("organisation"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address of the role"), max_length=254, blank=True)
    phone = models.CharField(_("phone number of the role"), max_length=30, blank=True)
    place = models.CharField(_("where to meet"), max_length=200, blank=True)
    hours = models.CharField(_("when to call"), max_length=200, blank=True)
    web = models.URLField(_("web page"), max_length=300, blank=True)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="contacts",
        null=True,
        blank=True,
        verbose_name=_("account that answers"),
    )
    name_shown = models.CharField(_("name shown to the public"), max_length=150, blank=True)
    consent_on = models.DateField(_("agreed to show the name on"), null=True, blank=True)
    since = models.DateField(_("in post since"))
    until = models.DateField(_("in post until (excluded)"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="predecessors",
        null=True,
        blank=True,
        verbose_name=_("who takes over"),
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    note = models.TextField(_("note for the coordination"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["kind", "function", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["officer", "partner", "central"]) & ~Q(function=""),
                name="contacts_contact_role",
                violation_error_message=_(
                    "A contact has a kind (officer, partner, central team) and a function."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone=""),
                name="contacts_contact_reachable",
                violation_error_message=_(
                    "Give an e-mail address or a phone number: a contact can be reached."
                ),
            ),
            models.CheckConstraint(
                condition=Q(name_shown="") | Q(consent_on__isnull=False),
                name="contacts_contact_name_by_consent",
                violation_error_message=_(
                    "A name is shown only with consent: give its day, or leave the name empty."
                ),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="contacts_contact_ends_after_start",
                violation_error_message=_("A contact ends after it began."),
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(until__isnull=False) & ~Q(successor=F("id")),
                name="contacts_contact_successor_of_leaver",
                violation_error_message=_("Someone else takes over, from the day when the contact ends."),
            ),
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.PARTNER and self.organisation_name:
            return f"{self.function}, {self.organisation_name}"
        return self.function

    def in_post(self, on: date) -> bool:
        """Tell whether the contact has begun and not ended on a day."""
        return self.since <= on and (self.until is None or on < self.until)


class Absence(models.Model):
    """Days when a contact does not answer, both included, and who stands in. No reason is kept, ever."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="absences", verbose_name=_("contact"))
    first_day = models.DateField(_("first day away"))
    last_day = models.DateField(_("last day away"))
    stand_in = models.ForeignKey(
        Contact,
        models.PROTECT,
        related_name="stands_in",
        null=True,
        blank=True,
        verbose_name=_("who stands in"),
    )

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="contacts_absence_ends_after_start",
                violation_error_message=_("The last day away is not before the first."),
            ),
            models.CheckConstraint(
                condition=Q(stand_in=None) | ~Q(stand_in=F("contact")),
                name="contacts_absence_someone_else",
                violation_error_message=_("Somebody else stands in."),
            ),
            models.UniqueConstraint(
                fields=["contact", "first_day"],
                name="contacts_absence_one_a_day",
                violation_error_message=_("An absence begins already on this day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} ({self.first_day:%Y-%m-%d} – {self.last_day:%Y-%m-%d})"
