"""What came of an event: minutes, decisions, actions, and what those who came thought of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.core.accounts.models import Person
from maillage.core.events.models.events import Event
from maillage.core.events.models.registrations import Registration


class Minutes(models.Model):
    """One version of an event's minutes. A correction is a new version; the last one is read."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="minutes", verbose_name=_("event"))
    number = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("minutes"), max_length=20000)
    author = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="event_minutes",
        null=True,
        blank=True,
        verbose_name=_("written by"),
    )
    written_at = models.DateTimeField(_("written on"), auto_now_add=True)
    is_public = models.BooleanField(_("on the public page"), default=False)

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "number"],
                name="events_minutes_number",
                violation_error_message=_("This version of the minutes exists already."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="events_minutes_written",
                violation_error_message=_("Minutes hold a text."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} · {self.number}"


class Decision(models.Model):
    """Something that those who met agreed on."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="decisions", verbose_name=_("event"))
    text = models.CharField(_("what was decided"), max_length=500)
    decided_at = models.DateTimeField(_("written on"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["event", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="events_decision_written",
                violation_error_message=_("A decision holds a text."),
            )
        ]

    def __str__(self) -> str:
        return self.text


class Action(models.Model):
    """What someone will do after an event, and by when. ``who`` is a free name: often a structure."""

    class State(models.TextChoices):
        OPEN = "open", _("to do")
        DONE = "done", _("done")
        DROPPED = "dropped", pgettext_lazy("action", "given up")

    event = models.ForeignKey(Event, models.PROTECT, related_name="actions", verbose_name=_("event"))
    what = models.CharField(_("what"), max_length=300)
    who = models.CharField(_("who"), max_length=150)
    due_on = models.DateField(_("by when"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(_("written on"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled on"), null=True, blank=True)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(who=""),
                name="events_action_what_and_who",
                violation_error_message=_("An action says what will be done, and who does it."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None)
                | Q(state__in=["done", "dropped"], settled_at__isnull=False),
                name="events_action_settled_with_date",
                violation_error_message=_("An action done or given up, and only it, has the date of it."),
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Satisfaction(models.Model):
    """What someone who came thought of it; they may change their mind, the last answer counts."""

    class Useful(models.IntegerChoices):
        NOT = 1, _("not at all")
        LITTLE = 2, _("a little")
        RATHER = 3, _("rather")
        VERY = 4, _("very")

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="satisfaction", verbose_name=_("registration")
    )
    useful = models.PositiveSmallIntegerField(_("was it useful to you?"), choices=Useful.choices)
    met_someone_new = models.BooleanField(_("did you meet someone you did not know?"), null=True, blank=True)
    comment = models.TextField(_("something to tell us"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("answered on"), auto_now=True)

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        constraints = [
            models.CheckConstraint(
                condition=Q(useful__gte=1, useful__lte=4),
                name="events_satisfaction_scale",
                violation_error_message=_("The opinion goes from « not at all » to « very »."),
            )
        ]

    def __str__(self) -> str:
        return str(self.registration_id)
