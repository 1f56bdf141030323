"""The perimeter of the ESS, as versioned rules: data with its source, not code."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EssPerimeterRule(models.Model):
    """One rule of one version: this legal category or statute, with this activity, is in or out.

    ``category`` and ``naf`` are beginnings of codes (« 92 » covers 9220); empty matches anything. Of the
    rules that fit, the most precise one answers: see ``rules.ess_answer``. ``naf_2025`` names the same
    activity in the nomenclature of 2025; it stays empty until the official correspondence is known, and a
    structure known by its new code alone is then answered « unknown ». A version may be loaded ahead: it is
    in force once the day ``since`` of all its rules has come. ``reason`` is a code that the
    interface puts into words; ``source`` and ``vintage`` say what the rule was read from, and when.
    """

    class Family(models.TextChoices):
        NONE = "", _("none")
        ASSOCIATION = "association", _("association")
        COOPERATIVE = "cooperative", _("cooperative")
        MUTUAL = "mutual", _("mutual society")
        FOUNDATION = "foundation", _("foundation")
        COMPANY = "company", _("commercial company of the ESS")

    version = models.CharField(_("version"), max_length=20)
    since = models.DateField(_("in force since"))
    category = models.CharField(_("legal category"), max_length=4, blank=True)
    statute = models.CharField(_("statutes"), max_length=12, blank=True)
    naf = models.CharField(_("activity (NAF rev. 2)"), max_length=6, blank=True)
    naf_2025 = models.CharField(_("activity (NAF 2025)"), max_length=6, blank=True)
    answer = models.CharField(_("answer"), max_length=7, choices=[("yes", _("yes")), ("no", _("no"))])
    family = models.CharField(_("family"), max_length=12, choices=Family.choices, blank=True)
    reason = models.SlugField(_("reason"), max_length=40)
    source = models.CharField(_("source"), max_length=300)
    vintage = models.CharField(_("vintage of the source"), max_length=40)

    class Meta:
        verbose_name = _("rule of the ESS perimeter")
        verbose_name_plural = _("rules of the ESS perimeter")
        ordering = ["version", "category", "statute", "naf", "naf_2025", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "category", "statute", "naf", "naf_2025"],
                name="organisations_essrule_once",
                violation_error_message=_("This version already has a rule for this case."),
            ),
            models.CheckConstraint(
                condition=~Q(category="", statute="", naf="", naf_2025=""),
                name="organisations_essrule_says_of_whom",
                violation_error_message=_("A rule names a category, statutes or an activity."),
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["yes", "no"]) & ~Q(source="") & ~Q(vintage=""),
                name="organisations_essrule_sourced",
                violation_error_message=_("A rule answers yes or no, and says where it is read."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.category or '—'} {self.statute or '—'} {self.naf or '—'} {self.answer}"
