"""The addresses of the site, read from the URLconf: what is added there is tested without a word more."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from maillage.core.ui.access import Access, access_of


@dataclass(frozen=True)
class Route:
    """One address: its name with its namespaces, its parameters, who may open it."""

    name: str
    pattern: str
    parameters: tuple[str, ...]
    access: Access
    view: Callable[..., Any]

    @property
    def path(self) -> str:
        """The address of a route that takes no parameter."""
        return reverse(self.name)


def routes() -> tuple[Route, ...]:
    """Return every named address of the site."""
    return tuple(walk(get_resolver(), (), "", ()))


def walk(
    resolver: URLResolver, namespaces: tuple[str, ...], prefix: str, parameters: tuple[str, ...]
) -> Iterator[Route]:
    """Yield the addresses under a resolver."""
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        found = (*parameters, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from walk(entry, inner, pattern, found)
        elif isinstance(entry, URLPattern) and entry.name:
            name = ":".join((*namespaces, entry.name))
            yield Route(name, pattern, found, access_of(entry.callback), entry.callback)
