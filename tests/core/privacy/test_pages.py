"""The pages of personal data, as each person meets them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from maillage.core.privacy import domain
from maillage.core.privacy.baskets import erasures_to_decide
from maillage.core.privacy.models import ErasureRequest
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db


def test_everyone_reads_what_is_kept_and_how_long(django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page = client_for().get("/donnees-personnelles/").content.decode()
    assert "Ce que nous gardons de vous" in page
    assert "90 jours" in page
    assert "Mission d’intérêt public" in page


def test_my_page_shows_my_request():
    person = make_person()
    me = client_for(person)
    assert "Demander à être effacé" in me.get("/donnees-personnelles/les-miennes/").content.decode()
    domain.ask_erasure(person=person)
    assert "Retirer ma demande" in me.get("/donnees-personnelles/les-miennes/").content.decode()


def test_my_page_follows_the_making_of_my_copy():
    me = client_for(make_person())
    me.post("/donnees-personnelles/les-miennes/copie/")
    assert "Demandée le" in me.get("/donnees-personnelles/les-miennes/").content.decode()


def test_the_coordination_sees_who_waits_and_is_told_when_it_is_late():
    person, coordinator = make_person(), make_person("coordinator")
    request = domain.ask_erasure(person=person)
    client = client_for(coordinator)
    assert person.name in client.get("/donnees-personnelles/effacements/").content.decode()
    basket = erasures_to_decide(coordinator)
    assert basket is not None
    assert [each.line.late for each in basket.top] == [False]
    assert erasures_to_decide(person) is None
    ErasureRequest.objects.update(asked_at=timezone.now() - timedelta(days=31))
    basket = erasures_to_decide(coordinator)
    assert basket is not None
    assert [each.line.late for each in basket.top] == [True]
    assert (
        "le délai de la loi est passé"
        in client.get(f"/donnees-personnelles/effacements/{request.pk}/").content.decode()
    )


def test_others_do_not_open_the_pages_of_the_coordination():
    request = domain.ask_erasure(person=make_person())
    for person in (make_person("officer"), make_person("member"), make_person()):
        for path in ("effacements/", f"effacements/{request.pk}/"):
            assert client_for(person).get(f"/donnees-personnelles/{path}").status_code == 403
