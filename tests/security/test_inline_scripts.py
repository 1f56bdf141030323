"""In a real browser: a script that an attacker managed to write into a page does not run.

The page is planted by the test and served with the house's own middleware; the control serves the same page
with an open policy, and sees the script run.
"""

from collections.abc import Iterator

import pytest
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path
from playwright.sync_api import Page

from maillage.core.ui.access import public
from tests.browser.fixtures import PageAt

PLANTED = """<!doctype html><html lang="fr"><head><title>Essai</title></head><body><p id="seen">untouched</p>
<script>document.getElementById("seen").textContent = "inline"</script>
<script src="/static/accounts/passkeys.js?planted"></script>
<script nonce="guessed">document.getElementById("seen").textContent = "guessed"</script>
<img src="data:," onerror="document.getElementById('seen').textContent = 'handler'" alt="">
<style>#seen { color: rgb(1, 2, 3) }</style>
</body></html>"""


@public
def planted(request: HttpRequest) -> HttpResponse:
    """A page into which somebody wrote scripts."""
    del request
    return HttpResponse(PLANTED)


@public
@csp_replace({"script-src": ["'self'", "'unsafe-inline'"], "style-src": ["'unsafe-inline'"]})
def open_to_scripts(request: HttpRequest) -> HttpResponse:
    """The same page under the policy that this house does not have."""
    return planted(request)


urlpatterns = [
    path("plantee/", planted),
    path("ouverte/", open_to_scripts),
    path("", include("maillage.config.urls")),
]


@pytest.fixture
def planted_pages() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def seen(page: Page) -> tuple[str, str]:
    """Return the text that a script may have changed, and the colour that a style may have."""
    place = page.locator("#seen")
    return place.inner_text(), place.evaluate("element => getComputedStyle(element).color")


def test_no_planted_script_or_style_runs(portal: None, planted_pages: None, browser, live_server) -> None:
    page = browser.new_context(base_url=live_server.url).new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto("/plantee/")
    text, colour = seen(page)
    page.context.close()
    assert text == "untouched"
    assert colour != "rgb(1, 2, 3)"
    assert sum("Content Security Policy" in line for line in refused) >= 4


def test_the_same_page_under_an_open_policy_does_run(
    portal: None, planted_pages: None, browser, live_server
) -> None:
    page = browser.new_context(base_url=live_server.url).new_page()
    page.goto("/ouverte/")
    text, colour = seen(page)
    page.context.close()
    assert text in {"inline", "guessed", "handler"}
    assert colour == "rgb(1, 2, 3)"


def test_the_house_s_own_scripts_run_by_their_nonce(portal: None, page_at: PageAt) -> None:
    """``page_at`` fails on whatever the console reports: a script refused would be reported."""
    page = page_at(1280, path="/compte/connexion/")
    named = page.eval_on_selector_all("script[src]", "all => all.map(one => Boolean(one.nonce))")
    assert named
    assert all(named)
