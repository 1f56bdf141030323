"""What every page shows of the portal: identity, accent, menus."""

from typing import Any

from django.http import HttpRequest
from django.utils.safestring import mark_safe

from maillage.core.portal.models import MenuEntry
from maillage.core.portal.queries import accent_css, shown_menu, the_portal


def portal(request: HttpRequest) -> dict[str, Any]:
    """Give the portal and the entries that this visitor may use."""
    found = the_portal()
    entries = shown_menu(request)
    return {
        "portal": found,
        "accent": mark_safe(accent_css(found)),  # noqa: S308 -- built from colours that were validated as #rrggbb
        "menu": [entry for entry in entries if entry.place == MenuEntry.Place.HEADER],
        "footer_menu": [entry for entry in entries if entry.place == MenuEntry.Place.FOOTER],
    }
