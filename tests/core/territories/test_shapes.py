"""Contours: inside is inside, and dissolving groups loses no ground."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.territories.geography.borders import dissolved, simplify
from maillage.core.territories.geography.drawing import draw
from maillage.core.territories.geography.shapes import (
    NotAContourError,
    area,
    contains,
    inner_point,
    read_multipolygon,
    read_point,
    rounded,
)
from tests.core.territories.places import wkb, wkb_point

SQUARE = [[[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]]]
HOLE = [(1.0, 1.0), (3.0, 1.0), (3.0, 3.0), (1.0, 3.0), (1.0, 1.0)]


def cell(column, row):
    x, y = float(column), float(row)
    return [[[(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]]]


def test_what_is_written_is_read():
    assert read_multipolygon(wkb(SQUARE)) == SQUARE
    assert read_point(wkb_point(6.5, 48.25)) == (6.5, 48.25)


@pytest.mark.parametrize("reader", [read_multipolygon, read_point])
def test_another_geometry_is_refused(reader):
    line = "0102000000" + "00" * 24
    with pytest.raises(NotAContourError):
        reader(line)


def test_a_hole_is_outside():
    ring = [[SQUARE[0][0], HOLE]]
    assert contains(SQUARE, (2.0, 2.0))
    assert not contains(ring, (2.0, 2.0))
    assert contains(ring, inner_point(ring))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=7, unique=True))
def test_the_inner_point_of_a_triangle_fan_is_inside(points):
    # Sorted around their middle, points make a simple star-shaped outline.
    from math import atan2  # only this test needs it

    middle = (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
    ordered = sorted(points, key=lambda point: atan2(point[1] - middle[1], point[0] - middle[0]))
    ring = [(float(x), float(y)) for x, y in [*ordered, ordered[0]]]
    if abs(area(ring)) > 1:
        assert contains([[ring]], inner_point([[ring]]))


def test_rounding_merges_points_and_drops_slivers():
    thin = [[(0.0, 0.0), (1e-9, 0.0), (0.0, 1e-9), (0.0, 0.0)]]
    assert rounded([*SQUARE, thin], 4) == SQUARE


cells = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.sampled_from("abc"), min_size=1, max_size=25
)


@given(cells)
def test_dissolving_a_patchwork_loses_no_ground(patchwork):
    groups = {}
    for place, group in patchwork.items():
        groups.setdefault(group, []).append(cell(*place))
    for group, rings in dissolved(groups).items():
        covered = sum(contains([rings], (column + 0.5, row + 0.5)) for column in range(5) for row in range(5))
        assert covered == sum(other == group for other in patchwork.values())
        for place, other in patchwork.items():
            assert contains([rings], (place[0] + 0.5, place[1] + 0.5)) == (other == group)
        assert all(ring[0] == ring[-1] for ring in rings)


def test_neighbours_keep_the_same_line_once_simplified():
    left = [[[(0, 0), (2, 0), (2.2, 1), (1.9, 2), (2.1, 3), (2, 4), (0, 4), (0, 0)]]]
    right = [[[(2, 0), (4, 0), (4, 4), (2, 4), (2.1, 3), (1.9, 2), (2.2, 1), (2, 0)]]]
    rings = dissolved({"left": [left], "right": [right]}, smallest=0.25)

    def shared(ring):
        return {point for point in ring if 1 < point[0] < 3}

    assert shared(rings["left"][0]) == shared(rings["right"][0]) != set()
    assert len(rings["left"][0]) < len(left[0][0])


def test_a_closed_line_keeps_a_triangle():
    ring = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0))
    assert len(simplify(ring, 100.0)) == 4


def test_a_map_without_contours_is_empty():
    assert draw({}).outlines == {}


def test_a_drawing_stays_in_its_frame_and_names_stand_inside():
    drawing = draw({"a": [cell(0, 0), cell(1, 0)], "b": [cell(0, 1)]})
    assert set(drawing.outlines) == {"a", "b"}
    for outline in drawing.outlines.values():
        assert outline.path.startswith("M")
        assert outline.path.endswith("z")
        assert 0 <= outline.label_x <= drawing.width
        assert 0 <= outline.label_y <= drawing.height
