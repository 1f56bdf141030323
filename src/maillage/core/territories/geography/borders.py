"""Borders of groups of communes: dissolved, then simplified so that neighbours still touch.

Two communes of one group share the sides between them: a side met twice cancels out, and what is left is the
group's border. All borders together are cut into arcs where three meet; each arc is simplified once, so the
two groups along it keep the same line (the method of TopoJSON; simplification after Visvalingam & Whyatt,
1993). Holes and parts need no order: shapes are filled by the even-odd rule.
"""

import heapq
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from maillage.core.territories.geography.shapes import MultiPolygon, Position, Ring, area, edges

Key = TypeVar("Key", bound=Hashable)
Side = frozenset[Position]
Arc = tuple[Position, ...]


def dissolved(groups: Mapping[Key, Iterable[MultiPolygon]], smallest: float = 0.0) -> dict[Key, list[Ring]]:
    """Return the closed rings that bound each group, simplified.

    ``smallest`` is the area, in squared units of the coordinates, under which a point's triangle is dropped
    and a ring is a sliver; 0 keeps every point. A group whose rings are all slivers keeps its largest.
    """
    sides = {key: _outer_sides(shapes) for key, shapes in groups.items()}
    arcs = _arcs(set().union(*sides.values()))
    simplified = {arc: simplify(arc, smallest) for arc in arcs}
    return {key: _rings(own, arcs, simplified, smallest) for key, own in sides.items()}


def _outer_sides(shapes: Iterable[MultiPolygon]) -> set[Side]:
    sides: set[Side] = set()
    for shape in shapes:
        for start, end in edges(shape):
            sides ^= {frozenset((start, end))}
    return sides


def _arcs(sides: set[Side]) -> list[Arc]:
    """Chain sides into arcs, from one point where other than two sides meet to the next, or closed."""
    neighbours: defaultdict[Position, list[Position]] = defaultdict(list)
    for side in sides:
        start, end = sorted(side)
        neighbours[start].append(end)
        neighbours[end].append(start)
    left = set(sides)
    junctions = sorted(point for point, around in neighbours.items() if len(around) != 2)
    arcs = []
    # Junctions first; what is left then is made of closed lines without any.
    for origin in [*junctions, *sorted(neighbours)]:
        arcs += [
            _walk(origin, following, neighbours, left)
            for following in sorted(neighbours[origin])
            if frozenset((origin, following)) in left
        ]
    return arcs


def _walk(
    origin: Position, following: Position, neighbours: Mapping[Position, list[Position]], left: set[Side]
) -> Arc:
    chain = [origin, following]
    left.discard(frozenset((origin, following)))
    while len(neighbours[chain[-1]]) == 2 and chain[-1] != origin:
        first, second = neighbours[chain[-1]]
        onward = second if first == chain[-2] else first
        left.discard(frozenset((chain[-1], onward)))
        chain.append(onward)
    return tuple(chain)


def simplify(arc: Arc, smallest: float) -> Arc:
    """Drop the points whose triangle with their neighbours is under ``smallest``, least visible first.

    Ends stay. A closed arc keeps at least a triangle.
    """
    kept = 4 if arc[0] == arc[-1] else 2
    if smallest <= 0 or len(arc) <= kept:
        return arc
    before = list(range(-1, len(arc) - 1))
    after = list(range(1, len(arc) + 1))
    heap = [(_triangle(arc, at - 1, at, at + 1), at) for at in range(1, len(arc) - 1)]
    sizes = {at: size for size, at in heap}
    heapq.heapify(heap)
    remaining = len(arc)
    while heap and remaining > kept:
        size, at = heapq.heappop(heap)
        if sizes.get(at) != size:
            continue  # its neighbours changed since: a newer entry stands in the heap
        if size >= smallest:
            break
        del sizes[at]
        remaining -= 1
        left, right = before[at], after[at]
        after[left], before[right] = right, left
        for neighbour in (left, right):
            if neighbour in sizes:
                # Never under the point just dropped: detail disappears in one order, whatever the threshold.
                sizes[neighbour] = max(size, _triangle(arc, before[neighbour], neighbour, after[neighbour]))
                heapq.heappush(heap, (sizes[neighbour], neighbour))
    return (arc[0], *(arc[at] for at in sorted(sizes)), arc[-1])


def _triangle(arc: Arc, first: int, second: int, third: int) -> float:
    return abs(area([arc[first], arc[second], arc[third], arc[first]]))


def _rings(own: set[Side], arcs: list[Arc], simplified: Mapping[Arc, Arc], smallest: float) -> list[Ring]:
    """Join a group's arcs end to end into closed rings, largest first."""
    mine = [simplified[arc] for arc in arcs if frozenset(arc[:2]) in own]
    at_end: defaultdict[Position, list[int]] = defaultdict(list)
    for number, arc in enumerate(mine):
        at_end[arc[0]].append(number)
        at_end[arc[-1]].append(number)
    used: set[int] = set()
    rings = []
    for number, arc in enumerate(mine):
        if number in used:
            continue
        used.add(number)
        ring = list(arc)
        while ring[-1] != ring[0]:
            onward = next(candidate for candidate in at_end[ring[-1]] if candidate not in used)
            used.add(onward)
            chain = mine[onward] if mine[onward][0] == ring[-1] else mine[onward][::-1]
            ring.extend(chain[1:])
        rings.append(ring)
    rings.sort(key=lambda ring: abs(area(ring)), reverse=True)
    return rings[:1] + [ring for ring in rings[1:] if abs(area(ring)) > smallest and len(ring) > 3]
