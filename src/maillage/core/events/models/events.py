"""What people are invited to: an event, its programme, what was announced of it, the series it belongs to."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.core.accounts.models import Person
from maillage.core.constraints import ChecksAskedTogether
from maillage.core.territories.models import Municipality, Territory


class Series(models.Model):
    """Events that come back, each hosted by another structure: « Faire ensemble », one half-day a quarter."""

    title = models.CharField(_("title"), max_length=120)
    rhythm = models.CharField(_("rhythm, in words"), max_length=120, blank=True)
    territories = models.ManyToManyField(
        Territory, related_name="event_series", blank=True, verbose_name=_("territories")
    )

    class Meta:
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title"],
                name="events_series_title",
                violation_error_message=_("A series already has this title."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="events_series_titled",
                violation_error_message=_("A series has a title."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Event(ChecksAskedTogether):
    """Something to which people come, at a place, from one instant to another.

    ``organiser`` prepares it and reads who comes; ``host`` is who receives, a free name. Without ``capacity``
    everyone has a seat. ``last_number`` is the last order of arrival given; it only grows, under the lock of
    this row. ``version`` counts what was announced: each is kept by :class:`Announcement`.
    """

    class Kind(models.TextChoices):
        HALF_DAY = "half_day", _("half-day")
        VISIT = "visit", _("visit")
        FORUM = "forum", _("forum")
        SEMINAR = "seminar", _("seminar")
        MEETING = "meeting", _("working meeting")

    class State(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        OPEN = "open", _("registrations open")
        CLOSED = "closed", _("registrations closed")
        CANCELLED = "cancelled", _("cancelled")
        HELD = "held", _("took place")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("in the public list")
        LINK = "link", _("only for those who have the link")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.HALF_DAY)
    title = models.CharField(_("title"), max_length=150)
    summary = models.TextField(_("what it is about"), max_length=3000, blank=True)
    place = models.CharField(_("place"), max_length=150, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    commune = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="events",
        null=True,
        blank=True,
        verbose_name=_("commune"),
    )
    access_note = models.CharField(_("how to come, access for all"), max_length=500, blank=True)
    territories = models.ManyToManyField(
        Territory, related_name="events", blank=True, verbose_name=_("territories")
    )
    host = models.CharField(_("hosted by"), max_length=150, blank=True)
    organiser = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="events_organised",
        null=True,
        blank=True,
        verbose_name=_("prepared by"),
    )
    starts_at = models.DateTimeField(_("begins on"))
    ends_at = models.DateTimeField(_("ends on"))
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("registrations until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    visibility = models.CharField(
        _("who sees it"), max_length=6, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    reply_to = models.EmailField(_("address that answers questions"), max_length=254, blank=True)
    asks_photo_consent = models.BooleanField(_("ask who agrees to be photographed"), default=False)
    series = models.ForeignKey(
        Series, models.PROTECT, related_name="events", null=True, blank=True, verbose_name=_("series")
    )
    version = models.PositiveIntegerField(_("version announced"), default=0)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created on"), auto_now_add=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["state", "starts_at"], name="events_event_to_come")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="events_event_titled",
                violation_error_message=_("An event has a title."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="events_event_ends_after_start",
                violation_error_message=_("An event ends after it began."),
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1),
                name="events_event_capacity",
                violation_error_message=_("Give at least one seat, or leave empty for no limit."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "open", "closed", "cancelled", "held"]),
                name="events_event_state",
                violation_error_message=_("This state does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=["public", "link"]),
                name="events_event_visibility",
                violation_error_message=_("An event is public, or only for those who have the link."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", version=0) | ~Q(state="draft") & Q(version__gte=1),
                name="events_event_announced_once_published",
                violation_error_message=_("A published event keeps what was announced of it."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProgrammeItem(models.Model):
    """One line of an event's programme; without an hour, it follows the line above."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="programme", verbose_name=_("event"))
    position = models.PositiveSmallIntegerField(_("order"))
    at = models.TimeField(_("hour"), null=True, blank=True)
    text = models.CharField(_("what happens"), max_length=250)

    class Meta:
        verbose_name = _("line of the programme")
        verbose_name_plural = _("lines of the programme")
        ordering = ["event", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "position"],
                name="events_programmeitem_position",
                violation_error_message=_("Two lines of a programme hold the same place."),
            )
        ]

    def __str__(self) -> str:
        return self.text


class Announcement(models.Model):
    """What was announced of an event, frozen: when, where, under which title. Never changed afterwards."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="announcements", verbose_name=_("event"))
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=150)
    starts_at = models.DateTimeField(_("begins on"))
    ends_at = models.DateTimeField(_("ends on"))
    place = models.CharField(_("place"), max_length=150, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    commune_name = models.CharField(_("commune"), max_length=120, blank=True)
    host = models.CharField(_("hosted by"), max_length=150, blank=True)
    announced_at = models.DateTimeField(_("announced on"), auto_now_add=True)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "number"],
                name="events_announcement_number",
                violation_error_message=_("This version was announced already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"
