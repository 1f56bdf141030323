"""Places as the State draws them, and the territories that the département draws over them."""

from maillage.core.territories.models.places import (
    Contour,
    Epci,
    GeographyLoad,
    Municipality,
    MunicipalityEvent,
    Population,
    PostalCode,
    TownHall,
)
from maillage.core.territories.models.territories import Territory, TerritoryAssignment

__all__ = [
    "Contour",
    "Epci",
    "GeographyLoad",
    "Municipality",
    "MunicipalityEvent",
    "Population",
    "PostalCode",
    "Territory",
    "TerritoryAssignment",
    "TownHall",
]
