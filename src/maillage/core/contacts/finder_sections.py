"""What contacts add to the pages of others: the question on the home page, who answers on a territory's."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from maillage.core.contacts import finder_pages
from maillage.core.contacts.models import Contact
from maillage.core.portal.home import HomeSection
from maillage.core.territories import maps
from maillage.core.territories.models import Territory
from maillage.core.territories.sections import Section


def sheet_address(territory: Territory) -> str:
    """Return the place of a territory on the page of all contacts."""
    return reverse("finder:everyone", fragment=territory.slug)


def home(request: HttpRequest) -> HomeSection | None:
    """« Trouver mon contact », first thing on the home page once anybody can answer."""
    del request
    if not Contact.objects.exists():
        return None
    return HomeSection(
        template="contacts/public/_home.html",
        figure="contacts/public/_home_map.html",
        data={
            "geocoder": bool(settings.GEOCODER),
            "map": maps.territory_map(timezone.localdate(), url_of=sheet_address),
        },
        stylesheets=("territories/territories.css", "contacts/contacts.css"),
        opens=True,
        live=True,
    )


def territory(territory: Territory, on: date) -> Section | None:
    """Who answers in a territory, and its partners."""
    sheet, offer = finder_pages.territory_sheet(territory, on)
    if not (sheet.officers or sheet.partners):
        return None
    return "contacts/public/_territory.html", {"sheet": sheet, "offer": offer if sheet.officers else ()}
