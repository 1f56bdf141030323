"""Outlines hold: holes go to the polygon around them, and every point keeps its side."""

from hypothesis import given
from hypothesis import strategies as st

from maillage.api.contours import nested
from maillage.core.territories.geography.borders import dissolved
from maillage.core.territories.geography.shapes import area, contains


def square(west, south, side, clockwise=False):
    ring = [
        (west, south),
        (west + side, south),
        (west + side, south + side),
        (west, south + side),
        (west, south),
    ]
    return ring[::-1] if clockwise else ring


def test_a_hole_goes_to_the_outline_around_it_and_an_island_inside_stands_alone():
    outer, hole, island, apart = square(0, 0, 9), square(1, 1, 5), square(2, 2, 1), square(20, 0, 1)
    polygons = nested([island, apart, hole, outer])
    assert sorted(len(polygon) for polygon in polygons) == [1, 1, 2]
    (with_hole,) = [polygon for polygon in polygons if len(polygon) == 2]
    assert area(with_hole[0]) > 0 > area(with_hole[1])
    assert sorted(map(abs, map(area, with_hole))) == [25, 81]


@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1))
def test_the_outline_of_any_set_of_squares_holds_these_squares_and_no_other(cells):
    rings = dissolved({"all": [[[square(x, y, 1)]] for x, y in cells]})["all"]
    shape = nested(rings)
    for x in range(6):
        for y in range(6):
            inside = sum(contains([polygon], (x + 0.5, y + 0.5)) for polygon in shape)
            assert inside == ((x, y) in cells)
    assert all(area(polygon[0]) > 0 for polygon in shape)
    assert all(area(hole) < 0 for polygon in shape for hole in polygon[1:])
