"""A parameter counts from where it is expected, and once."""

import pytest
from django.urls import reverse

from maillage.core.accounts.models import Person, Role
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def someone():
    return make_person(Role.MEMBER)


@pytest.fixture
def coordination():
    return client_for(make_person(Role.COORDINATOR))


def test_what_the_address_says_does_not_fill_the_form(coordination, someone):
    place = reverse("accounts:close", args=[someone.pk])
    coordination.post(f"{place}?reason=Une+raison+dans+l+adresse", {})
    assert Person.objects.get(pk=someone.pk).is_active
    coordination.post(place, {"reason": "Une raison dans le formulaire"})
    assert not Person.objects.get(pk=someone.pk).is_active


def test_a_parameter_said_twice_counts_once(client):
    twice = client.get("/api/v1/communes?limit=1&limit=2").json()
    once = client.get("/api/v1/communes?limit=2").json()
    assert twice == once
