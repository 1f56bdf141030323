"""What offers and needs add to a structure's sheet."""

from typing import Any

from maillage.core.accounts.rules import Visitor
from maillage.core.cards.models import Card
from maillage.core.cards.queries import cards_of
from maillage.core.organisations.models import Organisation
from maillage.core.organisations.rules import may_edit


def offers_and_needs(organisation: Organisation, visitor: Visitor) -> tuple[str, dict[str, Any]] | None:
    """Return what the structure offers and seeks, for those who may read it; empty to those who may write."""
    cards = list(cards_of(organisation, visitor))
    edits = may_edit(visitor, organisation)
    if not cards and not edits:
        return None
    data = {
        "organisation": organisation,
        "offers": [card for card in cards if card.kind == Card.Kind.OFFER],
        "needs": [card for card in cards if card.kind == Card.Kind.NEED],
        "may_edit": edits,
    }
    return "cards/_section.html", data
