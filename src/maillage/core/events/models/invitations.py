"""Who was invited to an event, and who asked not to be invited any more."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.events.models.events import Event


class Invitation(models.Model):
    """A structure or a person invited to an event: by message, or by voice when there is no address.

    ``circle`` says as whom, in the words of that day (« Structures of the Lunévillois »). ``token`` opens the
    page that says « do not invite me any more ». ``told_at``: when an officer called. ``erased_at``: the row
    still counts, it names nobody any more.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="invitations", verbose_name=_("event"))
    token = models.CharField(max_length=43, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    circle = models.CharField(_("invited as"), max_length=200, blank=True)
    invited_at = models.DateTimeField(_("invited on"), default=timezone.now)
    told_at = models.DateTimeField(_("called on"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased on"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation to an event")
        verbose_name_plural = _("invitations to events")
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=~Q(email=""),
                name="events_invitation_once_an_address",
                violation_error_message=_("This address is invited already."),
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="events_invitation_email_lower_case",
                violation_error_message=_("The e-mail address is kept in lower case."),
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) & ~Q(name="")
                | Q(erased_at__isnull=False, name="", email="", phone=""),
                name="events_invitation_named_or_erased",
                violation_error_message=_("An invitation names someone, unless it was erased."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} · {self.pk}"


class NoInvitation(models.Model):
    """An address to which no invitation is sent any more, because whoever reads it said so."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("address not to invite")
        verbose_name_plural = _("addresses not to invite")
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")) & ~Q(email=""),
                name="events_noinvitation_email_lower_case",
                violation_error_message=_("The e-mail address is kept in lower case."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
