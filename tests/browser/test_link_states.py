"""The ledger and the network in every state they may be in: empty, few, many, narrowed, not understood.

``test_every_page`` opens their addresses on an empty site, ``test_list_states`` the lists of structures.
"""

from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from maillage.core.accounts.models import Person, Role
from maillage.core.links.domain.following import move
from maillage.core.links.drawing import MOST_STRUCTURES
from maillage.core.links.models import Link, OutcomeUnit
from maillage.core.links.origins import Origin
from maillage.core.links.queries import ledger
from tests.browser.checks import examine, standing_faults
from tests.browser.fixtures import PageAt, follow
from tests.browser.test_every_page import examine_everywhere
from tests.core.events.gatherings import make_event, over
from tests.core.links.links import make_link, make_outcome
from tests.core.organisations.sheets import make_organisation
from tests.core.territories.places import assign, make_commune, make_territory
from tests.factories import make_person

PUBLIC = {"state": "accepted", "visibility": "public"}
LEDGER = {
    "all": "",
    "narrowed": "?programme=cantines&etat=accepted&annee=2026&territoire=nord-demonstration",
    "nothing found": "?programme=tourisme&annee=1999",
    "awaiting news": "?nouvelles=attendues",
    "not understood": "?programme=rien&etat=rien&annee=demain&territoire=ailleurs&structure=aucune&apres=x",
}
NETWORK = {
    "all": "",
    "narrowed": "?programme=cantines&territoire=nord-demonstration",
    "nothing found": "?annee=1999",
    "not understood": "?programme=rien&annee=demain&territoire=ailleurs",
}


def write(links: int) -> None:
    """Write links across two territories, between sheets of their own, with a sheet that stands alone."""
    communes = []
    for name in ("Nord (démonstration)", "Sud (démonstration)"):
        commune = make_commune()
        assign(commune, make_territory(name))
        communes.append(commune)
    for number in range(links):
        sheets = [
            make_organisation(f"Structure {number}.{side} (démonstration)", commune=commune, published=True)
            for side, commune in enumerate(communes)
        ]
        link = make_link(
            *sheets,
            programme="cantines",
            title=f"Des légumes pour la cantine {number} (démonstration)",
            **PUBLIC,
        )
    # The units come with the tables, and a browser's tests empty the tables after each other.
    OutcomeUnit.objects.get_or_create(
        key="tonnes", defaults={"singular": "tonne", "plural": "tonnes", "decimals": 3}
    )
    make_outcome(link, Decimal("1.25"))
    make_organisation("Toute seule (démonstration)", commune=communes[0], published=True)


def look(page_at: PageAt, path: str, states: dict[str, str], person: Person | None) -> list[str]:
    """Return what is wrong with an address in each of its states, on a phone and on a laptop."""
    page = page_at(360, person=person, to_read=True)
    faults = []
    for state, query in states.items():
        faults += [f"{state}, {fault}" for fault in standing_faults(page, path + query)]
    return list(dict.fromkeys(faults))


@pytest.mark.parametrize("number", [1, 5], ids=["one", "many"])
def test_the_ledger_stands_in_every_state(
    number: int, portal: None, page_at: PageAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "PAGE", 4)
    write(number)
    states = LEDGER
    if number > ledger.PAGE:
        last = Link.objects.order_by("-began_on", "-pk")[ledger.PAGE - 1]
        states = LEDGER | {"next page": f"?apres={last.pk}"}
    assert not look(page_at, reverse("links:list"), states, make_person(Role.OFFICER))


# Two structures a link: the most that are drawn one by one, and one link more, where territories are drawn.
@pytest.mark.parametrize(
    "number",
    [0, 2, MOST_STRUCTURES // 2, MOST_STRUCTURES // 2 + 1],
    ids=["empty", "few", "as many as are drawn", "too many to be drawn"],
)
def test_the_network_stands_in_every_state(number: int, portal: None, page_at: PageAt) -> None:
    if number:
        write(number)
    for person in (None, make_person(Role.OFFICER)):
        assert not look(page_at, reverse("network:page"), NETWORK, person)


def test_a_link_that_is_over_and_its_forms_refused_stand_everywhere(portal: None, page_at: PageAt) -> None:
    write(1)
    link, officer = Link.objects.get(), make_person(Role.OFFICER)
    move(link=link, state="abandoned", why="Pour essayer", actor=officer)
    examine_everywhere(page_at, reverse("links:sheet", args=[link.pk]), officer)
    for path in (reverse("links:propose", args=["qui"]), reverse("links:outcome", args=[link.pk])):
        page = page_at(360, path=path, person=officer)
        follow(page.locator("main form button").first)
        expect(page.locator(".m-errors")).to_be_visible()
        assert examine(page) == []


def test_what_was_born_at_an_event_stands_everywhere(portal: None, page_at: PageAt) -> None:
    officer = make_person(Role.OFFICER)
    event = over(make_event(organiser=officer))
    make_link(
        make_organisation(published=True),
        make_organisation(published=True),
        origin=Origin.of(event),
        **PUBLIC,
    )
    examine_everywhere(page_at, reverse("events:event", args=[event.public_id]))
    examine_everywhere(page_at, reverse("events:follow", args=[event.public_id]), officer)
    examine_everywhere(page_at, reverse("portal:today"), officer)
