"""Who comes to an event, who waits for a seat, who was there."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.accounts.models import Person
from maillage.core.constraints import ChecksAskedTogether
from maillage.core.events.models.events import Event


class Registration(ChecksAskedTogether):
    """A person who asked to come. ``number`` is their order of arrival, which the waiting list follows.

    ``token`` opens the personal page: it is kept as it is, because the link is sent again and printed; what
    it shows is a first name, and what it can do is give the seat back. Someone without an account (``person``
    empty) and without an address telephoned: an officer wrote them down. ``erased_at``: the row still counts,
    it names nobody any more. ``written_at``: when the last message about this event was written to them.
    """

    class State(models.TextChoices):
        REGISTERED = "registered", _("has a seat")
        WAITING = "waiting", _("on the waiting list")
        WITHDRAWN = "withdrawn", _("does not come")

    class Source(models.TextChoices):
        ONLINE = "online", _("on the site")
        PHONE = "phone", _("by telephone")
        PAPER = "paper", _("on paper or on the spot")

    class News(models.TextChoices):
        """What an officer must tell by voice to someone who gave no e-mail address."""

        SEAT = "seat", _("a seat became free")
        CHANGE = "change", _("the hour or the place changes")
        CANCELLED = "cancelled", _("the event does not take place")

    event = models.ForeignKey(Event, models.PROTECT, related_name="registrations", verbose_name=_("event"))
    number = models.PositiveIntegerField(_("order of arrival"))
    token = models.CharField(max_length=43, unique=True, editable=False)
    name = models.CharField(_("first name and name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    organisation = models.CharField(_("structure"), max_length=150, blank=True)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="event_registrations",
        null=True,
        blank=True,
        verbose_name=_("account"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    source = models.CharField(_("registered"), max_length=6, choices=Source.choices, default=Source.ONLINE)
    photo_consent = models.BooleanField(_("agrees to be photographed"), null=True, blank=True)
    needs = models.CharField(_("what we should plan for"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("registered on"), default=timezone.now)
    written_at = models.DateTimeField(_("last written to"), null=True, blank=True)
    to_tell = models.CharField(_("to tell by voice"), max_length=9, choices=News.choices, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrew on"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased on"), null=True, blank=True)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["event", "number"]
        indexes = [models.Index(fields=["event", "state", "number"], name="events_registration_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "number"],
                name="events_registration_number",
                violation_error_message=_("Two people cannot hold the same order of arrival."),
            ),
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=~Q(email="") & ~Q(state="withdrawn"),
                name="events_registration_once_an_address",
                violation_error_message=_("This address is registered already."),
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="events_registration_email_lower_case",
                violation_error_message=_("The e-mail address is kept in lower case."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["registered", "waiting", "withdrawn"]),
                name="events_registration_state",
                violation_error_message=_("This state does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(source__in=["online", "phone", "paper"]),
                name="events_registration_source",
                violation_error_message=_("One registers on the site, by telephone or on paper."),
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_at=None),
                name="events_registration_withdrawn_with_date",
                violation_error_message=_("Whoever does not come, and nobody else, has the date of it."),
            ),
            models.CheckConstraint(
                condition=Q(to_tell__in=["", "seat", "change", "cancelled"]),
                name="events_registration_news",
                violation_error_message=_("This news does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(arrived_at=None) | Q(state="registered"),
                name="events_registration_arrives_with_a_seat",
                violation_error_message=_("Give a seat to whoever arrives."),
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) & ~Q(name="")
                | Q(erased_at__isnull=False, name="", email="", phone="", needs="", person=None),
                name="events_registration_named_or_erased",
                violation_error_message=_("A registration names someone, unless it was erased."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} · {self.number}"

    @property
    def first_name(self) -> str:
        """The first word of the name: all that a forwarded link may show."""
        return self.name.split()[0] if self.name else ""
