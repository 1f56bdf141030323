"""An error says what happened, what was kept, what to do; and never leads nowhere."""

import pytest
from django.test import Client, RequestFactory

from maillage.core.ui.views import server_error
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db


def test_a_missing_page_says_so_and_leads_home() -> None:
    response = Client().get("/page/nulle-part/")

    assert response.status_code == 404
    assert "Cette page n’existe pas" in response.text
    assert 'href="/"' in response.text


def test_a_page_kept_for_others_says_for_whom() -> None:
    response = client_for(make_person("member")).get("/coordination/")

    assert response.status_code == 403
    assert "réservée à la coordination" in response.text


def test_a_form_without_its_proof_of_origin_is_explained() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_person("coordinator"))

    response = client.post("/coordination/portail/", {"name": "Autre"})

    assert response.status_code == 403
    assert "ouvert trop longtemps" in response.text


def test_a_fault_of_the_site_is_told_without_the_database(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        response = server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "défaut de son côté" in response.content.decode()
