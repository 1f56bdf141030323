"""A browser for the tests. Each page watches its console and its requests to the end."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from maillage.core.portal.domain import load_portal
from tests.factories import client_for
from tools.chromium import TO_INSTALL, chromium

ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
    # No name is resolved: a request to another host fails, and is reported.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
# The page stays where it is, at rest and not drawn: leaving for a blank one costs as much as opening the
# next, for Chromium gives up what it holds ready for this site. Timers are numbered as they are set.
FORGET = """() => {
    window.stop();
    for (let timer = setTimeout(() => {}); timer > 0; timer--) clearTimeout(timer);
    localStorage.clear();
    sessionStorage.clear();
    document.documentElement.style.display = 'none';
}"""

PageAt = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session, the system's own."""
    program = chromium()
    assert program, f"Chromium is required: {TO_INSTALL}"
    # Chromium refuses to confine itself as root, which is what containers run as.
    rights = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *rights])
        yield opened
        opened.close()


@pytest.fixture
def portal(transactional_db: None) -> None:
    """The first portal, with its pages."""
    load_portal("meurthe-et-moselle")


@dataclass
class Reading:
    """A page that stays open from test to test, for those that only look at addresses, and its faults."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def forget(self) -> None:
        """Leave all that was kept at the last address, and what it still meant to do."""
        if self.page.url.startswith("http"):
            self.page.evaluate(FORGET)
        self.page.context.clear_cookies()

    def end(self) -> list[str]:
        """Forget, and return the faults seen since the last end."""
        self.forget()
        faults, self.faults[:] = list(self.faults), []
        return faults


@pytest.fixture(scope="session")
def reading(browser: Browser, live_server: LiveServer) -> Iterator[Reading]:
    """The page of the tests that only look: opening another each time costs as much as looking."""
    context = browser.new_context(reduced_motion="reduce", locale="fr-FR", base_url=live_server.url)
    reading = Reading(context.new_page())
    watch(reading.page, urlsplit(live_server.url).netloc, reading.faults)
    yield reading
    context.close()


@pytest.fixture
def page_at(browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest) -> Iterator[PageAt]:
    """Open pages: ``page_at(360)``, ``page_at(1280, dark=True, javascript=False, person=…, path="/")``.

    A test that only looks at addresses says ``to_read=True`` and shares one page with the others: what it
    asks for takes the place of what it looked at before. At the end of the test, an error in the console or a
    request to another host fails it.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []
    read: list[Reading] = []

    def open_page(
        width: int,
        *,
        dark: bool = False,
        javascript: bool = True,
        person: AbstractBaseUser | None = None,
        path: str = "",
        to_read: bool = False,
        **options: Any,
    ) -> Page:
        viewport = {"width": width, "height": 800 if width > 600 else 740}
        scheme: Literal["dark", "light"] = "dark" if dark else "light"
        if to_read:
            assert javascript, "the shared page has it"
            assert not options, "a page of its own is needed for that"
            read[:] = [request.getfixturevalue("reading")]
            page = read[0].page
            read[0].forget()
            page.set_viewport_size(viewport)
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        else:
            context = browser.new_context(
                viewport=viewport,
                color_scheme=scheme,
                reduced_motion="reduce",
                java_script_enabled=javascript,
                locale="fr-FR",
                base_url=live_server.url,
                **options,
            )
            contexts.append(context)
            page = context.new_page()
            watch(page, urlsplit(live_server.url).netloc, faults)
        if person is not None:
            sign_in(page.context, person, live_server.url)
        if path:
            page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    for each in read:
        faults += each.end()
    assert not faults, "\n".join(faults)


def follow(place: Locator) -> None:
    """Click on what leads to another page, or sends a form, and wait until the page that answers stands.

    A click alone waits only where the browser tells in time that it is leaving; without JavaScript, and on a
    fast machine, it may come back to the page that is being left.
    """
    with place.page.expect_navigation():
        place.click()


def sign_in(context: BrowserContext, person: AbstractBaseUser, server: str) -> None:
    """Give a browser the session of a person."""
    cookie = client_for(person).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server}])


def watch(page: Page, host: str, faults: list[str]) -> None:
    """Note the errors of a page and its requests to other hosts."""

    def note_message(message: ConsoleMessage) -> None:
        # A refused page (403, 404) is what some tests open on purpose; the browser reports it as an error.
        if message.type == "error" and "Failed to load resource" not in message.text:
            faults.append(f"console of {page.url}: {message.text}")

    def note_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != host:
            faults.append(f"{page.url} asks {request.url}")

    def note_failed(request: Request) -> None:
        if request.failure and "ERR_ABORTED" not in request.failure:
            faults.append(f"{request.url}: {request.failure}")

    page.on("console", note_message)
    page.on("pageerror", lambda error: faults.append(f"script of {page.url}: {error}"))
    page.on("request", note_request)
    page.on("requestfailed", note_failed)
    page.on(
        "response",
        lambda response: (
            response.status >= 400
            and response.request.resource_type != "document"
            and faults.append(f"{response.url} answers {response.status}")
        ),
    )
