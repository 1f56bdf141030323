"""Warnings that someone put off to a day."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.initiatives.models.charters import Review, Signature
from maillage.core.organisations.models import Label


class Snooze(models.Model):
    """The warnings of a signature, a label or a review keep quiet until a day, then come back."""

    signature = models.ForeignKey(
        Signature,
        models.CASCADE,
        related_name="snoozes",
        null=True,
        blank=True,
        verbose_name=_("signature"),
    )
    label = models.ForeignKey(
        Label, models.CASCADE, related_name="snoozes", null=True, blank=True, verbose_name=_("label")
    )
    review = models.ForeignKey(
        Review,
        models.CASCADE,
        related_name="snoozes",
        null=True,
        blank=True,
        verbose_name=_("review of a charter"),
    )
    until = models.DateField(_("put off until"))
    created_at = models.DateTimeField(_("put off on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("warning put off")
        verbose_name_plural = _("warnings put off")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(signature__isnull=False, label=None, review=None)
                | Q(signature=None, label__isnull=False, review=None)
                | Q(signature=None, label=None, review__isnull=False),
                name="initiatives_snooze_of_one_thing",
                violation_error_message=_("A warning is about a signature, a label or a review."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.signature_id or self.label_id or self.review_id} → {self.until:%Y-%m-%d}"
