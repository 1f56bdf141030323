"""Copies of one's own data, and requests of erasure."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core.jobs.models import Job


class DataCopy(models.Model):
    """A copy of all that the house keeps of a person, made at their request, for them alone, for a week.

    The archive lies in the database: it is backed up, erased and restored with the data that it copies.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="data_copies", verbose_name=_("person")
    )
    job = models.OneToOneField(Job, models.SET_NULL, null=True, editable=False, verbose_name=_("work"))
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now)
    ready_at = models.DateTimeField(_("ready on"), null=True, blank=True)
    archive = models.BinaryField(_("archive"), null=True)

    class Meta:
        verbose_name = _("copy of one's data")
        verbose_name_plural = _("copies of one's data")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="privacy_datacopy_ready_with_archive",
                condition=Q(ready_at__isnull=True, archive__isnull=True)
                | Q(ready_at__isnull=False, archive__isnull=False),
                violation_error_message=_("A copy is ready when its archive is there, and only then."),
            )
        ]

    def __str__(self) -> str:
        return gettext("copy no. %(number)s") % {"number": self.pk}


class ErasureRequest(models.Model):
    """Someone asks to be erased; the coordination carries it out or says why it cannot."""

    class State(models.TextChoices):
        ASKED = "asked", _("waiting for the coordination")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DONE = "done", _("carried out")
        REFUSED = "refused", _("refused, with the reason")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="erasure_requests",
        verbose_name=_("person"),
    )
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    removed = models.JSONField(_("rows removed, by kind"), default=dict, blank=True)

    class Meta:
        verbose_name = _("request of erasure")
        verbose_name_plural = _("requests of erasure")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state="asked"),
                name="privacy_erasure_one_open",
                violation_error_message=_("This person already asked for it: one request is enough."),
            ),
            models.CheckConstraint(
                name="privacy_erasure_decided_with_date",
                condition=Q(state="asked", decided_at__isnull=True)
                | (~Q(state="asked") & Q(decided_at__isnull=False)),
                violation_error_message=_("A decided request, and only it, has the date of the decision."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("request no. %(number)s") % {"number": self.pk}
