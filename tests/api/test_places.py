"""Communes and territories, as programs read them."""

import pytest

from maillage.core.territories.models import MunicipalityEvent
from tests.api.conftest import NEXT_YEAR, day_before
from tests.core.territories.places import make_commune

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


def read(client, path, **query):
    """Return what the interface answers, which must be a success."""
    response = client.get(f"{V1}{path}", query)
    assert response.status_code == 200, response.content.decode()
    return response.json()


def test_a_commune_says_its_territory_since_when_and_how_sure(places, anyone):
    told = read(anyone, "/communes/99001")
    assert told["name"] == "Écrouves"
    assert told["territory"]["name"] == "Premier"
    assert told["territory"]["since"] == "2017-01-01"
    assert told["population"] == {"year": 2017, "inhabitants": 120}
    assert told["postcodes"] == ["99000"]
    assert told["epci"]["siren"] == places.epci.siren


def test_both_truths_of_a_planned_move_are_read_at_their_dates(places, anyone):
    before = read(anyone, "/communes/99002", on=day_before(NEXT_YEAR).isoformat())
    after = read(anyone, "/communes/99002", on=NEXT_YEAR.isoformat())
    assert (before["territory"]["name"], after["territory"]["name"]) == ("Premier", "Second")
    assert after["territory"]["confidence"] == "to_confirm"
    first, second = read(anyone, "/communes/99002/territories")
    assert first["valid_to"] == second["valid_from"] == NEXT_YEAR.isoformat()
    assert second["valid_to"] is None


def test_communes_come_by_pages_without_missing_or_repeating_one(places, anyone):
    seen, address = [], f"{V1}/communes?limit=1"
    while address:
        response = anyone.get(address)
        page = response.json()
        seen += [each["reference"] for each in page["items"]]
        assert ("Link" in response.headers) == bool(page["next"])
        address = page["next"]
    assert seen == ["99001", "99002", "99003"]


def test_a_commune_added_meanwhile_moves_no_page(places, anyone):
    first = anyone.get(f"{V1}/communes?limit=2").json()
    make_commune("Avant", code="99000")
    second = anyone.get(first["next"]).json()
    assert [each["reference"] for each in second["items"]] == ["99003"]


def test_a_list_keeps_to_what_is_asked(places, anyone):
    def references(**query):
        return [each["reference"] for each in read(anyone, "/communes", **query)["items"]]

    assert references(territory=places.second.code) == ["99003"]
    assert references(territory=places.second.code, on=NEXT_YEAR.isoformat()) == ["99002", "99003"]
    assert references(epci=places.epci.siren) == ["99001", "99002"]
    assert references(departement="54") == []


def test_a_list_costs_the_same_queries_whatever_its_length(places, anyone, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        read(anyone, "/communes", limit=1)
    for number in range(20):
        make_commune(code=f"98{number:03}")
    with django_assert_num_queries(len(few)):
        read(anyone, "/communes", limit=500)


def test_a_commune_that_merged_leads_to_the_one_of_today(places, anyone):
    MunicipalityEvent.objects.create(
        kind="merger", former_name="Ancienne", former_code="99900", successor=places.home, source="Essai"
    )
    response = anyone.get(f"{V1}/communes/99900")
    assert response.status_code == 404
    assert response.json()["code"] == "commune_of_the_past"
    assert "Écrouves (99001)" in response.json()["detail"]


def test_a_commune_that_will_end_says_what_follows(places, anyone):
    places.border.valid_to = NEXT_YEAR
    places.border.save()
    MunicipalityEvent.objects.create(
        kind="merger",
        former_name="Toul",
        former_code="99002",
        successor=places.away,
        on=NEXT_YEAR,
        source="Essai",
    )
    told = read(anyone, "/communes/99002")
    assert told["existed_until"] == NEXT_YEAR.isoformat()
    assert [each["reference"] for each in told["became"]] == ["99003"]


def test_a_typing_error_still_finds_the_commune(places, anyone):
    (found, *_others) = read(anyone, "/search", q="ecrouve")
    assert found["commune"]["reference"] == "99001"
    assert found["territory"]["name"] == "Premier"


def test_a_postal_code_that_straddles_gives_each_commune_its_territory(places, anyone):
    told = read(anyone, "/postcodes/99000")
    assert [(each["name"], each["territory"]["name"]) for each in told["communes"]] == [
        ("Écrouves", "Premier"),
        ("Nancy", "Second"),
    ]


def test_an_intercommunalite_lists_its_communes(places, anyone):
    assert read(anyone, "/epci")["items"] == [{"siren": places.epci.siren, "name": places.epci.name}]
    told = read(anyone, f"/epci/{places.epci.siren}")
    assert [each["name"] for each in told["communes"]] == ["Écrouves", "Toul"]


def test_a_territory_sums_up_its_communes(places, anyone):
    first, second = read(anyone, "/territories")
    assert (first["name"], first["communes"], first["inhabitants"]) == ("Premier", 2, 120)
    assert first["communes_without_population"] == 1
    assert first["page"] == f"/territoires/{places.first.slug}/"
    told = read(anyone, f"/territories/{places.first.code}")
    assert [each["name"] for each in told["members"]] == ["Écrouves", "Toul"]
    assert second["name"] == "Second"


def test_neighbours_share_the_points_of_their_border(places, anyone):
    outlines = [
        read(anyone, f"/territories/{each.code}/contour")["geometry"]["coordinates"]
        for each in (places.first, places.second)
    ]
    points = [{tuple(point) for polygon in shape for ring in polygon for point in ring} for shape in outlines]
    assert points[0] & points[1] == {(6.2, 48.0), (6.2, 48.1)}


@pytest.mark.parametrize(
    "path",
    [
        "/communes/99999",
        "/communes/99999/contour",
        "/communes/99999/territories",
        "/epci/999999999",
        "/postcodes/12345",
        "/territories/INCONNU",
        "/territories/INCONNU/contour",
        "/territories/INCONNU/contacts",
        "/contact?commune=99999",
    ],
)
def test_what_is_not_known_is_said_in_words(path, anyone):
    response = anyone.get(f"{V1}{path}")
    assert response.status_code == 404
    assert response.json()["message"].endswith(".")
