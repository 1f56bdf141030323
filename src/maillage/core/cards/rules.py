"""Who may read and change an offer or a need."""

from django.db.models import Q

from maillage.core.accounts.rules import Visitor
from maillage.core.cards.models import Card
from maillage.core.organisations import rules as organisations
from maillage.core.organisations.models import Organisation


def visible_to(visitor: Visitor) -> Q:
    """Return the condition on cards that a visitor may read.

    A card is shown with its structure or not at all: the card of a sheet that is not published is its
    members' and the house's. Drafts and withdrawn cards are seen by those who may change them.
    """
    if organisations.is_house(visitor):
        return Q(organisation__merged_into=None)
    audiences = [Card.Visibility.PUBLIC]
    if visitor.is_authenticated:
        audiences.append(Card.Visibility.NETWORK)
    shown = Q(
        organisation__state=Organisation.State.PUBLISHED,
        state__in=[Card.State.OPEN, Card.State.MET],
        visibility__in=audiences,
    )
    own = Q(organisation__in=organisations.structures_of(visitor))
    return Q(organisation__merged_into=None) & (shown | own)


def may_edit(visitor: Visitor, card: Card) -> bool:
    """Who keeps the sheet of the structure."""
    return organisations.may_edit(visitor, card.organisation)
