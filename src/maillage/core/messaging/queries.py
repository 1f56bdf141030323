"""Reads of the outbox."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from maillage.core.messaging.models import DemoLetter, Message, State
from maillage.core.messaging.rules import DECIDED_BY_A_PERSON


def due(now: datetime | None = None) -> QuerySet[Message]:
    """Return the messages that may leave now, the longest waiting first."""
    ready = Message.objects.filter(state=State.QUEUED, next_try_at__lte=now or timezone.now())
    return ready.order_by("next_try_at", "pk")


def interrupted(now: datetime | None = None) -> QuerySet[Message]:
    """Return the messages whose sender disappeared while they were leaving."""
    late = Message.objects.filter(state=State.SENDING, leased_until__lt=now or timezone.now())
    return late.order_by("pk")


def to_decide() -> QuerySet[Message]:
    """Return the messages that wait for a person's decision, oldest first."""
    return Message.objects.filter(state__in=DECIDED_BY_A_PERSON).order_by("created_at", "pk")


def outbox(*, state: str = "", before: int | None = None) -> QuerySet[Message]:
    """Return messages, newest first; ``before`` is the number of the last one already seen."""
    found = Message.objects.order_by("-pk")
    if state:
        found = found.filter(state=state)
    if before is not None:
        found = found.filter(pk__lt=before)
    return found


def counts() -> dict[str, int]:
    """Return how many messages are in each state."""
    rows = Message.objects.order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


def written_to(person_pk: object, email: str) -> QuerySet[Message]:
    """Return the messages to a person, by account or by address."""
    return Message.objects.filter(Q(person_id=person_pk) | Q(to__iexact=email)).order_by("pk")


def letters(*, before: int | None = None) -> QuerySet[DemoLetter]:
    """Return the letters of the demonstration, newest first."""
    found = DemoLetter.objects.order_by("-pk")
    return found if before is None else found.filter(pk__lt=before)
