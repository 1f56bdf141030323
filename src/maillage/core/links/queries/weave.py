"""The weave of the home page: how many public links each programme has on each territory."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from maillage.core.links.models import Link
from maillage.core.links.programmes import OTHER, programme_names
from maillage.core.territories.models import Territory
from maillage.core.territories.summaries import held_at


@dataclass(frozen=True)
class Crossing:
    """Where a programme meets a territory: how many links, none included."""

    territory: Territory
    count: int


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme, and its crossing with each territory, in the order of the columns."""

    key: str
    name: str
    crossings: tuple[Crossing, ...]


@dataclass(frozen=True)
class Weave:
    """Programmes that have links, against the territories of today; ``links`` counts each link once."""

    territories: tuple[Territory, ...]
    rows: tuple[ProgrammeRow, ...]
    links: int


def weave() -> Weave:
    """Return the weave of what anybody may read, in three queries."""
    public = Link.objects.public().exclude(programme=OTHER)
    per_crossing = public.order_by().values_list("programme", "territories").annotate(Count("pk"))
    counts = {(programme, territory): count for programme, territory, count in per_crossing}
    held = held_at(timezone.localdate()).values("territory")
    territories = tuple(Territory.objects.filter(pk__in=held).order_by("name", "pk"))
    with_links = {programme for programme, _territory in counts}
    rows = tuple(
        ProgrammeRow(key, name, tuple(Crossing(each, counts.get((key, each.pk), 0)) for each in territories))
        for key, name in programme_names().items()
        if key in with_links
    )
    return Weave(territories, rows, public.count())
