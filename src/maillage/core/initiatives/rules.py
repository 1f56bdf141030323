"""Who may read and write what in a démarche."""

from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from maillage.core.accounts.models import Person
from maillage.core.accounts.rules import Visitor, is_coordinator, is_officer
from maillage.core.initiatives.models import Funding, Initiative, Member, Signature
from maillage.core.organisations.rules import keeps

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


def followed_by(person: Person) -> QuerySet[Initiative]:
    """Return the démarches that a person looks after: all of them for the house, those they facilitate."""
    if runs_the_house(person):
        return Initiative.objects.all()
    return Initiative.objects.filter(members__person=person, members__facilitates=True)


def may_answer_for(visitor: Visitor, signature: Signature) -> bool:
    """Tell whether the visitor declares for a signatory: who follows the charter, who keeps its sheet."""
    if may_write(visitor, signature.version.initiative):
        return True
    return signature.organisation is not None and keeps(visitor, signature.organisation)


def share_left(fundings: list[Funding]) -> Decimal:
    """Return the share, in percent, that no funder is known for."""
    return WHOLE - sum((each.share for each in fundings if each.share is not None), Decimal(0))


def amount_known(fundings: list[Funding]) -> Decimal | None:
    """Return the sum of the known amounts, in euros; None when none is known."""
    amounts = [each.amount for each in fundings if each.amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def is_late(due_on: date | None, today: date) -> bool:
    """An action is late the day after the one it was promised for."""
    return due_on is not None and due_on < today
