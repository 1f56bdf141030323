"""The pages of territories, as visitors and the coordination use them."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.core.accounts.models import Role
from maillage.core.territories.domain.history import merge
from maillage.core.territories.models import Population, TerritoryAssignment, TownHall
from maillage.core.territories.queries import territory_of
from tests.core.territories.places import assign, draw, make_commune, make_epci, make_territory
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db
NEW_YEAR = date(timezone.localdate().year + 1, 1, 1)


@pytest.fixture
def north():
    return make_territory("Nord")


@pytest.fixture
def south():
    return make_territory("Sud")


@pytest.fixture
def epci():
    return make_epci("CC des Puits")


@pytest.fixture
def communes(north, south, epci):
    communes = [make_commune(name, epci=epci) for name in ("Aubépine", "Bouleau", "Chêne")]
    for column, (commune, territory) in enumerate(zip(communes, (north, north, south), strict=True)):
        assign(commune, territory)
        draw(commune, column, 0)
        Population.objects.create(municipality=commune, year=2017, value=1000, source="INSEE")
    return communes


@pytest.fixture
def coordinator():
    return client_for(make_person(Role.COORDINATOR))


def text_of(answer):
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_a_visitor_sees_every_territory_in_a_list_and_on_a_map(communes):
    page = text_of(client_for().get(reverse("territories:list")))
    assert "Nord" in page
    assert "Sud" in page
    assert page.count('<path class="t"') == 2
    assert "(2017)" in page


def test_a_visitor_finds_the_territory_of_a_commune_in_spite_of_a_slip(communes, north):
    page = text_of(client_for().get(reverse("territories:list"), {"q": "aubepinne"}))
    assert "Aubépine" in page
    assert reverse("territories:territory", args=[north.slug]) in page
    assert 'class="is-on"' in page


def test_a_name_that_nobody_has_is_answered_with_what_to_do(communes):
    page = text_of(client_for().get(reverse("territories:list"), {"q": "xxqq"}))
    assert "code postal" in page


def test_a_territory_shows_its_communes_by_intercommunalite(communes, north, epci):
    page = text_of(client_for().get(reverse("territories:territory", args=[north.slug])))
    assert epci.name in page
    assert "Aubépine" in page
    assert "Chêne" not in page
    assert "2\N{NARROW NO-BREAK SPACE}000" in page or "2\N{NO-BREAK SPACE}000" in page


def test_a_commune_says_its_territory_since_when_and_its_town_hall(communes, north):
    TownHall.objects.create(
        municipality=communes[0],
        phone="03 00 00 00 00",
        hours=[
            ["lundi", "jeudi", [["08:30:00", "12:00:00"]]],
            ["samedi", "samedi", [["09:00:00", "11:00:00"]]],
        ],
        source="DILA",
    )
    page = text_of(client_for().get(reverse("territories:municipality", args=[communes[0].code])))
    assert "dimanche 1er janvier 2017" in page
    assert "Mairie d’Aubépine" in page or "Mairie de Aubépine" in page
    assert "Du lundi au jeudi" in page
    assert "Samedi" in page
    assert "affectations" not in page


def test_the_code_of_a_former_commune_leads_to_its_successor(communes):
    make_commune("Vieille", code="99990", kind="COMD", parent=communes[0])
    answer = client_for().get(reverse("territories:municipality", args=["99990"]))
    assert answer["Location"] == reverse("territories:municipality", args=[communes[0].code])
    assert client_for().get(reverse("territories:municipality", args=["00000"])).status_code == 404


def test_a_commune_that_merges_says_what_it_becomes(communes):
    merge(absorbed=[communes[1]], into=communes[0], on=NEW_YEAR, source="Arrêté", actor=None)
    page = text_of(client_for().get(reverse("territories:municipality", args=[communes[1].code])))
    assert reverse("territories:municipality", args=[communes[0].code]) in page


def test_the_coordination_moves_a_commune_next_january_and_sees_both_truths(
    communes, north, south, coordinator
):
    commune = communes[0]
    address = f"{reverse('territories:move')}?commune={commune.code}"
    assert f'value="{NEW_YEAR.isoformat()}"' in text_of(coordinator.get(address))
    wanted = {"territory": south.slug, "valid_from": NEW_YEAR, "source": "Délibération", "confidence": "high"}
    answer = coordinator.post(address, wanted, follow=True)
    assert "Sud" in text_of(answer)
    assert territory_of(commune) == north
    assert territory_of(commune, NEW_YEAR) == south
    page = text_of(client_for().get(reverse("territories:municipality", args=[commune.code])))
    assert "Nord" in page
    assert "Sud" in page
    of_south = reverse("territories:territory", args=[south.slug])
    assert "Aubépine" in text_of(client_for().get(of_south))  # announced
    then = text_of(client_for().get(of_south, {"le": NEW_YEAR.isoformat()}))
    assert f"/commune/{commune.code}/" in then
    assert f"1er janvier {NEW_YEAR.year}" in then


def test_the_coordination_moves_a_whole_epci(communes, south, epci, coordinator):
    outside = make_commune("Au-delà", epci=epci, departement="98")
    answer = coordinator.post(
        f"{reverse('territories:move')}?epci={epci.siren}",
        {"territory": south.slug, "valid_from": NEW_YEAR, "source": "Délibération", "confidence": "medium"},
    )
    assert answer.status_code == 302
    assert {territory_of(commune, NEW_YEAR) for commune in communes} == {south}
    assert territory_of(outside, NEW_YEAR) is None, "across the département's border, the EPCI is not ours"


def test_a_move_without_a_source_is_refused_beside_its_field(communes, coordinator):
    answer = coordinator.post(
        f"{reverse('territories:move')}?commune={communes[0].code}", {"confidence": "high"}
    )
    assert "m-errors" in text_of(answer)
    assert TerritoryAssignment.objects.count() == 3


def test_no_territory_is_a_choice_never_what_an_untouched_list_means(communes, north, coordinator):
    address = f"{reverse('territories:move')}?commune={communes[0].code}"
    wanted = {"territory": "", "valid_from": NEW_YEAR, "source": "Délibération", "confidence": "high"}
    assert "m-errors" in text_of(coordinator.post(address, wanted))
    assert territory_of(communes[0], NEW_YEAR) == north
    assert "aucun territoire" in text_of(
        coordinator.post(address, wanted | {"territory": "aucun"}, follow=True)
    )
    assert territory_of(communes[0], NEW_YEAR) is None


def test_a_planned_move_is_taken_back(communes, south, coordinator):
    row = assign(communes[0], south, NEW_YEAR)
    address = reverse("territories:undo_move", args=[row.pk])
    assert address in text_of(coordinator.get(reverse("territories:assignments")))
    text_of(coordinator.get(address))
    assert "reste où elle est" in text_of(coordinator.post(address, follow=True))
    assert not TerritoryAssignment.objects.filter(pk=row.pk).exists()


def test_what_is_to_confirm_is_seen_and_confirmed(communes, epci, coordinator):
    TerritoryAssignment.objects.filter(municipality=communes[2]).update(confidence="to_confirm")
    listed = text_of(coordinator.get(reverse("territories:assignments"), {"a-confirmer": "1"}))
    address = f"{reverse('territories:confirm')}?epci={epci.siren}"
    assert address in listed
    text_of(coordinator.get(address))
    coordinator.post(address, {"source": "Courrier du président"})
    assert not TerritoryAssignment.objects.filter(confidence="to_confirm").exists()


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ({}, "CC des Puits", "xxx"),
        ({"q": "bouleau"}, "Bouleau", "Chêne"),
        ({"territoire": "nothing"}, "Aucune commune", "CC des Puits"),
    ],
)
def test_the_list_of_the_coordination_is_filtered(communes, coordinator, query, shown, hidden):
    page = text_of(coordinator.get(reverse("territories:assignments"), query))
    assert shown in page
    assert hidden not in page


def test_the_communes_of_an_epci_are_listed_with_their_confidence(communes, epci, coordinator):
    page = text_of(coordinator.get(reverse("territories:assignments"), {"epci": epci.siren}))
    assert page.count("badge-yes") == 3


def test_an_unknown_scope_is_not_found(communes, coordinator):
    for query in ("epci=000000000", "commune=00000"):
        assert coordinator.get(f"{reverse('territories:move')}?{query}").status_code == 404
    assert coordinator.get(reverse("territories:move")).status_code == 302


def test_a_new_territory_is_created_once(coordinator):
    address = reverse("territories:create_territory")
    assert coordinator.post(address, {"code": "est", "name": "Est"}).status_code == 302
    assert "m-errors" in text_of(coordinator.post(address, {"code": "EST", "name": "Est"}))


def test_the_coordination_records_a_new_name_and_a_merger(communes, coordinator):
    first, second, _third = communes
    today = timezone.localdate().isoformat()
    coordinator.post(
        reverse("territories:rename", args=[first.code]),
        {"name": "Églantine", "on": today, "source": "Décret"},
    )
    address = reverse("territories:merge", args=[first.code])
    refused = coordinator.post(address, {"absorbed": "00000", "on": today, "source": "Arrêté"})
    assert "00000" in text_of(refused)
    coordinator.post(address, {"absorbed": second.code, "on": today, "source": "Arrêté"})
    address = reverse("territories:split", args=[first.code])
    new = {"code": "9955", "name": "Fougère", "on": today, "source": "Arrêté"}
    assert "m-errors" in text_of(coordinator.post(address, new))
    coordinator.post(address, new | {"code": "99555"})
    assert "Fougère" in text_of(client_for().get(reverse("territories:municipality", args=["99555"])))
    page = text_of(client_for().get(reverse("territories:municipality", args=[first.code])))
    assert "Églantine" in page
    assert "Bouleau" in page
    assert "Aubépine" in page


def test_the_page_of_a_territory_costs_the_same_queries_for_few_and_many_communes(
    communes, north, epci, django_assert_max_num_queries
):
    for number in range(40):
        commune = make_commune(f"Plus-{number}", epci=epci)
        assign(commune, north)
        draw(commune, number % 10, 1 + number // 10)
    with django_assert_max_num_queries(28):
        client_for().get(reverse("territories:territory", args=[north.slug]))
    with django_assert_max_num_queries(20):
        client_for().get(reverse("territories:list"))
