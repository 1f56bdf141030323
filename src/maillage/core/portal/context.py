"""What every page shows of the portal: identity, accent, menus."""

from typing import Any

from django.http import HttpRequest

from maillage.core.portal.models import MenuEntry
from maillage.core.portal.queries import identity, shown_menu


def portal(request: HttpRequest) -> dict[str, Any]:
    """Give the portal and the entries that this visitor may use."""
    known = identity()
    entries = shown_menu(request, known.entries)
    return {
        "portal": known.portal,
        "accent": known.accent,
        "menu": [entry for entry in entries if entry.place == MenuEntry.Place.HEADER],
        "footer_menu": [entry for entry in entries if entry.place == MenuEntry.Place.FOOTER],
    }
