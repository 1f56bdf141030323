"""What holds of every page that a test opens with Django's client.

A page carries no inline script, style or event attribute (the content security policy would silence them),
no leftover template syntax, no identifier twice. A GET opens no transaction: on SQLite it would wait for the
one writer, and a page that reads must never wait.
"""

import re
import sys
from contextvars import ContextVar
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db.transaction import Atomic
from django.test import Client

LEFTOVER = re.compile(r"\{\{|\{%|%\}|\}\}")
# Nested braces belong to JSON.
JSON_DATA = re.compile(r'<script[^>]*type="application/json"[^>]*>.*?</script>', re.DOTALL)
TAG_BEGINS = re.compile("<[a-zA-Z]")
# A tag as we write them: quotes stand around values alone, and hold no bracket.
TAG = re.compile(r"""<[a-zA-Z](?:[^<>"'=]|=\s*(?:"[^"<>]*"|'[^'<>]*')?)*>""")
IDENTIFIER = re.compile(r"""\bid\s*=\s*("[^"&]*")?""", re.IGNORECASE)
VALUE = re.compile(r"""=\s*(?:"[^"]+"|'[^']+')""")
# In a tag without its values: a style or a script of the page's own, and the attributes that a browser runs.
SUSPECT = re.compile(
    r"""<style(?![^>]*\snonce="v")|<script(?![^>]*\ssrc="v")|[\s"'/](?:on|style)""", re.IGNORECASE
)
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


def may_be_faulty(html: str) -> bool:
    """Say whether a page has to be read: always when a reading would find something, else now and then.

    A reading takes ten times as long, and nearly every page is sound.
    """
    tags = TAG.findall(html)
    if len(tags) != len(TAG_BEGINS.findall(html)) or LEFTOVER.search(html):
        return True
    text = "".join(tags)
    identifiers = IDENTIFIER.findall(text)
    told_apart = len(identifiers) == len(set(identifiers)) and "" not in identifiers
    return not told_apart or SUSPECT.search(VALUE.sub('="v"', text)) is not None


def faults_of_page(html: str) -> list[str]:
    """Return what a page or a fragment holds that it may not."""
    return faults_read_in(html) if may_be_faulty(html) else []


def faults_read_in(html: str) -> list[str]:
    """Read a page to its end, and return what it holds that it may not."""
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
    frame = sys._getframe(2)  # the caller of the transaction
    own = ""
    while frame is not None:
        name = frame.f_code.co_filename
        if any(part in name for part in MAY_WRITE):
            return ""
        # Innermost caller of the project's own code: who is to be corrected.
        if not own and "/site-packages/" not in name and "/lib/" not in name:
            own = f"{name}:{frame.f_lineno}"
        frame = frame.f_back
    return own or "a library, for nobody of ours"


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
