"""Reads of territories: what was true, is, or will be, at a date."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from maillage.core.territories.models import Municipality, Territory, TerritoryAssignment
from maillage.core.territories.search import Match, find_municipalities

__all__ = [
    "Match",
    "assignments_of",
    "find_municipalities",
    "municipalities_of",
    "names_of_territories",
    "territories_at",
    "territories_of",
    "territory_of",
]


def today() -> date:
    """Return the day in the portal's time zone."""
    return timezone.localdate()


def territory_of(municipality: Municipality, on: date | None = None) -> Territory | None:
    """Return the territory of a commune on a day (today); None outside of any. A part follows its commune."""
    whole = municipality.parent_id or municipality.pk
    last = (
        TerritoryAssignment.objects.filter(municipality=whole, valid_from__lte=on or today())
        .select_related("territory")
        .order_by("-valid_from")
        .first()
    )
    return last.territory if last else None


def territories_of(municipalities: Iterable[Municipality], on: date | None = None) -> dict[int, Territory]:
    """Return the territory of each commune that has one on a day (today), by the commune's pk; one query."""
    whole = {each.pk: each.parent_id or each.pk for each in municipalities}
    rows = (
        TerritoryAssignment.objects.at(on or today())
        .filter(municipality__in=set(whole.values()), territory__isnull=False)
        .select_related("territory")
        .order_by("pk")
    )
    found = {row.municipality_id: row.territory for row in rows if row.territory}
    return {pk: found[parent] for pk, parent in whole.items() if parent in found}


def names_of_territories() -> list[str]:
    """Return the name of every territory, of today or of another day."""
    return list(Territory.objects.order_by("pk").values_list("name", flat=True))


def territories_at(on: date | None = None) -> QuerySet[Territory]:
    """Return the territories that hold at least one commune on a day (today), by name."""
    held = TerritoryAssignment.objects.at(on or today()).filter(territory__isnull=False)
    return Territory.objects.filter(pk__in=held.values("territory")).order_by("name", "pk")


def municipalities_of(territory: Territory, on: date | None = None) -> QuerySet[Municipality]:
    """Return the communes of a territory on a day (today), in the order of their names."""
    held = TerritoryAssignment.objects.at(on or today()).filter(territory=territory)
    return Municipality.objects.filter(pk__in=held.values("municipality")).order_by("folded", "pk")


def assignments_of(municipality: Municipality) -> QuerySet[TerritoryAssignment]:
    """Return every change of territory of a commune, past and planned, oldest first, with ``valid_to``."""
    return (
        TerritoryAssignment.objects.filter(municipality=municipality.parent_id or municipality.pk)
        .with_ends()
        .select_related("territory")
        .order_by("valid_from")
    )
