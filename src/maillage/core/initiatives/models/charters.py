"""The charter of a démarche: frozen versions, commitments, signatures, and what was seen of each."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.core.initiatives.models.initiatives import Initiative
from maillage.core.organisations.models import Organisation


class CharterVersion(models.Model):
    """What signatories commit to. Published, it is frozen: a change is a new version, the old one stays.

    ``renewed_every`` is how many months a signature of this version holds; empty: until someone ends it.
    ``threshold`` is the share of its weight, in percent, that a signatory must be seen to keep.
    """

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="charter_versions")
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    preamble = models.TextField(_("why this charter"), max_length=4000, blank=True)
    renewed_every = models.PositiveSmallIntegerField(_("a signature holds, in months"), null=True, blank=True)
    threshold = models.PositiveSmallIntegerField(_("share to keep, in %"), default=100)
    published_on = models.DateField(_("published on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("version of a charter")
        verbose_name_plural = _("versions of charters")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "number"], name="initiatives_charter_number_once"),
            models.UniqueConstraint(
                fields=["initiative"],
                condition=Q(published_on=None),
                name="initiatives_one_draft_charter",
                violation_error_message=_("A version is being written already: publish it first."),
            ),
            models.CheckConstraint(
                condition=Q(renewed_every=None) | Q(renewed_every__gte=1),
                name="initiatives_charter_renewal",
                violation_error_message=_("A signature holds for one month at least."),
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=1, threshold__lte=100),
                name="initiatives_charter_threshold",
                violation_error_message=_("The share to keep is a percentage, from 1 to 100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class Commitment(models.Model):
    """One thing that a signatory promises; ``for_subcontractors``: theirs must keep it too.

    ``weight`` is what it counts in the grid. ``labels``, separated by commas: a signatory must hold one.
    """

    version = models.ForeignKey(CharterVersion, models.CASCADE, related_name="commitments")
    text = models.CharField(_("commitment"), max_length=400)
    for_subcontractors = models.BooleanField(_("subcontractors keep it too"), default=False)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    labels = models.CharField(_("labels, one of which is required"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=9),
                name="initiatives_commitment_weight",
                violation_error_message=_("A weight goes from 1 to 9."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def label_names(self) -> list[str]:
        """The labels, one of which a signatory must hold; none: no label is required."""
        return [name.strip() for name in self.labels.split(",") if name.strip()]


class Signature(models.Model):
    """A structure that signed a version of a charter, through someone named by function.

    ``until`` is the day on which it no longer holds unless renewed (empty: no end). A suspension and an end
    say why.
    """

    class State(models.TextChoices):
        IN_FORCE = "in_force", pgettext_lazy("signature", "in force")
        SUSPENDED = "suspended", pgettext_lazy("signature", "suspended")
        ENDED = "ended", pgettext_lazy("signature", "ended")

    version = models.ForeignKey(CharterVersion, models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("structure")
    )
    name = models.CharField(_("structure"), max_length=200)
    function = models.CharField(_("signed by (function)"), max_length=120)
    signed_on = models.DateField(_("signed on"), default=timezone.localdate)
    until = models.DateField(_("to be renewed before"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.IN_FORCE)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    state_since = models.DateField(default=timezone.localdate, editable=False)

    class Meta:
        verbose_name = _("signature of a charter")
        verbose_name_plural = _("signatures of charters")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "name"],
                condition=~Q(state="ended"),
                name="initiatives_signed_once",
                violation_error_message=_("This structure has signed this version already."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("signed_on")),
                name="initiatives_signature_dates",
                violation_error_message=_("A signature holds for one day at least."),
            ),
            models.CheckConstraint(
                condition=Q(state="in_force") | ~Q(reason=""),
                name="initiatives_suspension_says_why",
                violation_error_message=_("Say why: the structure reads it."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Assessment(models.Model):
    """What was seen of a commitment at a signatory: kept, not kept, or unknown; each look is a new line."""

    class Answer(models.TextChoices):
        YES = "yes", pgettext_lazy("commitment", "kept")
        NO = "no", pgettext_lazy("commitment", "not kept")
        UNKNOWN = "unknown", pgettext_lazy("commitment", "not known")

    signature = models.ForeignKey(Signature, models.CASCADE, related_name="assessments")
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="+")
    answer = models.CharField(_("kept?"), max_length=7, choices=Answer.choices)
    source = models.CharField(_("known from"), max_length=300)
    seen_on = models.DateField(_("seen on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("look at a commitment")
        verbose_name_plural = _("looks at commitments")
        ordering = ["-seen_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.signature_id} · {self.commitment_id}"


class Subcontractor(models.Model):
    """A company that works for a signatory and keeps, it says, what the charter asks of subcontractors."""

    signature = models.ForeignKey(Signature, models.CASCADE, related_name="subcontractors")
    name = models.CharField(_("company"), max_length=200)
    trade = models.CharField(_("what it does"), max_length=120, blank=True)
    since = models.DateField(_("committed on"), default=timezone.localdate)
    until = models.DateField(_("until (excluded)"), null=True, blank=True)

    class Meta:
        verbose_name = _("subcontractor of a signatory")
        verbose_name_plural = _("subcontractors of signatories")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["signature", "name"],
                condition=Q(until=None),
                name="initiatives_subcontractor_once",
                violation_error_message=_("This company is declared already."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="initiatives_subcontractor_dates",
                violation_error_message=_("It must end after it began."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """A day on which a version of a charter is read again together, and what came of it."""

    version = models.ForeignKey(CharterVersion, models.CASCADE, related_name="reviews")
    planned_on = models.DateField(_("read again on"))
    held_on = models.DateField(_("took place on"), null=True, blank=True)
    conclusion = models.TextField(_("what came of it"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("review of a charter")
        verbose_name_plural = _("reviews of charters")
        ordering = ["-planned_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(held_on=None),
                name="initiatives_one_review_to_come",
                violation_error_message=_("A review is planned already: change its day."),
            ),
            models.CheckConstraint(
                condition=Q(held_on=None, conclusion="") | (Q(held_on__isnull=False) & ~Q(conclusion="")),
                name="initiatives_review_concludes",
                violation_error_message=_("A review that took place says what came of it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} · {self.planned_on}"
