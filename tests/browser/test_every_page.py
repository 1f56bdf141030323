"""Every page that needs no parameter, on a phone and on a laptop, by eye, by keyboard and by machine."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from maillage.core.accounts.models import Person, Role
from maillage.core.portal.models import Page as PortalPage
from maillage.core.ui.access import access_of
from tests.access.routes import ROUTES, Route
from tests.browser.checks import examine, standing_faults
from tests.browser.fixtures import PageAt
from tests.factories import client_for, make_person

PUBLIC = [route for route in ROUTES if not route.arguments and access_of(route.view) == "public"]
PRIVATE = [route for route in ROUTES if not route.arguments and access_of(route.view) != "public"]


def examine_everywhere(page_at: PageAt, path: str, person: Person | None = None) -> None:
    """Look at an address on a phone, on a laptop and in the dark, and fail with all that is wrong."""
    page = page_at(360, person=person, to_read=True)
    faults = standing_faults(page, path, in_the_dark=True)
    assert not faults, "\n".join(dict.fromkeys(faults))


def opens_as_a_page(path: str, client: Client) -> bool:
    """Say whether an address answers with a page: no download, no redirection, no action that only posts."""
    answer = client.get(path)
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("route", PUBLIC, ids=lambda route: route.name)
def test_a_public_page_stands_everywhere(route: Route, portal: None, page_at: PageAt) -> None:
    if opens_as_a_page(reverse(route.name), client_for()):
        examine_everywhere(page_at, reverse(route.name))


@pytest.mark.parametrize("route", PRIVATE, ids=lambda route: route.name)
def test_a_private_page_stands_everywhere(route: Route, portal: None, page_at: PageAt) -> None:
    person = make_person(Role.COORDINATOR)
    if opens_as_a_page(reverse(route.name), client_for(person)):
        examine_everywhere(page_at, reverse(route.name), person=person)


def test_the_pages_of_the_portal_stand_everywhere(portal: None, page_at: PageAt) -> None:
    slugs = PortalPage.objects.filter(language="fr").order_by("slug").values_list("slug", flat=True)
    paths = [reverse("portal:page", args=[slug]) for slug in slugs]
    assert paths
    for path in paths:
        examine_everywhere(page_at, path)


def test_a_page_that_does_not_exist_says_so_in_french(portal: None, page_at: PageAt) -> None:
    page = page_at(360, path="/cette-page-n-existe-pas/")
    assert page.locator("h1").count() == 1
    assert examine(page) == []


def test_the_home_page_stands_without_javascript(portal: None, page_at: PageAt) -> None:
    page = page_at(360, path="/", javascript=False)
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_role("navigation").first).to_be_visible()
