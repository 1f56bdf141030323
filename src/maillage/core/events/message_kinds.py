"""Messages that events send. Those that hold a personal link are read by nobody in the outbox."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from maillage.core.messaging.kinds import MessageKind, WhenUnknown

KINDS = (
    MessageKind(
        key="events.invitation",
        label=_("Invitation to an event"),
        when_unknown=WhenUnknown.RESEND,
        valid_for=timedelta(days=3),
        secret=True,
    ),
    MessageKind(
        key="events.registered",
        label=_("Registration for an event"),
        when_unknown=WhenUnknown.RESEND,
        valid_for=timedelta(days=7),
        secret=True,
    ),
    MessageKind(
        key="events.seat",
        label=_("A seat became free"),
        when_unknown=WhenUnknown.RESEND,
        valid_for=timedelta(days=7),
        secret=True,
    ),
    MessageKind(
        key="events.withdrawn",
        label=_("Withdrawal from an event"),
        when_unknown=WhenUnknown.RESEND,
        valid_for=timedelta(days=7),
    ),
    MessageKind(
        key="events.change",
        label=_("Change or cancellation of an event"),
        when_unknown=WhenUnknown.RESEND,
        valid_for=timedelta(days=7),
        secret=True,
    ),
    # A reminder that could not leave within a day is worth nothing any more: the outbox gives it up.
    MessageKind(
        key="events.reminder",
        label=_("Reminder of an event"),
        when_unknown=WhenUnknown.RESEND,
        valid_for=timedelta(hours=20),
        secret=True,
    ),
    MessageKind(
        key="events.action",
        label=_("Reminder of an action"),
        when_unknown=WhenUnknown.RESEND,
        valid_for=timedelta(hours=20),
    ),
)
