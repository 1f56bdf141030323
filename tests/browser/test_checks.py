"""The walk by keyboard and the examination by axe see the faults that they are there for."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.checks import (
    AXE,
    accessibility_faults,
    examine,
    keyboard_faults,
    layout_faults,
    standing_faults,
)
from tests.browser.fixtures import PageAt, Reading

SKIP = '<a href="#contenu">Aller au contenu</a>'
SOUND = f'{SKIP}<main id="contenu"><label>Jour <input type="date"></label><button>Garder</button></main>'


@pytest.fixture(scope="module")
def opened(browser: Browser) -> Iterator[Page]:
    """A page without a server, for all the tests of this file."""
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.fixture
def page(opened: Page) -> Page:
    """That page, empty."""
    opened.goto("about:blank")
    opened.set_viewport_size({"width": 1280, "height": 720})
    opened.emulate_media(color_scheme="light")
    return opened


def test_a_sound_page_is_walked_to_its_end_twice(page: Page) -> None:
    page.set_content(SOUND)
    assert keyboard_faults(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert keyboard_faults(page) == []


LOST = "<button style='width: 0; height: 0; padding: 0; border: 0'>Perdu</button>"
CLOSED = "<script>document.querySelector('input').onkeydown = e => e.preventDefault()</script>"
TURNED_BACK = CLOSED.replace("input", "button").replace(
    "onkeydown = e => e.preventDefault()", "onfocus = () => document.querySelector('input').focus()"
)


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        (SOUND.replace(SKIP, ""), "not the link to the content"),
        (SOUND + "<style>button:focus { outline: none }</style>", "« Garder » does not show that it has"),
        (SOUND + LOST, "cannot be seen"),
        (SOUND + CLOSED, "the keyboard reaches 2 of 3 controls"),
        (SOUND + TURNED_BACK, "the keyboard reaches 2 of 3 controls"),
        (SOUND + "<button inert>Hors d’atteinte</button>", "the keyboard reaches 3 of 4 controls"),
    ],
    ids=["no way to the content", "focus unseen", "no size", "trap", "turned back", "out of reach"],
)
def test_a_fault_met_on_the_way_is_named(page: Page, html: str, fault: str) -> None:
    page.set_content(html)
    assert fault in "\n".join(keyboard_faults(page))


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<main style='width: 400px'>Large", "the page is 40 px wider than the screen"),
        ("<main><button style='height: 30px'>Garder</button>", "is 30 px high"),
    ],
    ids=["too wide", "too small"],
)
def test_what_does_not_fit_is_named(page: Page, html: str, fault: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.set_content("<style>* { margin: 0; box-sizing: border-box }</style>" + html)
    (found,) = layout_faults(page)
    assert fault in found


def test_an_address_that_answers_with_an_error_is_named(portal: None, page_at: PageAt) -> None:
    page = page_at(360, to_read=True)
    assert "the address answers 404" in standing_faults(page, "/cette-page-n-existe-pas/")


def test_axe_sees_a_field_without_a_name_and_words_too_pale(page: Page) -> None:
    page.set_content('<main><input><p style="color: #bbb; background: #fff">Pâle</p></main>')
    found = "\n".join(accessibility_faults(page))
    assert "label:" in found
    assert "color-contrast:" in found
    assert "label:" not in "\n".join(accessibility_faults(page, only_contrast=True))


def test_a_colour_met_again_is_judged_on_its_own_ground(page: Page) -> None:
    """Axe reads each colour once here, in every notation that a computed style may have."""
    colours = ("rgb(119, 119, 119)", "rgba(0, 0, 0, 0.5)", "oklch(0.57 0 0)", "color(srgb 0.5 0.5 0.5)")
    grounds = ("#fff", "#eee", "#000")
    page.set_content(
        "<main>"
        + "".join(
            f'<p style="color: {colour}; background: {ground}" id="e{number}{rank}">Texte</p>'
            for number, colour in enumerate(colours)
            for rank, ground in enumerate(grounds)
        )
    )
    judged = """() => axe.run({runOnly: ['color-contrast']}).then(found =>
        [...found.passes, ...found.violations].flatMap(rule => rule.nodes)
            .map(node => [node.target[0], node.any[0].data.contrastRatio]))"""
    page.evaluate(Axe().axe_script)
    alone = sorted(page.evaluate(judged))
    page.evaluate(AXE)
    assert sorted(page.evaluate(judged)) == alone
    assert len({ratio for _element, ratio in alone}) > len(grounds)


@pytest.mark.parametrize(
    ("condition", "where"),
    [
        ("min-width: 1000px", ["1280 px", "dark"]),
        ("max-width: 400px", ["360 px"]),
        ("prefers-color-scheme: dark", ["dark"]),
    ],
)
def test_a_fault_of_one_screen_or_theme_is_found_there(page: Page, condition: str, where: list[str]) -> None:
    pale = f"<style>@media ({condition}) {{ p {{ color: #bbb; background: #fff }} }}</style>"
    html = f"<!doctype html><html lang='fr'><title>Essai</title>{pale}{SOUND}<h1>Pâle</h1><p>Pâle</p></html>"
    page.route("http://essai.example/", lambda route: route.fulfill(body=html, content_type="text/html"))
    found = [
        fault
        for fault in standing_faults(page, "http://essai.example/", in_the_dark=True)
        if "color-contrast" in fault
    ]
    page.unroute("http://essai.example/")
    assert [fault.split(":")[0] for fault in found] == where


def test_a_page_is_examined_again_when_anything_of_it_changes(page: Page) -> None:
    token = "<form><input type='hidden' name='csrfmiddlewaretoken' value='{}'></form>"
    walked = "() => window.stops !== undefined"

    def shown(html: str) -> list[str]:
        page.goto("about:blank")
        page.set_content(html)
        return examine(page)

    first = shown(SOUND + token.format("premier"))
    assert page.evaluate(walked)
    assert shown(SOUND + token.format("second")) == first
    assert not page.evaluate(walked), "the same page with another token is not walked again"
    assert any("cannot be seen" in fault for fault in shown(SOUND + LOST + token.format("second")))
    page.locator("input").first.fill("2026-01-31")
    examine(page)
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate("() => { delete window.stops }")
    examine(page)
    assert page.evaluate(walked), "another screen is another appearance"


def test_the_page_that_tests_share_keeps_nothing_and_tells_its_faults(
    portal: None, page_at: PageAt, reading: Reading
) -> None:
    page = page_at(360, path="/", to_read=True)
    page.evaluate("() => { localStorage.left = '1'; document.cookie = 'left=1'; }")
    page = page_at(1280, path="/", to_read=True)
    kept = page.evaluate("() => [localStorage.length, document.cookie.includes('left'), innerWidth]")
    assert kept == [0, False, 1280]
    page.evaluate("() => { window.beats = 0; setInterval(() => window.beats++, 1); }")
    page.wait_for_function("() => window.beats > 0")
    reading.end()
    beats = page.evaluate("() => window.beats")
    page.wait_for_timeout(50)
    assert page.evaluate("() => window.beats") == beats, "what a page still meant to do is dropped"
    page.evaluate("() => console.error('left')")
    assert "left" in "\n".join(reading.end())
