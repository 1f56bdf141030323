"""The walk by keyboard and the examination by axe see the faults that they are there for."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.checks import accessibility_faults, keyboard_faults
from tests.browser.fixtures import PageAt, Reading

SKIP = '<a href="#contenu">Aller au contenu</a>'
SOUND = f'{SKIP}<main id="contenu"><label>Jour <input type="date"></label><button>Garder</button></main>'


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page, without a server."""
    opened = browser.new_page()
    yield opened
    opened.close()


def test_a_sound_page_is_walked_to_its_end_twice(page: Page) -> None:
    page.set_content(SOUND)
    assert keyboard_faults(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert keyboard_faults(page) == []


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        (SOUND.replace(SKIP, ""), "not the link to the content"),
        (SOUND + "<style>button:focus { outline: none }</style>", "« Garder » does not show that it has"),
        (
            SOUND + "<button style='width: 0; height: 0; padding: 0; border: 0'>Perdu</button>",
            "cannot be seen",
        ),
        (
            SOUND + "<script>document.querySelector('input').onkeydown = e => e.preventDefault()</script>",
            "the keyboard reaches 2 of 3 controls",
        ),
    ],
)
def test_a_fault_met_on_the_way_is_named(page: Page, html: str, fault: str) -> None:
    page.set_content(html)
    assert fault in "\n".join(keyboard_faults(page))


def test_axe_sees_a_field_without_a_name_and_words_too_pale(page: Page) -> None:
    page.set_content('<main><input><p style="color: #bbb; background: #fff">Pâle</p></main>')
    found = "\n".join(accessibility_faults(page))
    assert "label:" in found
    assert "color-contrast:" in found
    assert "label:" not in "\n".join(accessibility_faults(page, only_contrast=True))


def test_the_page_that_tests_share_keeps_nothing_and_tells_its_faults(
    portal: None, page_at: PageAt, reading: Reading
) -> None:
    page = page_at(360, path="/", to_read=True)
    page.evaluate("() => { localStorage.left = '1'; document.cookie = 'left=1'; }")
    page = page_at(1280, path="/", to_read=True)
    kept = page.evaluate("() => [localStorage.length, document.cookie.includes('left'), innerWidth]")
    assert kept == [0, False, 1280]
    page.evaluate("() => console.error('left')")
    assert "left" in "\n".join(reading.end())
