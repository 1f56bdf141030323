"""The verb of reminders: read the facts, decide, write down what was decided and post what is sent."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from maillage.core.links.domain.ledger import locked
from maillage.core.links.models import Link, LinkReminder
from maillage.core.links.rules.reminders import Due, LinkFacts, due
from maillage.core.messaging import domain as messaging
from maillage.core.messaging.reminders import Outcome
from maillage.core.ui.templatetags.ui import long_date

# Older days have nothing that falls due any more.
BEHIND = timedelta(days=30)


def remind(now: datetime | None = None) -> int:
    """Decide every reminder that falls due now, once; return how many were sent. Safe to repeat."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    waiting = Link.objects.filter(news_on__lte=today, news_on__gte=today - BEHIND).exclude(follower=None)
    sent = 0
    with translation.override(settings.LANGUAGE_CODE):
        for link in waiting.prefetch_related("reminders").order_by("news_on", "pk"):
            # Read without the lock first: most turns find nothing, and must hold nobody up.
            if next(_due(link, now), None) is not None:
                sent += _decide(link, now)
    return sent


def _due(link: Link, now: datetime) -> Iterator[Due]:
    if link.news_on is None:
        return iter(())
    decided = frozenset(each.key for each in link.reminders.all())
    facts = LinkFacts(link.pk, link.news_on, link.news_set_at, decided)
    return due(facts, now, ZoneInfo(settings.TIME_ZONE))


def _decide(link: Link, now: datetime) -> int:
    """Decide what falls due of one link under its lock; return how many were sent."""
    with transaction.atomic():
        row = locked(link)
        found = list(_due(row, now))
        for each in found:
            LinkReminder.objects.create(
                key=each.key, link=row, moment=each.moment, outcome=each.outcome.value, decided_at=now
            )
            if each.outcome is Outcome.SEND:
                _post(row, each.key)
    return sum(each.outcome is Outcome.SEND for each in found)


def _post(link: Link, key: str) -> None:
    """Write to whoever follows the link."""
    if link.follower is None or link.news_on is None:
        return
    page = settings.PUBLIC_URL + reverse("links:sheet", args=[link.pk])
    asked = _("News was expected by %(day)s.") % {"day": long_date(link.news_on)}
    question = _("Under way, realised, abandoned, or put off? Say it here:")
    messaging.post(
        kind="links.news",
        to=link.follower.email,
        subject=_("News of: %(title)s") % {"title": link.title},
        text=f"{link.title}\n\n{asked}\n\n{question}\n\n{page}",
        key=key,
        person=link.follower,
    )
