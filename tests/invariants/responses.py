"""What holds of every page that a test opens with Django's client.

A page carries no inline script, style or event attribute (the content security policy would silence them),
no leftover template syntax, no identifier twice. A GET opens no transaction: on SQLite it would wait for the
one writer, and a page that reads must never wait.
"""

import re
import traceback
from contextvars import ContextVar
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db.transaction import Atomic
from django.test import Client

LEFTOVER = re.compile(r"\{\{|\{%|%\}|\}\}")
# Nested braces belong to JSON.
JSON_DATA = re.compile(r'<script[^>]*type="application/json"[^>]*>.*?</script>', re.DOTALL)
# Who may write during a GET, and why.
MAY_WRITE = (
    "django/contrib/sessions/backends/",  # a first visit, a message shown once: the session notes it
    "allauth/socialaccount/",  # the return from an identity provider is a GET by that protocol
)
_writes: ContextVar[list[str] | None] = ContextVar("writes_during_get", default=None)


class PageReader(HTMLParser):
    """Gathers what a page may not hold."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.identifiers: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        # A nonce lets the policy through for one thing: the portal's own accent, which is data.
        if tag == "style" and not values.get("nonce"):
            self.faults.append("an inline <style>")
        if tag == "script" and "src" not in values and values.get("type") != "application/json":
            self.faults.append("an inline <script>")
        self.faults += [f"{name}= on <{tag}>" for name in values if name == "style" or name.startswith("on")]
        identifier = values.get("id")
        if identifier in self.identifiers:
            self.faults.append(f"the identifier « {identifier} » twice")
        if identifier:
            self.identifiers.add(identifier)


def faults_of_page(html: str) -> list[str]:
    """Return what a page or a fragment holds that it may not."""
    reader = PageReader()
    reader.feed(html)
    reader.close()
    html = JSON_DATA.sub("", html)
    leftover = LEFTOVER.search(html)
    if leftover:
        around = html[max(0, leftover.start() - 40) : leftover.end() + 40]
        reader.faults.append(f"template syntax left over: {around!r}")
    return reader.faults


def writer() -> str:
    """Return who opens a transaction, as file:line; empty when it may."""
    stack = traceback.extract_stack()[:-2]
    if any(part in frame.filename for frame in stack for part in MAY_WRITE):
        return ""
    # Innermost caller of the project's own code: who is to be corrected.
    last = [
        frame for frame in stack if "/site-packages/" not in frame.filename and "/lib/" not in frame.filename
    ][-1]
    return f"{last.filename}:{last.lineno}"


def install() -> None:
    """Wrap Django's client and its transactions."""
    send = Client.request
    enter = Atomic.__enter__

    def watched_enter(self: Atomic) -> Any:
        writes = _writes.get()
        if writes is not None and (place := writer()):
            writes.append(place)
        return enter(self)

    def watched_send(self: Client, **request: Any) -> Any:
        reads = request.get("REQUEST_METHOD", "GET") in {"GET", "HEAD"}
        token = _writes.set([] if reads else None)
        try:
            response = send(self, **request)
            writes = _writes.get()
        finally:
            _writes.reset(token)
        path = request.get("PATH_INFO", "")
        if writes:
            pytest.fail(f"GET {path} opens a transaction at {', '.join(sorted(set(writes)))}")
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            faults = faults_of_page(response.content.decode())
            if faults:
                pytest.fail(f"The page {path} holds {'; '.join(faults)}")
        return response

    Atomic.__enter__ = watched_enter
    Client.request = watched_send
