"""Structures, as programs read them: what public sheets show, a page at a time."""

import pytest

from maillage.core.organisations.models import ContactPoint, Organisation
from tests.core.territories.places import assign, make_commune, make_territory
from tests.programmes.directory.structures import make_card, make_structure

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/structures"


@pytest.fixture
def toul():
    commune = make_commune("Toul", code="99002", latitude=48.675, longitude=5.891)
    assign(commune, make_territory("Premier"))
    return commune


@pytest.fixture
def bicycles(toul):
    made = make_structure("Vélo Quetsche", toul, ess_status="yes", ess_family="association", naf="95.29Z")
    ContactPoint.objects.create(organisation=made, function="accueil", email="accueil@example.org")
    ContactPoint.objects.create(organisation=made, function="direction", phone="0300000000", is_public=False)
    make_card(made, "offer", "Prêt de vélos")
    make_card(made, "need", "Besoin confidentiel", visibility="officers")
    return made


def names(client, **asked):
    return [each["name"] for each in client.get(ADDRESS, asked).json()["items"]]


def test_a_structure_is_told_as_its_public_sheet_shows_it(bicycles, toul, anyone):
    told = anyone.get(f"{ADDRESS}/{bicycles.slug}").json()
    assert told["name"] == "Vélo Quetsche"
    assert told["ess"] == "yes"
    assert told["email"] == "accueil@example.org"
    assert told["offers"] == "Prêt de vélos"
    assert told["commune"] == {"reference": toul.reference, "name": "Toul"}
    assert told["territory"]["name"] == "Premier"
    assert told["exact"] is False
    assert anyone.get(told["page"]).status_code == 200


def test_nothing_private_is_told(bicycles, anyone):
    make_structure("Pas encore relue", state=Organisation.State.TO_COMPLETE)
    for answer in (anyone.get(ADDRESS), anyone.get(f"{ADDRESS}/{bicycles.slug}")):
        text = answer.content.decode()
        assert "Vélo Quetsche" in text
        for secret in ("0300000000", "Besoin confidentiel", "Pas encore relue"):
            assert secret not in text


def test_a_structure_that_is_not_published_is_not_found(anyone):
    hidden = make_structure("Pas encore relue", state=Organisation.State.TO_COMPLETE)
    answer = anyone.get(f"{ADDRESS}/{hidden.slug}")
    assert answer.status_code == 404
    assert "message" in answer.json()


def test_a_list_is_narrowed_to_what_is_asked(bicycles, anyone):
    make_structure("Fonderie du Nord", make_commune("Nancy", code="99003"), ess_status="no", naf="24.51Z")
    assert names(anyone, q="velos") == ["Vélo Quetsche"]
    assert names(anyone, commune="99002") == ["Vélo Quetsche"]
    assert names(anyone, territory=bicycles.listing.territory.code) == ["Vélo Quetsche"]
    assert names(anyone, family="association") == ["Vélo Quetsche"]
    assert names(anyone, cards="offer") == ["Vélo Quetsche"]
    assert names(anyone, cards="need") == []
    assert names(anyone, ess="no") == names(anyone, activity="C") == ["Fonderie du Nord"]
    assert len(names(anyone)) == 2


def test_pages_follow_each_other_and_hold_each_structure_once(anyone):
    wanted = {make_structure().name for _ in range(5)}
    seen, address = [], f"{ADDRESS}?limit=2"
    while address:
        page = anyone.get(address)
        seen += [each["name"] for each in page.json()["items"]]
        address = page.json()["next"]
        assert ("Link" in page) == bool(address)
    assert len(seen) == 5
    assert set(seen) == wanted


def test_a_page_costs_the_same_reads_for_three_structures_and_thirty(
    toul, anyone, django_assert_max_num_queries
):
    for _ in range(3):
        make_structure("", toul)
    with django_assert_max_num_queries(3):
        anyone.get(ADDRESS)
    for _ in range(27):
        make_structure("", toul)
    with django_assert_max_num_queries(3):
        assert len(anyone.get(ADDRESS).json()["items"]) == 30


@pytest.mark.parametrize(
    "asked",
    [{"ess": "peut-être"}, {"family": ""}, {"activity": "Z"}, {"cards": "x"}, {"limit": "0"}],
)
def test_a_question_that_cannot_be_read_names_its_parameter(asked, anyone):
    answer = anyone.get(ADDRESS, asked)
    assert answer.status_code == 422
    assert next(iter(asked)) in str(answer.json()["faults"])


@pytest.mark.parametrize("asked", [{"commune": "99999"}, {"territory": "inconnu"}])
def test_a_place_that_nobody_knows_is_not_found(asked, toul, anyone):
    assert anyone.get(ADDRESS, asked).status_code == 404
