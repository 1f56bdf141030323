"""Contours: read from WKB, rounded, asked for an inside point, or whether they hold one.

A multi-polygon is the ``coordinates`` of a GeoJSON MultiPolygon: polygons, each a list of closed rings (the
outline, then the holes), each a list of ``[longitude, latitude]`` in degrees.
"""

import struct
from collections.abc import Iterator
from itertools import pairwise

Position = tuple[float, float]
Ring = list[Position]
Polygon = list[Ring]
MultiPolygon = list[Polygon]

# Little-endian, then the type of geometry: the only layout that the sources use.
_MULTIPOLYGON, _POLYGON, _POINT = 6, 3, 1


class NotAContourError(ValueError):
    """The bytes are not a little-endian WKB geometry of the wanted kind."""


def read_multipolygon(hexadecimal: str) -> MultiPolygon:
    """Return the polygons of a hexadecimal WKB MultiPolygon; NotAContourError when it is none."""
    try:
        return _multipolygon(bytes.fromhex(hexadecimal))
    except struct.error as error:
        raise NotAContourError("the geometry is cut short") from error


def _multipolygon(data: bytes) -> MultiPolygon:
    offset, count = _header(data, 0, _MULTIPOLYGON)
    polygons = []
    for _ in range(count):
        offset, rings = _header(data, offset, _POLYGON)
        polygon = []
        for _ in range(rings):
            (points,) = struct.unpack_from("<I", data, offset)
            values = struct.unpack_from(f"<{2 * points}d", data, offset + 4)
            polygon.append(list(zip(values[::2], values[1::2], strict=True)))
            offset += 4 + 16 * points
        polygons.append(polygon)
    return polygons


def read_point(hexadecimal: str) -> Position:
    """Return the longitude and latitude of a hexadecimal WKB Point; NotAContourError when it is none."""
    data = bytes.fromhex(hexadecimal)
    if len(data) != 21 or data[:5] != struct.pack("<BI", 1, _POINT):
        raise NotAContourError("not a little-endian WKB point")
    longitude, latitude = struct.unpack_from("<2d", data, 5)
    return longitude, latitude


def _header(data: bytes, offset: int, kind: int) -> tuple[int, int]:
    order, found, count = struct.unpack_from("<BII", data, offset)
    if (order, found) != (1, kind):
        raise NotAContourError(f"WKB type {found}, byte order {order}: expected type {kind}, order 1")
    return offset + 9, count


def rounded(shape: MultiPolygon, decimals: int) -> MultiPolygon:
    """Return the shape at fewer decimals; points that become one are merged, slivers disappear."""
    polygons = []
    for polygon in shape:
        rings = [ring for ring in (_rounded_ring(ring, decimals) for ring in polygon) if len(ring) > 3]
        if rings:
            polygons.append(rings)
    return polygons


def _rounded_ring(ring: Ring, decimals: int) -> Ring:
    points = [(round(x, decimals), round(y, decimals)) for x, y in ring]
    return points[:1] + [after for before, after in pairwise(points) if after != before]


def edges(shape: MultiPolygon) -> Iterator[tuple[Position, Position]]:
    """Yield every side of every ring, in the order it is drawn."""
    for polygon in shape:
        for ring in polygon:
            yield from pairwise(ring)


def contains(shape: MultiPolygon, point: Position) -> bool:
    """Tell whether a point lies inside: a ray to the right crosses the sides an odd number of times."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in edges(shape):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside


def inner_point(shape: MultiPolygon) -> Position:
    """Return a point that is always inside, unlike a centroid: the middle of the widest stretch.

    The shape is cut at the mid-height of its largest polygon; holes count as outside.
    """
    polygon = max(shape, key=lambda candidate: abs(area(candidate[0])))
    heights = sorted({y for _x, y in polygon[0]})
    # Between two distinct heights next to the middle: the cut meets no corner.
    middle = len(heights) // 2
    y = (heights[middle - 1] + heights[middle]) / 2
    crossings = sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in edges([polygon])
        if (y1 > y) != (y2 > y)
    )
    left, right = max(
        zip(crossings[::2], crossings[1::2], strict=True), key=lambda stretch: stretch[1] - stretch[0]
    )
    return (left + right) / 2, y


def area(ring: Ring) -> float:
    """Return the area of a closed ring, in squared units of its coordinates; positive if anticlockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2
