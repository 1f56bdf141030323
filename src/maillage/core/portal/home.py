"""The home page: what each app shows there, gathered without the portal knowing any of them.

An app names its functions in ``AppConfig.home_sections``: dotted names of ``(request)`` that return a
:class:`HomeSection`, or None when they have nothing to show. The templates read their data under the name
``section``. The first section that ``opens`` stands beside the promise, at the top; the others follow in the
order of the installed apps.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.utils.module_loading import import_string


@dataclass(frozen=True, kw_only=True)
class HomeSection:
    """A part of the home page: its template, what it reads, and the stylesheets it needs.

    ``opens`` asks for the top of the page, then ``figure`` is the template of what stands opposite;
    ``live`` says that it refreshes parts of itself.
    """

    template: str
    data: Mapping[str, Any] = field(default_factory=dict)
    stylesheets: tuple[str, ...] = ()
    opens: bool = False
    figure: str = ""
    live: bool = False


@dataclass(frozen=True)
class Home:
    """All sections of the page, for one visitor; ``opening`` is None when no app asks for the top."""

    opening: HomeSection | None
    sections: tuple[HomeSection, ...]

    @property
    def stylesheets(self) -> list[str]:
        """The stylesheets of all sections, each once."""
        return list(dict.fromkeys(sheet for section in self._all() for sheet in section.stylesheets))

    @property
    def is_live(self) -> bool:
        """Whether a section refreshes parts of itself."""
        return any(section.live for section in self._all())

    def _all(self) -> tuple[HomeSection, ...]:
        return (self.opening, *self.sections) if self.opening else self.sections


def home_of(request: HttpRequest) -> Home:
    """Gather the sections of the home page for a visitor."""
    names = [name for config in apps.get_app_configs() for name in getattr(config, "home_sections", ())]
    sections: list[HomeSection] = [section for name in names if (section := import_string(name)(request))]
    opening = next((section for section in sections if section.opens), None)
    return Home(opening, tuple(section for section in sections if section is not opening))
