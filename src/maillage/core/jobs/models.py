"""The lease that the queue lacks, and the clock of periodic chores.

The queue itself is ``django_tasks_db.DBTaskResult``; a ``Job`` accompanies each of its rows.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from maillage.core.constraints import ChecksAskedTogether

LEASE_WHOLE = Q(lease_token=None, leased_until=None) | Q(
    lease_token__isnull=False, leased_until__isnull=False
)


class Cause(models.TextChoices):
    """Why a job ended without its effect."""

    CANCELLED = "cancelled", _("Somebody cancelled it")
    REFUSED = "refused", _("The work said why it cannot be done")
    ERROR = "error", _("Each attempt met an error")
    LOST = "lost", _("Each worker that took it disappeared")


class Job(ChecksAskedTogether):
    """Long work: who asked for it, how far it is, and which worker holds it until when.

    A worker holds the job by ``lease_token`` until ``leased_until`` (the database's clock) and renews it
    while it works. Each attempt has a new token, so that a worker whose lease passed to another can no longer
    write. ``effect_done_at`` is written in the transaction of the effect itself: once set, the effect is
    never run again.
    """

    result = models.OneToOneField(
        DBTaskResult, on_delete=models.CASCADE, primary_key=True, related_name="job"
    )
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language of its messages"), max_length=10)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name=_("asked by"),
    )
    done = models.PositiveIntegerField(_("steps done"), default=0)
    total = models.PositiveIntegerField(_("steps in all"), default=0)
    message = models.CharField(_("what it is doing"), max_length=300, blank=True)
    cancellable = models.BooleanField(_("may be cancelled"), default=True)
    cancel_requested_at = models.DateTimeField(_("cancel asked on"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    max_attempts = models.PositiveSmallIntegerField(_("attempts at most"), default=5)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    effect_done_at = models.DateTimeField(null=True, blank=True, editable=False)
    cause = models.CharField(_("cause of the failure"), max_length=10, choices=Cause, blank=True)
    reason = models.TextField(_("reason given by the work"), blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-result__enqueued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=LEASE_WHOLE,
                name="jobs_job_lease_whole",
                violation_error_message=_("A lease has a holder and an end, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=F("max_attempts")),
                name="jobs_job_attempts_bounded",
                violation_error_message=_("A job is not tried more often than it may be."),
            ),
            models.CheckConstraint(
                condition=Q(total=0) | Q(done__lte=F("total")),
                name="jobs_job_progress_bounded",
                violation_error_message=_("A job does not do more steps than it has."),
            ),
            models.CheckConstraint(
                condition=Q(cause__in=["", *Cause.values]),
                name="jobs_job_cause_known",
                violation_error_message=_("This cause of failure is not known."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ChoreClock(models.Model):
    """When a periodic chore is due, and which worker runs it at this moment."""

    name = models.CharField(_("chore"), max_length=200, primary_key=True)
    due_at = models.DateTimeField(_("due on"), db_index=True)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    last_ended_at = models.DateTimeField(_("last ended on"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("periodic chore")
        verbose_name_plural = _("periodic chores")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=LEASE_WHOLE,
                name="jobs_choreclock_lease_whole",
                violation_error_message=_("A lease has a holder and an end, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
