"""What events add to the pages of others: the next ones, on the home page, a territory's and one's own."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.accounts.rules import is_coordinator, is_officer
from maillage.core.events import queries
from maillage.core.events.circles import Circle, Guest
from maillage.core.events.models import Event
from maillage.core.portal.home import HomeSection
from maillage.core.portal.programmes import MenuLink
from maillage.core.territories.models import Territory
from maillage.core.territories.sections import Section

SHOWN = 4


def home(request: HttpRequest) -> HomeSection | None:
    """The next public events, once there is one."""
    del request
    events = list(queries.to_come()[:SHOWN])
    if not events:
        return None
    return HomeSection(
        template="events/public/_home.html", data={"events": events}, stylesheets=("events/events.css",)
    )


def territory(territory: Territory, on: date) -> Section | None:
    """The next public events of a territory; without any, where to see the others."""
    del on
    return "events/public/_territory.html", {
        "events": list(queries.to_come(territory)[:SHOWN]),
        "territory": territory,
    }


def account(person: Person) -> MenuLink | None:
    """Where an officer prepares events."""
    if not (is_officer(person) or is_coordinator(person)):
        return None
    return MenuLink(
        label=_("My events"),
        url_name="events:organise",
        description=_("Prepare a half-day, see who comes, welcome people, write what follows."),
        public=False,
    )


def circles(event: Event) -> Iterator[Circle]:
    """Those who came to the earlier events of the series."""
    if event.series is None:
        return
    yield Circle(
        key="serie",
        label=_("Those who came to « %(series)s » before") % {"series": event.series.title},
        guests=lambda: [
            Guest(row.organisation or row.name, row.email, row.phone) for row in queries.earlier_guests(event)
        ],
    )


def addresses_of(keys: Iterable[str]) -> dict[str, str]:
    """Where the events from which links came can be read by anybody, by key; none that is not listed."""
    found = Event.objects.filter(
        pk__in=list(keys), state__in=queries.SHOWN, visibility=Event.Visibility.PUBLIC
    )
    return {str(each.pk): reverse("events:event", args=[each.public_id]) for each in found.order_by("pk")}
