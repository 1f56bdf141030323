"""A démarche, and the people who have a place in its workspace."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.core.accounts.models import Person
from maillage.core.events.models import Event, Series
from maillage.core.territories.models import Territory


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    """Reads démarches."""

    def published(self) -> Self:
        """Keep what anybody may read."""
        return self.filter(published=True)


class Initiative(models.Model):
    """A démarche: actors who gather on territories for a purpose. ``slug`` is its address for good.

    ``source`` says where its facts are known from, when they were told by others than its actors.
    A démarche without territory concerns the whole département. Its events are those linked one by one
    (``events``), and all those of its ``series``.
    """

    class State(models.TextChoices):
        PREPARING = "preparing", pgettext_lazy("démarche", "in preparation")
        ACTIVE = "active", pgettext_lazy("démarche", "under way")
        PAUSED = "paused", pgettext_lazy("démarche", "paused")
        ENDED = "ended", pgettext_lazy("démarche", "ended")

    slug = models.SlugField(max_length=80, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=240)
    purpose = models.TextField(_("what it is for"), max_length=4000, blank=True)
    territories = models.ManyToManyField(
        Territory, related_name="initiatives", blank=True, verbose_name=_("territories")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PREPARING)
    since = models.PositiveSmallIntegerField(_("since (year)"), null=True, blank=True)
    ended_in = models.PositiveSmallIntegerField(_("ended in (year)"), null=True, blank=True)
    source = models.CharField(_("source of these facts"), max_length=300, blank=True)
    published = models.BooleanField(_("readable by all"), default=False)
    events = models.ManyToManyField(
        Event, related_name="initiatives", blank=True, editable=False, verbose_name=_("events")
    )
    series = models.ManyToManyField(
        Series, related_name="initiatives", blank=True, editable=False, verbose_name=_("series of events")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("démarche")
        verbose_name_plural = _("démarches")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(ended_in=None) | Q(ended_in__gte=F("since")),
                name="initiatives_end_after_start",
                violation_error_message=_("A démarche ends after it began."),
            ),
            models.CheckConstraint(
                condition=Q(ended_in=None) | Q(state="ended"),
                name="initiatives_ended_in_when_ended",
                violation_error_message=_("Only a démarche that ended has an end."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A person who has a place in the workspace of a démarche; a facilitator may also write in it."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    facilitates = models.BooleanField(_("facilitates"), default=False)
    since = models.DateField(_("since"), default=timezone.localdate)

    class Meta:
        verbose_name = _("member of a démarche")
        verbose_name_plural = _("members of démarches")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "person"],
                name="initiatives_member_once",
                violation_error_message=_("This person already has a place in this démarche."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} · {self.person_id}"
