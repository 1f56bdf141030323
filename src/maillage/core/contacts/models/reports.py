"""What visitors say of a contact that they were given."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.accounts.models import Person
from maillage.core.contacts.models.contacts import Contact
from maillage.core.territories.models import Municipality


class WrongContactReport(models.Model):
    """« Is this the right contact? »: a visitor's yes or no on one commune, and what came of a no.

    A yes is stored as dealt with. ``contact`` is empty when nobody but the fallback was proposed.
    """

    class State(models.TextChoices):
        NEW = "new", _("to look at")
        CORRECTED = "corrected", _("corrected")
        RIGHT = "right", _("the contact was right")

    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        related_name="reports",
        null=True,
        blank=True,
        verbose_name=_("contact"),
    )
    commune = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("commune"))
    says_right = models.BooleanField(_("says that the contact is right"))
    message = models.TextField(_("message"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    created_at = models.DateTimeField(_("received on"), default=timezone.now)
    handled_at = models.DateTimeField(_("dealt with on"), null=True, blank=True)
    handled_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("dealt with by")
    )

    class Meta:
        verbose_name = _("word on a contact")
        verbose_name_plural = _("words on contacts")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="contacts_report_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="new", handled_at=None, handled_by=None, says_right=False)
                | Q(state__in=["corrected", "right"], handled_at__isnull=False),
                name="contacts_report_outcome",
                violation_error_message=_("A word is to look at, or was dealt with on a day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.commune} · {self.get_state_display()}"
