"""What links add to the pages of others: the home, sheets of structures, territories and events."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.accounts.rules import Visitor
from maillage.core.events.models import Event
from maillage.core.links.queries.encounters import encounter
from maillage.core.links.queries.ledger import Filters, belongs_somewhere, links_for, of_origin, totals
from maillage.core.links.queries.weave import weave
from maillage.core.links.rules.rights import spoken_for
from maillage.core.organisations.models import Organisation
from maillage.core.organisations.rules import is_house
from maillage.core.portal.home import HomeSection
from maillage.core.portal.programmes import MenuLink
from maillage.core.territories.models import Territory
from maillage.core.territories.sections import Section

SHOWN = 6


def home(request: HttpRequest) -> HomeSection | None:
    """Programmes against territories, once there is a public link: the same for everybody."""
    del request
    woven = weave()
    return (
        HomeSection(template="links/_home.html", data={"weave": woven}, stylesheets=("links/weave.css",))
        if woven.rows
        else None
    )


def of_organisation(organisation: Organisation, visitor: Visitor) -> tuple[str, dict[str, Any]] | None:
    """Return the links of a structure, for those who may read them; empty to those who may write one."""
    rows = links_for(visitor, Filters(organisation=organisation))
    shown = list(rows[: SHOWN + 1])
    proposes = (
        is_house(visitor) or Organisation.objects.filter(spoken_for(visitor), pk=organisation.pk).exists()
    )
    if not shown and not proposes:
        return None
    data = {
        "organisation": organisation,
        "links": shown[:SHOWN],
        "more": len(shown) > SHOWN,
        "totals": totals(rows),
        "proposes": proposes,
        "signed_in": visitor.is_authenticated,
    }
    return "links/_organisation.html", data


def on_territory(territory: Territory, on: date) -> Section | None:
    """Return what public links brought to a territory."""
    del on
    rows = links_for(AnonymousUser(), Filters(territory=territory))
    shown = list(rows[: SHOWN + 1])
    if not shown:
        return None
    data = {
        "territory": territory,
        "links": shown[:SHOWN],
        "more": len(shown) > SHOWN,
        "totals": totals(rows),
    }
    return "links/_territory.html", data


def born_at(event: Event, visitor: Visitor) -> tuple[str, dict[str, Any]] | None:
    """Return the links that came from an event and that the visitor may read, with what came of them."""
    rows = of_origin(visitor, event)
    shown = list(rows)
    return ("links/_event.html", {"links": shown, "totals": totals(rows)}) if shown else None


def who_met(event: Event, visitor: Visitor) -> tuple[str, dict[str, Any]]:
    """Return the links that came from an event, and the structures that came, to write the next one."""
    rows = of_origin(visitor, event)
    came = encounter(event, visitor)
    return "links/_followup.html", {
        "event": event,
        "links": list(rows),
        "totals": totals(rows),
        "structures": came.structures,
        "without_sheet": came.without_sheet,
    }


def my_links(person: Person) -> MenuLink | None:
    """Return the way to the ledger, for those who have something to read there."""
    if not is_house(person) and not belongs_somewhere(person):
        return None
    return MenuLink(
        label=_("See the links"),
        url_name="links:list",
        description=_("Links between structures"),
        public=False,
    )
