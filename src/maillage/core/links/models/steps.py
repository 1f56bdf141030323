"""How a link went: its steps, which only grow, and the reminders that were decided."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.accounts.models import Person
from maillage.core.links.models.links import Link


class AppendOnly(models.Model):
    """A row that is added and never written again; its free text alone can be removed, with its day."""

    redacted_at = models.DateTimeField(_("text removed on"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. Raises TypeError for one that stands already."""
        if not self._state.adding:
            raise TypeError("What was said of a link is never written again: add what is new.")
        super().save(*args, **kwargs)


class LinkStep(AppendOnly):
    """A link came into a state on a day: who said so, and why."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="steps", verbose_name=_("link"))
    state = models.CharField(_("state"), max_length=9, choices=Link.State.choices)
    day = models.DateField(_("since which day"), default=timezone.localdate)
    why = models.CharField(_("what happened"), max_length=600, blank=True)
    by = models.ForeignKey(
        Person, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("said by")
    )
    recorded_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("step of a link")
        verbose_name_plural = _("steps of links")
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "accepted", "under_way", "realised", "abandoned"]),
                name="links_step_state",
                violation_error_message=_("This state does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(redacted_at=None) | Q(why=""),
                name="links_step_redacted",
                violation_error_message=_("A text that was removed is empty."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} · {self.get_state_display()}"


class LinkReminder(models.Model):
    """What was decided of one reminder: sent, or not, and why. The key is unique: none is decided twice."""

    class Outcome(models.TextChoices):
        SENT = "sent", _("sent")
        PASSED = "passed", _("its moment had passed")

    key = models.CharField(_("key"), max_length=80, unique=True)
    link = models.ForeignKey(Link, models.CASCADE, related_name="reminders", verbose_name=_("link"))
    moment = models.DateTimeField(_("due on"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    decided_at = models.DateTimeField(_("decided on"))

    class Meta:
        verbose_name = _("reminder of a link")
        verbose_name_plural = _("reminders of links")
        ordering = ["decided_at", "pk"]

    def __str__(self) -> str:
        return self.key
