"""Every address of the site, read from the URLconf."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """One address: the name it is reversed by, the arguments it takes, the view behind."""

    name: str
    arguments: frozenset[str]
    view: Callable[..., Any]


def routes(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[Route]:
    """Walk the URLconf; an address without a name is refused, because nothing could be declared of it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern, inner)
        elif isinstance(pattern, URLPattern):
            if not pattern.name:
                raise AssertionError(
                    f"« {pattern.pattern} » has no name: name it, then declare who opens it."
                )
            yield Route(
                f"{namespace}{pattern.name}", frozenset(pattern.pattern.regex.groupindex), pattern.callback
            )


ROUTES = sorted(routes(), key=lambda route: route.name)
BY_NAME = {route.name: route for route in ROUTES}
