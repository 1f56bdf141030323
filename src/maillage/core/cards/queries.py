"""Reads of offers and needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.core.accounts.rules import Visitor
from maillage.core.cards.models import Card, CardSubject
from maillage.core.cards.rules import visible_to
from maillage.core.organisations import rules as organisations
from maillage.core.organisations.models import Organisation

PAGE = 50


@dataclass(frozen=True)
class CardPage:
    """One page of cards, newest first; ``after`` is the key of the next page, None at the end."""

    cards: Sequence[Card]
    after: int | None
    count: int


def cards_for(visitor: Visitor, *, kind: str = "", subject: CardSubject | None = None) -> QuerySet[Card]:
    """Return the cards in force that a visitor may read, newest first, with their structure and place."""
    rows = Card.objects.current().filter(visible_to(visitor))
    if kind:
        rows = rows.filter(kind=kind)
    if subject:
        rows = rows.filter(subject=subject)
    return rows.select_related("organisation", "subject", "place").order_by("-created_at", "-pk")


def card_page(
    visitor: Visitor, *, kind: str = "", subject: CardSubject | None = None, after: int | None = None
) -> CardPage:
    """Return fifty cards after a key."""
    rows = cards_for(visitor, kind=kind, subject=subject)
    count = rows.count()
    last = Card.objects.filter(pk=after).first() if after else None
    if last:
        rows = rows.filter(Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, pk__lt=last.pk))
    page = list(rows[: PAGE + 1])
    return CardPage(page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None, count)


def cards_of(organisation: Organisation, visitor: Visitor) -> QuerySet[Card]:
    """Return the cards of a structure that a visitor may read, newest first.

    Withdrawn ones are left out; those whose period has passed are its members' and the house's to settle.
    """
    rows = Card.objects.filter(visible_to(visitor), organisation=organisation)
    if not (organisations.is_house(visitor) or organisations.is_member(visitor, organisation)):
        rows = rows.exclude(state=Card.State.OPEN, ends_on__lt=timezone.localdate())
    return (
        rows.exclude(state=Card.State.CLOSED)
        .select_related("subject", "place")
        .order_by("kind", "-created_at", "-pk")
    )
