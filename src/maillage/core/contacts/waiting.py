"""What awaits each of the house's people, for the coordination: the very figures of their own screens."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from maillage.core.accounts.models import Person, Role
from maillage.core.contacts.directory import groups_at
from maillage.core.portal.baskets import Basket, baskets_of
from maillage.core.territories.models import Territory


@dataclass(frozen=True)
class Desk:
    """Someone of the house: their territories (none: the whole département), and their own baskets."""

    person: Person
    territories: tuple[Territory, ...]
    baskets: tuple[Basket, ...]

    @property
    def count(self) -> int:
        """How many things await, as « Aujourd'hui » says it to the person."""
        return sum(basket.count for basket in self.baskets)

    @property
    def oldest(self) -> datetime | None:
        """Since when the oldest of them awaits."""
        return min((basket.top[0].since for basket in self.baskets), default=None)


def desks(on: date) -> list[Desk]:
    """Return everyone who serves in the house, by name.

    Each costs what their own page costs: there is one way to count what awaits a person, theirs. They are a
    dozen in a département.
    """
    serving = Person.objects.filter(
        is_active=True, grants__ended_at=None, grants__role__in=[Role.OFFICER, Role.COORDINATOR]
    )
    covered: dict[int, list[Territory]] = defaultdict(list)
    for group in groups_at(on):
        for person in {row.contact.person_id for row in group.rows}:
            if group.territory and person:
                covered[person].append(group.territory)
    return [
        Desk(person, tuple(covered[person.pk]), tuple(baskets_of(person)))
        for person in serving.distinct().order_by("name", "pk")
    ]
