"""Plans made from files by visitors: kept a day, behind a link that nobody can guess."""

import hashlib

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.core.jobs.models import Job


def digest_of(token: str) -> str:
    """What is kept of a private link: enough to recognise it, too little to rebuild it."""
    return hashlib.sha256(token.encode()).hexdigest()


class Plan(models.Model):
    """An event read from files, then its plan. Holds all that was given; the files themselves are not kept.

    `brief` is the organiser's settings as the form gives them; `findings` what reading found; `event` the
    event when nothing prevents planning it; `planning` its plan, as `planning.json`. `visitor` tells apart
    visitors without naming them, so that one cannot starve the others.
    """

    link_digest = models.CharField(
        _("digest of the private link"), max_length=64, unique=True, editable=False
    )
    visitor = models.CharField(
        _("visitor, made unrecognisable"), max_length=64, db_index=True, editable=False
    )
    created_at = models.DateTimeField(_("read on"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(pgettext_lazy("plan", "erased on"), db_index=True)
    brief = models.JSONField(_("settings"), default=dict)
    findings = models.JSONField(_("what reading found"), default=list)
    event = models.JSONField(_("event"), null=True, blank=True)
    planning = models.JSONField(_("plan"), null=True, blank=True)
    planned_at = models.DateTimeField(_("planned on"), null=True, blank=True)
    job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("calculation")
    )

    class Meta:
        verbose_name = _("plan made from files")
        verbose_name_plural = _("plans made from files")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="esspresso_plan_expires_after_creation",
                violation_error_message=_("A plan made from files is erased after it is made."),
            ),
            models.CheckConstraint(
                condition=Q(planned_at__isnull=True) | Q(event__isnull=False, planning__isnull=False),
                name="esspresso_plan_planned_has_event",
                violation_error_message=_("Only an event that was read can be planned."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
