"""Colours can be read: WCAG 2.2, 4.5:1 for text (1.4.3) and 3:1 for what outlines a control (1.4.11)."""

import re
from itertools import product

import pytest

from maillage.core.ui.colour import contrast
from tests.laws.tree import SOURCE

TOKENS = SOURCE / "core" / "ui" / "static" / "ui" / "css" / "tokens.css"
GROUNDS = ("paper", "surface", "sunk")
THREADS = ("contacts", "esspresso", "synergies", "galerie", "cantines", "domicile", "tourisme", "ensemble")
TEXTS = (
    "ink",
    "ink-2",
    "accent",
    "accent-strong",
    "positive",
    "warning",
    "danger",
    *(f"thread-{key}" for key in THREADS),
)
# Text on the soft ground that carries the same meaning, and on the accent.
PAIRS = (
    *product(("ink", "accent"), ("accent-soft",)),
    *product(("ink", "positive"), ("positive-soft",)),
    *product(("ink", "warning"), ("warning-soft",)),
    *product(("ink", "danger"), ("danger-soft",)),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-fill", "fill"),
    ("on-fill", "fill-strong"),
)
DECLARED = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")


def read_theme(block_start: str) -> dict[str, str]:
    """Return the roles of one theme as #rrggbb, read from the block that starts so."""
    css = TOKENS.read_text(encoding="utf-8")
    named = dict(DECLARED.findall(css))
    block = css[css.index(block_start) :]
    roles = DECLARED.findall(block[: block.index("\n}")])
    colours = {role.removeprefix("m-"): value for role, value in roles}
    # A role leads to a named colour, or to another role of its theme.
    aims = {role: value[6:-1] for role, value in colours.items() if value.startswith("var(--")}
    return {
        role: named[aims[aim.removeprefix("m-")] if aim.startswith("m-") else aim]
        for role, aim in aims.items()
    }


THEMES = {
    "light": read_theme(':root, [data-bs-theme="light"] {'),
    "dark": read_theme('[data-bs-theme="dark"] {'),
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), [*product(TEXTS, GROUNDS), *PAIRS])
def test_text_can_be_read(theme: str, text: str, ground: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_outline_of_a_control_can_be_seen(theme: str, ground: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours["line-strong"], colours[ground]) >= 3


def test_the_two_dark_blocks_say_the_same() -> None:
    assert read_theme(":root:not([data-bs-theme]) {") == THEMES["dark"]
