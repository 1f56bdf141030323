"""What démarches add to the pages of others."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from maillage.core.initiatives.models import Initiative
from maillage.core.initiatives.queries import initiatives_for
from maillage.core.territories.models import Territory
from maillage.core.territories.sections import Mention, Section


def on_territory(territory: Territory, on: date) -> Section | None:
    """The published démarches of a territory; a démarche has no day of its own, so all are shown."""
    del on
    found = list(initiatives_for(AnonymousUser(), territory))
    return ("initiatives/_territory.html", {"initiatives": found}) if found else None


def mentions(on: date) -> list[Mention]:
    """Every published démarche in a line, where all territories stand side by side."""
    del on
    return [
        Mention(
            name=each.name,
            summary=each.summary,
            url=reverse("initiatives:sheet", args=[each.slug]),
            territories=frozenset(territory.pk for territory in each.territories.all()),
        )
        for each in initiatives_for(AnonymousUser())
    ]


def addresses_of(keys: Iterable[str]) -> dict[str, str]:
    """Where the démarches from which links came can be read by anybody, by key."""
    found = Initiative.objects.published().filter(pk__in=list(keys)).order_by("pk")
    return {str(each.pk): reverse("initiatives:sheet", args=[each.slug]) for each in found}
