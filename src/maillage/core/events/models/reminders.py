"""Reminders that were decided, once each, and those that someone put off."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core.events.models.events import Event
from maillage.core.events.models.followup import Action
from maillage.core.events.models.registrations import Registration


class Reminder(models.Model):
    """What was decided of one reminder: sent, or not, and why. The key is unique: none is decided twice."""

    class Outcome(models.TextChoices):
        SENT = "sent", _("sent")
        PASSED = "passed", _("its moment had passed")
        JUST_WRITTEN = "written", _("another message had just gone")

    key = models.CharField(_("key"), max_length=120, unique=True)
    event = models.ForeignKey(Event, models.CASCADE, related_name="reminders", verbose_name=_("event"))
    registration = models.ForeignKey(
        Registration,
        models.CASCADE,
        related_name="reminders",
        null=True,
        blank=True,
        verbose_name=_("registration"),
    )
    action = models.ForeignKey(
        Action, models.CASCADE, related_name="reminders", null=True, blank=True, verbose_name=_("action")
    )
    kind = models.CharField(_("kind"), max_length=10)
    moment = models.DateTimeField(_("due on"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    decided_at = models.DateTimeField(_("decided on"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(registration=None, action__isnull=False)
                | Q(registration__isnull=False, action=None),
                name="events_reminder_of_one_thing",
                violation_error_message=_("A reminder is about a registration or about an action."),
            )
        ]

    def __str__(self) -> str:
        return self.key


class Snooze(models.Model):
    """Someone put the reminders of an event, or of one of its actions, off until an instant."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="snoozes", verbose_name=_("event"))
    action = models.ForeignKey(
        Action, models.CASCADE, related_name="snoozes", null=True, blank=True, verbose_name=_("action")
    )
    until = models.DateTimeField(_("put off until"))
    created_at = models.DateTimeField(_("put off on"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminders put off")
        verbose_name_plural = _("reminders put off")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.until:%Y-%m-%d}"
