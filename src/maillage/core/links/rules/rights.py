"""Who may read and write a link. Private by default: a proposal is the house's and the structures'."""

from django.db.models import Q

from maillage.core.accounts.rules import Visitor
from maillage.core.links.models import Link, LinkParty
from maillage.core.organisations.models import Membership
from maillage.core.organisations.rules import is_house, structures_of

# Who speaks for a structure in its links, among its members.
SPEAKERS = (Membership.Role.REPRESENTATIVE, Membership.Role.MANAGER, Membership.Role.CONTACT)


def visible_to(visitor: Visitor) -> Q:
    """Return the condition on links that a visitor may read."""
    if is_house(visitor):
        return Q()
    shown = Q(pk__in=Link.objects.public().values("pk"))
    if not visitor.is_authenticated:
        return shown
    return shown | own(visitor)


def own(visitor: Visitor) -> Q:
    """Return the condition on the links of one's structures, save those kept by the officers."""
    parts = LinkParty.objects.filter(organisation__in=structures_of(visitor))
    return Q(pk__in=parts.values("link")) & ~Q(visibility=Link.Visibility.OFFICERS)


def spoken_for(visitor: Visitor) -> Q:
    """Return the condition on structures that a visitor speaks for today."""
    held = structures_of(visitor).filter(role__in=SPEAKERS)
    return Q(pk__in=held)


def may_update(visitor: Visitor, link: Link) -> bool:
    """Tell whether the visitor says how a link goes: the house, and who speaks for one of its structures."""
    if is_house(visitor):
        return True
    if link.visibility == Link.Visibility.OFFICERS or not visitor.is_authenticated:
        return False
    return link.organisations.filter(spoken_for(visitor)).exists()
