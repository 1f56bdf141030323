"""What the pages say of territories and communes: sums with their year, changes to come, doubts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from maillage.core.territories.models import (
    Epci,
    Municipality,
    Population,
    Territory,
    TerritoryAssignment,
)

CONFIDENCE = TerritoryAssignment.Confidence
LEGAL = "municipale"


@dataclass
class People:
    """Inhabitants of several communes, with the years of the counts; ``unknown`` communes have none."""

    inhabitants: int = 0
    years: set[int] = field(default_factory=set)
    unknown: int = 0

    @property
    def year(self) -> str:
        """« 2017 », or « 2017–2022 » when the counts are not all of one year."""
        return (
            "–".join(str(year) for year in sorted({min(self.years), max(self.years)})) if self.years else ""
        )


@dataclass(frozen=True)
class TerritoryFacts:
    """A territory on a day: how many communes, of how many EPCI, how many people, how much is doubtful."""

    territory: Territory
    communes: int
    epci: int
    people: People
    to_confirm: int


@dataclass(frozen=True)
class PlannedChange:
    """A change still to come: the commune, the day, what it leaves and where it goes (None: no territory)."""

    assignment: TerritoryAssignment
    municipality: Municipality
    on: date
    leaves: Territory | None
    joins: Territory | None


@dataclass(frozen=True)
class EpciLine:
    """An EPCI as the coordination sees it: communes by territory, and how sure that is."""

    epci: Epci | None
    communes: int
    territories: tuple[tuple[str, int], ...]
    confidences: tuple[tuple[str, int], ...]
    to_confirm: int


def latest_populations(municipalities: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return the latest legal population of communes, by pk: (year, inhabitants); one query."""
    rows = Population.objects.filter(municipality__in=list(municipalities), kind=LEGAL).order_by("year", "pk")
    return {
        municipality: (year, value)
        for municipality, year, value in rows.values_list("municipality", "year", "value")
    }


def people_of(municipalities: Iterable[int], counted: Mapping[int, tuple[int, int]]) -> People:
    """Sum the populations of communes, given by pk, out of those that ``latest_populations`` read."""
    people = People()
    for municipality in municipalities:
        if municipality not in counted:
            people.unknown += 1
            continue
        year, value = counted[municipality]
        people.years.add(year)
        people.inhabitants += value
    return people


def held_at(on: date) -> QuerySet[TerritoryAssignment]:
    """Return which commune belongs to which territory on a day, in the order of communes' names."""
    return (
        TerritoryAssignment.objects.at(on)
        .filter(territory__isnull=False)
        .select_related("territory", "municipality", "municipality__epci")
        .order_by("municipality__folded", "municipality")
    )


def territory_facts(on: date) -> list[TerritoryFacts]:
    """Return the facts of every territory on a day, by name; three queries."""
    columns = ("territory", "municipality", "municipality__epci", "confidence")
    rows_of: defaultdict[int, list[tuple[int, int | None, str]]] = defaultdict(list)
    for territory, municipality, epci, confidence in held_at(on).values_list(*columns):
        rows_of[territory].append((municipality, epci, confidence))
    counted = latest_populations(municipality for rows in rows_of.values() for municipality, *_ in rows)
    return [
        TerritoryFacts(
            territory=territory,
            communes=len(rows_of[territory.pk]),
            epci=len({epci for _municipality, epci, _confidence in rows_of[territory.pk]} - {None}),
            people=people_of((municipality for municipality, *_ in rows_of[territory.pk]), counted),
            to_confirm=sum(
                confidence == CONFIDENCE.TO_CONFIRM
                for _municipality, _epci, confidence in rows_of[territory.pk]
            ),
        )
        for territory in Territory.objects.filter(pk__in=list(rows_of)).order_by("name", "pk")
    ]


def by_epci(rows: Iterable[TerritoryAssignment]) -> list[tuple[Epci | None, list[TerritoryAssignment]]]:
    """Group communes by their EPCI, by name; communes without any come last."""
    groups: defaultdict[Epci | None, list[TerritoryAssignment]] = defaultdict(list)
    for row in rows:
        groups[row.municipality.epci].append(row)
    return sorted(groups.items(), key=lambda item: (item[0] is None, item[0].name if item[0] else ""))


def epci_lines(rows: Sequence[TerritoryAssignment]) -> list[EpciLine]:
    """Sum up changes of territory by EPCI."""
    labels = dict(CONFIDENCE.choices)
    lines = []
    for epci, group in by_epci(rows):
        territories = Counter(row.territory.name for row in group if row.territory)
        confidences = Counter(str(labels[CONFIDENCE(row.confidence)]) for row in group)
        lines.append(
            EpciLine(
                epci=epci,
                communes=len(group),
                territories=tuple(territories.most_common()),
                confidences=tuple(confidences.most_common()),
                to_confirm=sum(row.confidence == CONFIDENCE.TO_CONFIRM for row in group),
            )
        )
    return lines


def planned_changes(on: date, territory: Territory | None = None) -> list[PlannedChange]:
    """Return the changes after a day, first ones first; with a territory, those that it gains or loses."""
    coming = TerritoryAssignment.objects.filter(valid_from__gt=on)
    rows = (
        TerritoryAssignment.objects.filter(Exists(coming.filter(municipality=OuterRef("municipality"))))
        .filter(Q(pk__in=TerritoryAssignment.objects.at(on).values("pk")) | Q(valid_from__gt=on))
        .select_related("territory", "municipality")
        .order_by("municipality", "valid_from")
    )
    changes = []
    before: TerritoryAssignment | None = None
    for row in rows:
        leaves = before.territory if before and before.municipality_id == row.municipality_id else None
        if row.valid_from > on:
            changes.append(PlannedChange(row, row.municipality, row.valid_from, leaves, row.territory))
        before = row
    if territory:
        changes = [change for change in changes if territory in {change.leaves, change.joins}]
    return sorted(changes, key=lambda change: (change.on, change.municipality.folded))


def without_territory(on: date) -> QuerySet[Municipality]:
    """Return the communes that belong to no territory on a day, among the départements that have some."""
    held = TerritoryAssignment.objects.at(on).filter(territory__isnull=False)
    departements = Municipality.objects.filter(pk__in=held.values("municipality")).values("departement")
    communes = Municipality.objects.communes_at(on).filter(departement__in=departements)
    return communes.exclude(pk__in=held.values("municipality")).order_by("folded", "pk")
