"""The questions that read a whole list from the registry, which shows only the start of each answer.

One question an intercommunalité; one a commune where that is too much, then one a section of the activities.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from maillage.core.territories.models import Municipality, TerritoryAssignment
from maillage.core.territories.queries import today
from maillage.programmes.directory.activities import SECTIONS


@dataclass(frozen=True)
class Area:
    """What one question is about: its name in words, what is asked, the codes and names of its communes."""

    name: str
    asked: Mapping[str, str]
    communes: Mapping[str, str]

    def narrower(self) -> Iterator["Area"]:
        """Yield areas that make up this one; none when it cannot be cut further."""
        if "code_commune" not in self.asked:
            yield from (
                Area(name, {"code_commune": code}, {code: name}) for code, name in self.communes.items()
            )
        elif "section_activite_principale" not in self.asked:
            for letter in SECTIONS:
                yield replace(self, asked={**self.asked, "section_activite_principale": letter})


def communes() -> QuerySet[Municipality]:
    """Return the communes that belong to a territory today: what the portal looks after."""
    held = TerritoryAssignment.objects.at(today()).filter(territory__isnull=False)
    return Municipality.objects.communes_at(today()).filter(
        pk__in=held.values("municipality"), scheme=Municipality.Scheme.INSEE
    )


def areas() -> list[Area]:
    """Return the areas that hold every commune of the portal, in the order of their names."""
    of_epci: dict[tuple[str, str], dict[str, str]] = {}
    alone: list[Area] = []
    rows = communes().order_by("epci__name", "epci", "folded", "pk")
    for code, name, siren, epci in rows.values_list("code", "name", "epci__siren", "epci__name"):
        if siren:
            of_epci.setdefault((siren, epci), {})[code] = name
        else:
            alone.append(Area(name, {"code_commune": code}, {code: name}))
    found = [Area(name, {"epci": siren}, codes) for (siren, name), codes in of_epci.items()]
    return found + alone
