"""Contrast follows the definition of WCAG 2.2."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.ui.colour import contrast, is_hex, luminance

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#6b2358", "#6b2358", 1.0)],
)
def test_known_ratios(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


@given(colours, colours)
def test_the_ratio_does_not_depend_on_the_order_and_stays_in_its_bounds(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


@given(colours)
def test_luminance_lies_between_black_and_white(colour: str) -> None:
    assert 0 <= luminance(colour) <= 1


@pytest.mark.parametrize("text", ["6b2358", "#6b235", "#6b2358;", "red", "#6b235g", "", "#6b2358\n"])
def test_what_is_not_a_colour_is_not_taken_for_one(text: str) -> None:
    assert not is_hex(text)
