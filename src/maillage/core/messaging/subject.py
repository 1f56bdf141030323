"""What the outbox gives to, and removes for, the person it wrote to; and what it forgets with time."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet

from maillage.core.messaging import queries, rules
from maillage.core.messaging.models import DemoLetter, Message

Row = dict[str, object]


def _address(person: AbstractBaseUser) -> str:
    return str(getattr(person, person.get_email_field_name()))


def export_messages(person: AbstractBaseUser) -> Iterator[Row]:
    """Yield the messages written to the person; the text of one that opens an account stays out."""
    for message in queries.written_to(person.pk, _address(person)):
        yield {
            "to": message.to,
            "subject": message.subject,
            "text": "" if rules.is_secret(message) else message.text,
            "created_at": message.created_at,
            "state": message.get_state_display(),
            "sent_at": message.sent_at,
        }


def erase_messages(person: AbstractBaseUser) -> int:
    """Remove the messages written to the person, those still waiting too."""
    return _removed(queries.written_to(person.pk, _address(person)))


def purge_messages(before: datetime, dry_run: bool) -> int:
    """Remove the messages written before an instant, or only count them."""
    old = Message.objects.filter(created_at__lt=before).exclude(state__in=rules.WAITING)
    return old.count() if dry_run else _removed(old)


def erase_letters(person: AbstractBaseUser) -> int:
    """Remove the demonstration's letters to the person."""
    return _removed(DemoLetter.objects.filter(to__icontains=_address(person)))


def purge_letters(before: datetime, dry_run: bool) -> int:
    """Remove the demonstration's letters received before an instant, or only count them."""
    old = DemoLetter.objects.filter(received_at__lt=before)
    return old.count() if dry_run else _removed(old)


def _removed(rows: QuerySet[Message] | QuerySet[DemoLetter]) -> int:
    return rows.order_by().delete()[0]
