"""Places as the interface tells them: rows of several tables together, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse

from maillage.api import schemas
from maillage.core.territories.models import (
    Epci,
    Municipality,
    MunicipalityEvent,
    PostalCode,
    TerritoryAssignment,
)
from maillage.core.territories.models import Territory as TerritoryRow
from maillage.core.territories.summaries import TerritoryFacts, held_at, latest_populations


def commune_ref(row: Municipality) -> schemas.CommuneRef:
    """Name a commune."""
    return schemas.CommuneRef(reference=row.reference, name=row.name)


def territory_ref(row: TerritoryRow) -> schemas.TerritoryRef:
    """Name a territory."""
    return schemas.TerritoryRef(code=row.code, name=row.name)


def communes(rows: Sequence[Municipality], on: date) -> list[schemas.Commune]:
    """Tell communes as they stand on a day, in the order given; three queries, ``epci`` being loaded."""
    keys = [row.pk for row in rows]
    held = {each.municipality_id: each for each in held_at(on).filter(municipality__in=keys)}
    counted = latest_populations(keys)
    postcodes = _postcodes(keys)
    return [
        schemas.Commune(
            reference=row.reference,
            name=row.name,
            country=row.country,
            departement=row.departement,
            epci=_epci_ref(row.epci),
            postcodes=postcodes[row.pk],
            population=_population(counted.get(row.pk)),
            longitude=_degrees(row.longitude),
            latitude=_degrees(row.latitude),
            exists_since=row.valid_from,
            existed_until=row.valid_to,
            territory=_held(held.get(row.pk)),
        )
        for row in rows
    ]


def successors(commune: Municipality) -> list[schemas.Successor]:
    """Tell what a commune that has an end becomes; nothing for one that goes on."""
    if commune.valid_to is None:
        return []
    events = MunicipalityEvent.objects.filter(former_code=commune.code, former_name=commune.name)
    return [_successor(event) for event in events.exclude(successor=commune).select_related("successor")]


def led_to(code: str, on: date) -> list[schemas.Successor]:
    """Tell where a code that no commune has any more leads on a day."""
    events = MunicipalityEvent.objects.in_force(on).filter(former_code=code)
    return [_successor(event) for event in events.select_related("successor")]


def periods(rows: Iterable[TerritoryAssignment]) -> list[schemas.Period]:
    """Tell changes of territory read ``with_ends`` as periods."""
    return [
        schemas.Period(
            territory=territory_ref(row.territory) if row.territory else None,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            confidence=row.confidence,
            source=row.source,
        )
        for row in rows
    ]


def territory(facts: TerritoryFacts) -> schemas.Territory:
    """Tell a territory."""
    return schemas.Territory(
        code=facts.territory.code,
        name=facts.territory.name,
        page=reverse("territories:territory", args=[facts.territory.slug]),
        communes=facts.communes,
        epci=facts.epci,
        inhabitants=facts.people.inhabitants,
        population_years=facts.people.year,
        communes_without_population=facts.people.unknown,
        communes_to_confirm=facts.to_confirm,
    )


def _postcodes(keys: list[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    links = PostalCode.municipalities.through.objects.filter(municipality__in=keys)
    pairs = links.order_by("postalcode__code").values_list("municipality_id", "postalcode__code")
    for municipality, code in pairs:
        found[municipality].append(code)
    return found


def _epci_ref(row: Epci | None) -> schemas.EpciRef | None:
    return schemas.EpciRef(siren=row.siren, name=row.name) if row else None


def _degrees(value: float | None) -> float | None:
    """Keep five decimals, about a metre: more would claim a precision that no source has."""
    return None if value is None else round(value, 5)


def _population(counted: tuple[int, int] | None) -> schemas.Population | None:
    return schemas.Population(year=counted[0], inhabitants=counted[1]) if counted else None


def _held(row: TerritoryAssignment | None) -> schemas.HeldTerritory | None:
    if row is None or row.territory is None:
        return None
    return schemas.HeldTerritory(
        code=row.territory.code,
        name=row.territory.name,
        since=row.valid_from,
        confidence=row.confidence,
        source=row.source,
    )


def _successor(event: MunicipalityEvent) -> schemas.Successor:
    return schemas.Successor(
        reference=event.successor.reference, name=event.successor.name, what=event.kind, on=event.on
    )
