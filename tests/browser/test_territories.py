"""The pages of territories with their maps, on a phone and on a laptop, by keyboard and by machine."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from maillage.core.accounts.models import Role
from maillage.core.territories.models import Territory
from tests.browser.checks import examine
from tests.browser.fixtures import PageAt, follow
from tests.browser.test_every_page import examine_everywhere
from tests.core.territories.places import assign, draw, make_commune, make_epci, make_territory
from tests.factories import make_person


@pytest.fixture
def north(db: None) -> Territory:
    """Two territories of three communes each, one commune in doubt, one about to move."""
    north, south, epci = make_territory("Nord"), make_territory("Sud"), make_epci()
    for column in range(6):
        commune = make_commune(f"Commune-{column}", epci=epci)
        draw(commune, column % 3, column // 3)
        assign(commune, (north, south)[column // 3], confidence="to_confirm" if column == 1 else "high")
    assign(commune, north, date(timezone.localdate().year + 1, 1, 1))
    return north


def test_the_public_pages_stand_everywhere(portal: None, north: Territory, page_at: PageAt) -> None:
    commune = north.assignments.order_by("municipality").first().municipality
    for path in (
        f"{reverse('territories:list')}?q=commune",
        reverse("territories:territory", args=[north.slug]),
        reverse("territories:municipality", args=[commune.code]),
    ):
        examine_everywhere(page_at, path)


def test_the_pages_of_the_coordination_stand_everywhere(
    portal: None, north: Territory, page_at: PageAt
) -> None:
    person = make_person(Role.COORDINATOR)
    row = north.assignments.select_related("municipality__epci").order_by("-valid_from", "pk").first()
    siren, code = row.municipality.epci.siren, row.municipality.code
    for path in (
        reverse("territories:assignments"),
        f"{reverse('territories:assignments')}?epci={siren}",
        f"{reverse('territories:move')}?epci={siren}",
        f"{reverse('territories:confirm')}?commune={code}",
        reverse("territories:undo_move", args=[row.pk]),
        reverse("territories:merge", args=[code]),
    ):
        examine_everywhere(page_at, path, person=person)


def test_a_territory_is_reached_on_the_map_by_keyboard(
    portal: None, north: Territory, page_at: PageAt
) -> None:
    page = page_at(1280, path=reverse("territories:list"))
    place = page.locator("svg.m-map a[aria-label='Nord']")
    place.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('territories:territory', args=[north.slug])}")
    assert examine(page) == []


def test_the_territory_of_a_commune_is_found_without_javascript(
    portal: None, north: Territory, page_at: PageAt
) -> None:
    page = page_at(360, path=reverse("territories:list"), javascript=False)
    page.get_by_label("Commune ou code postal").fill("comune 0")
    follow(page.get_by_role("button", name="Trouver"))
    expect(page.get_by_role("link", name="Commune-0")).to_be_visible()
