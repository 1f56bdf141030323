"""The outbox: every message the house sends, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.constraints import ChecksAskedTogether


class State(models.TextChoices):
    QUEUED = "queued", _("waiting to leave")
    SENDING = "sending", _("leaving")
    SENT = "sent", _("handed to the mail server")
    FAILED = "failed", _("not sent")
    UNKNOWN = "unknown", _("outcome unknown")
    HELD = "held", _("held back")
    DROPPED = "dropped", _("given up")


class Trouble(models.TextChoices):
    """Why a message did not leave, in words that lead to what to do."""

    UNREACHABLE = "unreachable", _("the mail server could not be reached")
    BUSY = "busy", _("the mail server asked us to try again later")
    CREDENTIALS = "credentials", _("the mail server refused our sign-in: its settings need correcting")
    RECIPIENT = "recipient", _("the mail server refused the address: it may be misspelt or closed")
    SENDER = "sender", _("the mail server refused our sender address: its settings need correcting")
    CONTENT = "content", _("the mail server refused the message itself")
    EXPIRED = "expired", _("it no longer made sense when it could leave")
    INTERRUPTED = "interrupted", _("the sending was interrupted: it may have left, or not")
    RESTORED = "restored", _("a backup was restored: it may have left already")


class Message(ChecksAskedTogether):
    """One e-mail to one address."""

    key = models.CharField(_("idempotency key"), max_length=200, unique=True)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=80)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages_received",
        verbose_name=_("person"),
    )
    to = models.EmailField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=250)
    language = models.CharField(_("language"), max_length=10)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("formatted text"), blank=True)
    created_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt"), null=True, blank=True, default=timezone.now)
    lease_token = models.CharField(_("lease"), max_length=32, blank=True)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    trouble = models.CharField(_("trouble"), max_length=12, choices=Trouble, blank=True)
    answer = models.CharField(_("answer of the mail server"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="messaging_message_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="messaging_message_known_state"),
            models.CheckConstraint(
                name="messaging_message_waits_with_date",
                condition=Q(state=State.QUEUED, next_try_at__isnull=False)
                | (~Q(state=State.QUEUED) & Q(next_try_at__isnull=True)),
                violation_error_message=_("A waiting message, and only it, has a date of next attempt."),
            ),
            models.CheckConstraint(
                name="messaging_message_leased_sending",
                condition=(Q(state=State.SENDING, leased_until__isnull=False) & ~Q(lease_token=""))
                | (~Q(state=State.SENDING) & Q(leased_until__isnull=True, lease_token="")),
                violation_error_message=_("A message that is leaving is in the hands of exactly one sender."),
            ),
            models.CheckConstraint(
                name="messaging_message_sent_with_date",
                condition=Q(state=State.SENT, sent_at__isnull=False)
                | (~Q(state=State.SENT) & Q(sent_at__isnull=True)),
                violation_error_message=_("A sent message, and only it, has the date on which it left."),
            ),
            models.CheckConstraint(
                name="messaging_message_says_why",
                condition=~Q(state__in=[State.FAILED, State.UNKNOWN, State.HELD]) | ~Q(trouble=""),
                violation_error_message=_("A message that did not leave says why."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class DemoLetter(models.Model):
    """A letter that the demonstration's mail server received: kept on screen, sent to nobody."""

    message_id = models.CharField(_("Message-ID"), max_length=200)
    sender = models.CharField(_("from"), max_length=254)
    to = models.CharField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("formatted text"), blank=True)
    received_at = models.DateTimeField(_("received on"), default=timezone.now)

    class Meta:
        verbose_name = _("letter of the demonstration")
        verbose_name_plural = _("letters of the demonstration")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.subject
