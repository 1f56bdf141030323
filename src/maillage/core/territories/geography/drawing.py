"""A map as SVG paths: degrees laid flat, borders written short, a place for each name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, radians

from maillage.core.territories.geography.borders import Key, dissolved
from maillage.core.territories.geography.shapes import MultiPolygon, Position, Ring, edges

WIDTH = 600
MARGIN = 6


@dataclass(frozen=True)
class Outline:
    """One shape of a map: its SVG path (even-odd rule), and where its name reads best."""

    path: str
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Projection:
    """Plate carrée at the middle latitude: true enough over a département, and no distortion to explain."""

    west: float
    north: float
    scale: float
    squeeze: float

    def flat(self, shape: MultiPolygon) -> MultiPolygon:
        return [[[self.place(position) for position in ring] for ring in polygon] for polygon in shape]

    def place(self, position: Position) -> Position:
        """Return where a longitude and a latitude stand, in units of the drawing."""
        longitude, latitude = position
        return (
            MARGIN + (longitude - self.west) * self.squeeze * self.scale,
            MARGIN + (self.north - latitude) * self.scale,
        )


@dataclass(frozen=True)
class Drawing:
    """A map of ``width`` × ``height`` units and its shapes, by the keys they were given under.

    ``projection`` places anything else on it; None when there is no shape.
    """

    width: int
    height: int
    outlines: dict[object, Outline]
    projection: Projection | None = None


def draw(groups: Mapping[Key, Iterable[MultiPolygon]], smallest: float = 1.2) -> Drawing:
    """Return the map of groups of contours, each group dissolved into one shape.

    ``smallest`` is how small a detail may be, in squared units of the drawing, before it is left out.
    """
    shapes = {key: list(contours) for key, contours in groups.items()}
    positions = [
        position
        for contours in shapes.values()
        for shape in contours
        for side in edges(shape)
        for position in side
    ]
    if not positions:
        return Drawing(WIDTH, WIDTH, {})
    west, east = min(x for x, _y in positions), max(x for x, _y in positions)
    south, north = min(y for _x, y in positions), max(y for _x, y in positions)
    squeeze = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * squeeze, (north - south) / 1.25)
    projection = Projection(west, north, scale, squeeze)
    flat = {key: [projection.flat(shape) for shape in contours] for key, contours in shapes.items()}
    outlines: dict[object, Outline] = {
        key: _outline(rings) for key, rings in dissolved(flat, smallest).items() if rings
    }
    width = round((east - west) * squeeze * scale + 2 * MARGIN)
    return Drawing(width, round((north - south) * scale + 2 * MARGIN), outlines, projection)


def _outline(rings: list[Ring]) -> Outline:
    label_x, label_y = _label_place(rings)
    return Outline("".join(_path(ring) for ring in rings), round(label_x, 1), round(label_y, 1))


def _path(ring: Ring) -> str:
    """Write a ring with relative steps of a tenth of a unit; rounding errors do not add up."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in ring]
    words = [f"M{_tenth(tenths[0][0])} {_tenth(tenths[0][1])}l"]
    here = tenths[0]
    for there in tenths[1:-1]:
        if there != here:
            words.append(f"{_tenth(there[0] - here[0])} {_tenth(there[1] - here[1])} ")
            here = there
    return "".join(words).rstrip() + "z"


def _tenth(value: int) -> str:
    whole, rest = divmod(abs(value), 10)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def _label_place(rings: list[Ring]) -> Position:
    """Return the middle of the widest horizontal stretch inside, off the top and bottom: room for a name."""
    heights = [y for _x, y in rings[0]]
    top, bottom = min(heights), max(heights)
    widest, place = -1.0, rings[0][0]
    for step in range(3, 14):
        # A hair off the round fractions: the cut then meets no corner.
        y = top + (bottom - top) * (step / 16 + 0.00137)
        crossings = sorted(
            x1 + (y - y1) * (x2 - x1) / (y2 - y1)
            for (x1, y1), (x2, y2) in edges([rings])
            if (y1 > y) != (y2 > y)
        )
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            if right - left > widest:
                widest, place = right - left, ((left + right) / 2, y)
    return place
