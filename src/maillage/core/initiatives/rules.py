"""Who may read and write what in a démarche."""

from datetime import date
from decimal import Decimal

from django.db.models import Q

from maillage.core.accounts.models import Person
from maillage.core.accounts.rules import Visitor, is_coordinator, is_officer
from maillage.core.initiatives.models import Funding, Initiative, Member

WHOLE = Decimal(100)


def runs_the_house(visitor: Visitor) -> bool:
    """The coordination and the officers open démarches and see all of them."""
    return is_coordinator(visitor) or is_officer(visitor)


def visible_to(visitor: Visitor) -> Q:
    """Return which démarches a visitor may know of: the published ones, and those they have a place in."""
    if runs_the_house(visitor):
        return Q()
    if isinstance(visitor, Person):
        return Q(published=True) | Q(pk__in=Member.objects.filter(person=visitor).values("initiative"))
    return Q(published=True)


def may_enter(visitor: Visitor, initiative: Initiative) -> bool:
    """Tell whether the visitor reads what is for members alone."""
    if runs_the_house(visitor):
        return True
    return isinstance(visitor, Person) and initiative.members.filter(person=visitor).exists()


def may_write(visitor: Visitor, initiative: Initiative) -> bool:
    """Tell whether the visitor changes the démarche: the house, and those who facilitate it."""
    if runs_the_house(visitor):
        return True
    return (
        isinstance(visitor, Person) and initiative.members.filter(person=visitor, facilitates=True).exists()
    )


def share_left(fundings: list[Funding]) -> Decimal:
    """Return the share, in percent, that no funder is known for."""
    return WHOLE - sum((each.share for each in fundings if each.share is not None), Decimal(0))


def is_late(due_on: date | None, today: date) -> bool:
    """An action is late the day after the one it was promised for."""
    return due_on is not None and due_on < today
