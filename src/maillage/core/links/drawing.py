"""The net as an SVG: structures on a circle while they can be told apart, territories when they are many.

The drawing shows the same numbers as the tables beside it, which are the truth.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core.links.programmes import programme_name
from maillage.core.links.queries.network import NOWHERE, NetworkFacts, Pair
from maillage.engines.network.layout import Point, bend, circle

RADIUS, OUTSIDE = 185, 32
MOST_STRUCTURES = 36
# In units of the drawing: a whole rope at most, one strand at least, one link at most.
WIDEST, THINNEST, EACH = 13, 1, 3
LONGEST_LINE = 11


@dataclass(frozen=True, slots=True)
class Knot:
    """A structure or a territory: its number in the table, or how many links it holds."""

    x: float
    y: float
    radius: float
    text: str
    title: str
    is_bridge: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """Links of one programme between two knots."""

    path: str
    programme: str
    width: float
    title: str


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a territory outside the circle, in lines."""

    x: float
    y: float
    anchor: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Net:
    """Everything the drawing needs; ``of_structures`` says what a knot is, ``description`` in words."""

    of_structures: bool
    description: str
    knots: tuple[Knot, ...]
    threads: tuple[Thread, ...]
    names: tuple[Name, ...]


def draws_structures(facts: NetworkFacts) -> bool:
    """Tell whether structures are few enough to be told apart."""
    return 0 < len(facts.survey.ties_of) <= MOST_STRUCTURES


def order_of_structures(facts: NetworkFacts) -> list[int]:
    """Return the structures of the net as the circle and the table number them: by territory, then by key."""
    place = facts.place_of
    named = {key: territory.name for key, territory in facts.territories.items()}
    return sorted(
        facts.survey.ties_of,
        key=lambda key: (key not in place, named.get(place.get(key, NOWHERE), ""), key),
    )


def net(facts: NetworkFacts, name_of: Callable[[int], str]) -> Net:
    """Draw the network; ``name_of`` gives the name of a structure by its key."""
    return _of_structures(facts, name_of) if draws_structures(facts) else _of_territories(facts)


def _of_structures(facts: NetworkFacts, name_of: Callable[[int], str]) -> Net:
    order = order_of_structures(facts)
    drawn = circle([facts.place_of.get(key, NOWHERE) for key in order], RADIUS, OUTSIDE)
    at = dict(zip(order, drawn.knots, strict=True))
    bridges = set(facts.survey.bridges)
    radius = 13 if len(order) > 20 else 16
    return Net(
        of_structures=True,
        description=_(
            "Each numbered knot is a structure of the table, in the sector of its territory; each thread is a"
            " link, in the colour of its programme."
        ),
        knots=tuple(
            Knot(at[key].x, at[key].y, radius, str(number), name_of(key), key in bridges)
            for number, key in enumerate(order, start=1)
        ),
        threads=_threads(dict(facts.threads), at, name_of),
        names=tuple(_name(facts, sector.place, sector.at) for sector in drawn.sectors),
    )


def _of_territories(facts: NetworkFacts) -> Net:
    between: dict[Pair, Counter[str]] = {}
    held: Counter[int] = Counter()
    for (places, programme), count in facts.by_places.items():
        for place in places:
            held[place] += count
        for pair in combinations(sorted(places), 2):
            between.setdefault(pair, Counter())[programme] += count
    order = sorted(held, key=lambda key: (key == NOWHERE, _territory(facts, key)))
    drawn = circle(order, RADIUS, OUTSIDE + 14)
    at = dict(zip(order, drawn.knots, strict=True))
    return Net(
        of_structures=False,
        description=_(
            "Each knot is a territory with its number of links; each thread joins two territories, the wider"
            " the more links, in the colour of their programme."
        ),
        knots=tuple(
            Knot(
                at[key].x,
                at[key].y,
                30,
                number_format(held[key], force_grouping=True),
                _territory(facts, key),
            )
            for key in order
        ),
        threads=_threads(between, at, lambda key: _territory(facts, key)),
        names=tuple(_name(facts, sector.place, sector.at) for sector in drawn.sectors),
    )


def _threads(
    pairs: dict[Pair, Counter[str]], at: dict[int, Point], name_of: Callable[[int], str]
) -> tuple[Thread, ...]:
    most = max((sum(found.values()) for found in pairs.values()), default=1)
    threads = []
    for (first, second), found in sorted(pairs.items()):
        start, end = at[first], at[second]
        # All that joins two knots is one rope, its strands side by side, as wide as their links are many.
        strands = [
            (programme, count, max(THINNEST, min(WIDEST * count / most, EACH * count)))
            for programme, count in sorted(found.items())
        ]
        edge = -sum(width for _programme, _count, width in strands) / 2
        for programme, count, width in strands:
            control = bend(start, end, edge + width / 2)
            edge += width
            links = ngettext("%(count)d link", "%(count)d links", count) % {"count": count}
            threads.append(
                Thread(
                    path=f"M{start.x} {start.y}Q{control.x} {control.y} {end.x} {end.y}",
                    programme=programme,
                    width=round(width, 1),
                    title=f"{name_of(first)} – {name_of(second)} : {programme_name(programme)}, {links}",
                )
            )
    return tuple(threads)


def _territory(facts: NetworkFacts, key: object) -> str:
    found = facts.territories.get(key) if isinstance(key, int) else None
    return found.name if found else _("Territory unknown")


def _name(facts: NetworkFacts, place: object, at: Point) -> Name:
    lines = [""]
    for word in _territory(facts, place).split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LONGEST_LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    anchor = "middle" if abs(at.x) < 60 else "start" if at.x > 0 else "end"
    # Above the circle a name ends at its place, below it begins there, beside it stands in the middle.
    lift = {True: len(lines) - 1, False: 0}[at.y < -100] if anchor == "middle" else (len(lines) - 1) / 2
    return Name(at.x, round(at.y + 7 - lift * 25, 1), anchor, tuple(lines))
