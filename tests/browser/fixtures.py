"""A browser for the tests. Each page watches its console and its requests to the end."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

from maillage.core.portal.domain import load_portal
from tests.factories import client_for

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
    # No name is resolved: a request to another host fails, and is reported.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

PageAt = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session, the system's own."""
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    assert program, "Chromium is required: sudo apt install chromium"
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


@pytest.fixture
def page_at(browser: Browser, live_server: LiveServer) -> Iterator[PageAt]:
    """Open pages: ``page_at(360)``, ``page_at(1280, dark=True, javascript=False, person=…, path="/")``.

    At the end of the test, an error in the console or a request to another host fails it.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(
        width: int,
        *,
        dark: bool = False,
        javascript: bool = True,
        person: AbstractBaseUser | None = None,
        path: str = "",
        **options: Any,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800 if width > 600 else 740},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=javascript,
            locale="fr-FR",
            base_url=live_server.url,
            **options,
        )
        contexts.append(context)
        if person is not None:
            cookie = client_for(person).cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        watch(page, urlsplit(live_server.url).netloc, faults)
        if path:
            page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


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
