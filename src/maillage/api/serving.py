"""How reads are served: to any site's pages, counted by address, revalidated by ETag, without cookie."""

import hashlib
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from maillage.api.errors import refusal
from maillage.api.visits import Visits
from maillage.core.accounts.visitors import network_of
from maillage.core.ui.access import public

View = Callable[..., HttpResponse]
BY_KEY = "key"
METHODS = "GET, HEAD, OPTIONS"

visits = Visits(allowed=settings.API_REQUESTS_PER_MINUTE, seconds=60)


def open_read(view: View) -> View:
    """Serve a read to everyone: no account, no cookie, any site's pages may ask."""

    @wraps(view)
    def served(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _read(view, request, args, kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
        if request.method == "OPTIONS":
            response["Access-Control-Allow-Methods"] = METHODS
            response["Access-Control-Allow-Headers"] = "If-None-Match"
            response["Access-Control-Max-Age"] = "86400"
        return response

    return csrf_exempt(public(served))


def keyed_read(view: View) -> View:
    """Serve a read to the holder of a personal key; the view itself asks for the key.

    Other sites' pages may not ask, and nothing is stored on the way.
    """

    @wraps(view)
    def served(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _read(view, request, args, kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    opened = csrf_exempt(login_not_required(served))
    opened.access = BY_KEY  # type: ignore[attr-defined]  # functions carry attributes, types do not say so
    return opened


def _read(view: View, request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> HttpResponse:
    seconds = visits.wait(network_of(request), time.monotonic())
    if seconds:
        response = refusal(429)
        response["Retry-After"] = str(seconds)
        return response
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": METHODS})
    if request.method not in {"GET", "HEAD"}:
        response = refusal(405)
        response["Allow"] = METHODS
        return response
    asked, request.method = request.method, "GET"  # the server sends no body to HEAD: the view need not know
    response = view(request, *args, **kwargs)
    request.method = asked
    return _conditional(request, response)


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Answer 304 when the reader holds this very content already."""
    if response.status_code != 200:
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    response.headers.setdefault("Cache-Control", "public, max-age=60")
    return get_conditional_response(request, etag=etag, response=response) or response
