"""What démarches add to the pages of others."""

from datetime import date

from django.contrib.auth.models import AnonymousUser

from maillage.core.initiatives.queries import initiatives_for
from maillage.core.territories.models import Territory
from maillage.core.territories.sections import Section


def on_territory(territory: Territory, on: date) -> Section | None:
    """The published démarches of a territory; a démarche has no day of its own, so all are shown."""
    del on
    found = list(initiatives_for(AnonymousUser(), territory))
    return ("initiatives/_territory.html", {"initiatives": found}) if found else None
