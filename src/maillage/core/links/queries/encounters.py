"""Who met at an event: the structures of those who came, as their sheets say them."""

from dataclasses import dataclass

from maillage.core.accounts.rules import Visitor
from maillage.core.events.models import Event, Registration
from maillage.core.organisations.models import Organisation
from maillage.core.organisations.queries import organisations_for
from maillage.core.territories.geography.names import folded


@dataclass(frozen=True)
class Encounter:
    """The sheets of the structures that came, by name, and the names that no sheet bears yet."""

    structures: tuple[Organisation, ...]
    without_sheet: tuple[str, ...]


def encounter(event: Event, visitor: Visitor) -> Encounter:
    """Return the structures of those who were checked in; of all who had a seat when nobody was."""
    seated = event.registrations.filter(state=Registration.State.REGISTERED).exclude(organisation="")
    arrived = seated.filter(arrived_at__isnull=False)
    came = arrived if event.registrations.filter(arrived_at__isnull=False).exists() else seated
    said = {
        folded(name)[:200]: name for name in came.order_by("number").values_list("organisation", flat=True)
    }
    found = tuple(organisations_for(visitor).filter(folded__in=list(said)))
    known = {each.folded for each in found}
    return Encounter(found, tuple(name for key, name in said.items() if key not in known))
