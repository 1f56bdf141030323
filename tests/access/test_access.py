"""Every address × every visitor: what is private stays private, what is open opens.

Generated from the URLconf. To add an address: restrict its view with a role decorator, or decide in
``declared.py``; give a sample in ``samples.py`` when it names an object.
"""

import pytest
from django.conf import settings
from django.urls import reverse

from maillage.api.serving import BY_KEY
from maillage.core.ui.access import PUBLIC, SIGNED_IN, Access, access_of
from tests.access import declared
from tests.access.routes import BY_NAME, ROUTES, Route
from tests.access.samples import SAMPLES, Sample, World
from tests.factories import client_for, confirmed_client_for
from tests.security.headers import faults_of_answer


def decided_access(route: Route) -> Access:
    """Return who opens an address, as decided; the test below holds that nothing is left undecided."""
    access = access_of(route.view)
    if isinstance(access, tuple) or route.name in declared.BY_KEY:
        return access
    return PUBLIC if route.name in declared.PUBLIC else SIGNED_IN


def test_who_opens_each_address_was_decided():
    undecided = [
        route.name
        for route in ROUTES
        if access_of(route.view) in {PUBLIC, SIGNED_IN}
        and route.name not in declared.PUBLIC | declared.SIGNED_IN | declared.BY_KEY
    ]
    assert not undecided, f"Decide in tests/access/declared.py, or restrict to roles: {undecided}"


def test_the_public_addresses_are_exactly_those_listed():
    without_sign_in = {route.name for route in ROUTES if not getattr(route.view, "login_required", True)}
    assert without_sign_in == declared.PUBLIC | declared.BY_KEY


def test_what_was_decided_still_exists():
    assert not (declared.PUBLIC | declared.SIGNED_IN | declared.BY_KEY) - BY_NAME.keys()
    assert not SAMPLES.keys() - BY_NAME.keys()
    assert not declared.PUBLIC & declared.SIGNED_IN


def test_each_address_that_names_an_object_has_a_sample():
    lacking = [route.name for route in ROUTES if route.arguments and route.name not in SAMPLES]
    assert not lacking, f"Give a sample in tests/access/samples.py: {lacking}"


@pytest.fixture
def world(db):
    return World.peopled()


def _is_sign_in(response):
    return response.status_code == 302 and response["Location"].startswith(
        reverse(settings.LOGIN_URL) + "?next="
    )


def _refuses_a_visitor(response):
    return _is_sign_in(response) or response.status_code in {401, 403}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_an_address_opens_to_those_it_is_for_and_to_no_one_else(route, world):
    sample = SAMPLES[route.name](world) if route.name in SAMPLES else Sample({})
    url = reverse(route.name, kwargs=sample.arguments)
    access = decided_access(route)
    visitors = {"": None, **world.people}
    for role, person in visitors.items():
        client = confirmed_client_for(person) if person else client_for()
        opened = client.get(url)
        who = role or "visitor"
        faults = faults_of_answer(route.name, opened, signed_in=person is not None)
        assert not faults, f"{url} for {who}: {'; '.join(faults)}"
        if access == BY_KEY:
            assert opened.status_code == 401, f"{url} opens to {who} without a key: {opened.status_code}"
        elif access == PUBLIC:
            assert not _refuses_a_visitor(opened), f"{url} refuses {who}: {opened.status_code}"
        elif person is None:
            assert _refuses_a_visitor(opened), f"{url} opens to a visitor: {opened.status_code}"
            assert _refuses_a_visitor(client.post(url)), f"{url} takes a visitor's form"
        elif isinstance(access, tuple) and role not in access:
            assert opened.status_code == 403, f"{url} opens to {who}: {opened.status_code}"
            assert client.post(url).status_code == 403, f"{url} takes the form of {who}"
        elif sample.opens_to and role not in sample.opens_to:
            answers = {opened.status_code, client.post(url).status_code}
            assert answers <= {403, 404, 405}, f"{url} of another opens to {who}: {answers}"
            assert answers & {403, 404}, f"{url} of another is refused to {who} by its method alone"
        else:
            assert not _refuses_a_visitor(opened), f"{url} refuses {who}: {opened.status_code}"


@pytest.mark.django_db
def test_the_refusal_says_who_may_open_the_page(world):
    page = client_for(world.people["member"]).get(reverse("accounts:people"))
    assert "coordination départementale" in page.content.decode()
