"""A test in a browser waits for what a click does: asked at once, the page may be the one being left."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.laws.tree import ROOT, files, name_of, text_of

WAITS = {"expect", "wait_for", "wait_for_url", "wait_for_function", "number_of"}
ASKED_AT_ONCE = {"is_visible", "is_hidden", "is_enabled", "is_disabled", "is_checked"}
READ_IN_A_BROWSER = [file for file in files(".py", under=ROOT / "tests") if "PageAt" in text_of(file)]


def called(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Return the names that a piece of code calls, with their lines."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call):
            yield getattr(each.func, "attr", getattr(each.func, "id", "")), each.lineno


def hasty(code: str) -> list[int]:
    """Return the lines that ask a page at once, or click and do not wait."""
    tree = ast.parse(code)
    lines = [line for name, line in called(tree) if name in ASKED_AT_ONCE]
    for block in ast.walk(tree):
        steps = getattr(block, "body", None)
        if isinstance(block, ast.With) or not isinstance(steps, list):
            continue
        for step, following in zip(steps, [*steps[1:], ast.Pass()], strict=True):
            clicks = isinstance(step, ast.Expr) and "click" in {name for name, _line in called(step)}
            if clicks and WAITS.isdisjoint(name for name, _line in called(following)):
                lines.append(step.lineno)
    return lines


@pytest.mark.parametrize("file", READ_IN_A_BROWSER, ids=name_of)
def test_a_click_is_followed_by_what_waits_for_it(file: Path) -> None:
    """``follow`` waits for the page that answers, ``expect`` for what appears on the same one."""
    assert hasty(text_of(file)) == []


@pytest.mark.parametrize(
    "code",
    [
        "page.locator('button').click()\nassert page.inner_text('h1') == 'Fait'",
        "page.locator('button').click()",
        "for each in buttons:\n    each.click()",
        "expect(title).to_be_visible()\nassert title.is_visible()",
    ],
)
def test_a_hasty_test_is_seen(code: str) -> None:
    assert hasty(code)


@pytest.mark.parametrize(
    "code",
    [
        "page.locator('button').click()\nexpect(title).to_be_visible()",
        "with page.expect_navigation():\n    place.click()\nassert page.inner_text('h1') == 'Fait'",
        "follow(page.locator('button'))\nassert page.inner_text('h1') == 'Fait'",
    ],
)
def test_a_patient_test_is_left_alone(code: str) -> None:
    assert not hasty(code)
