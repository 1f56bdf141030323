"""From what people type to one commune, or to the question that settles which."""

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from maillage.core.contacts import finder
from maillage.core.territories.domain.history import merge, rename
from maillage.core.territories.models import GeographyLoad, Municipality, PostalCode
from tests.core.territories.places import assign, draw, make_commune, make_territory
from tests.factories import make_person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def north():
    return make_territory("Nord")


@pytest.fixture
def south():
    return make_territory("Sud")


def commune_of(territory, name, *postal_codes):
    commune = make_commune(name)
    assign(commune, territory)
    for code in postal_codes:
        PostalCode.objects.get_or_create(code=code)[0].municipalities.add(commune)
    return commune


def test_a_name_leads_straight_to_its_commune_without_its_accents(north):
    ecrouves = commune_of(north, "Écrouves")
    finding = finder.find("  ECROUVES ", TODAY())
    assert finding.certain
    assert finding.choices[0].commune == ecrouves
    assert finding.choices[0].territory == north


def test_a_typing_error_is_forgiven_but_asked_about(north):
    villerupt = commune_of(north, "Villerupt")
    finding = finder.find("vilrupt", TODAY())
    assert not finding.certain
    assert [choice.commune for choice in finding.choices] == [villerupt]


def test_a_postal_code_of_one_commune_leads_straight_to_it(north):
    commune = commune_of(north, "Baccarat", "99120")
    finding = finder.find("99 120", TODAY())
    assert finding.certain
    assert finding.choices[0].commune == commune


def test_a_postal_code_that_straddles_asks_which_commune_under_its_territories(north, south):
    commune_of(north, "Aubépine", "99290")
    commune_of(south, "Bouleau", "99290")
    commune_of(south, "Chêne", "99290")
    finding = finder.find("99290", TODAY())
    assert not finding.certain
    assert finding.is_postal_code
    groups = {
        territory.name: [each.commune.name for each in choices] for territory, choices in finding.by_territory
    }
    assert groups == {"Nord": ["Aubépine"], "Sud": ["Bouleau", "Chêne"]}


def test_the_former_name_of_a_merged_commune_leads_to_todays_and_says_so(north):
    big, small = commune_of(north, "Grand-Val"), commune_of(north, "Petit-Val")
    merge(into=big, absorbed=[small], on=date(2020, 1, 1), source="Essai", actor=make_person("coordinator"))
    finding = finder.find("petit val", TODAY())
    assert finding.certain
    assert finding.choices[0].commune == big
    assert finding.choices[0].url.endswith("?ancien=Petit-Val")
    assert finder.former_name_of(big, "Petit-Val") == "Petit-Val"


def test_only_a_recorded_former_name_is_shown_whatever_the_address_claims(north):
    commune = commune_of(north, "Nouveau-Nom")
    rename(
        municipality=commune,
        name="Tout-Nouveau",
        on=date(2020, 1, 1),
        source="Essai",
        actor=make_person("coordinator"),
    )
    commune.refresh_from_db()
    assert finder.former_name_of(commune, "nouveau nom") == "Nouveau-Nom"
    assert finder.former_name_of(commune, "Votez pour moi") == ""
    assert finder.former_name_of(commune, "Tout-Nouveau") == ""
    assert finder.former_name_of(commune, "") == ""


def test_a_postal_code_of_a_loaded_neighbour_names_its_departement(north):
    commune_of(north, "Aubépine", "99290")
    GeographyLoad.objects.create(departement="57", source="Essai", report={"name": "Moselle"})
    assert finder.find("57000", TODAY()).elsewhere == "Moselle"
    assert finder.find("88000", TODAY()).elsewhere == ""


def test_a_municipality_abroad_is_found_without_a_territory(north):
    commune_of(north, "Aubépine")
    abroad = make_commune("Esch-sur-Alzette", country="LU", scheme="lu", code="0204", departement="")
    finding = finder.find("esch sur alzete", TODAY())
    assert [choice.commune for choice in finding.choices] == [abroad]
    assert finding.by_territory == [(None, [finding.choices[0]])]
    assert finding.choices[0].url == "/contact/lu-0204/"


@pytest.mark.parametrize("text", ["", "   ", "?", "zzzqqq", "5", "x" * 5000, "1; drop table"])
def test_what_means_nothing_is_answered_with_nothing(north, text):
    commune_of(north, "Aubépine")
    assert not finder.find(text, TODAY()).choices


def test_nothing_is_proposed_before_two_letters_nor_before_a_whole_postal_code(north):
    commune_of(north, "Aubépine", "99290")
    assert not finder.suggest("a", TODAY())
    assert not finder.suggest("992", TODAY())
    assert [choice.commune.name for choice in finder.suggest("aub", TODAY())] == ["Aubépine"]
    assert [choice.commune.name for choice in finder.suggest("99290", TODAY())] == ["Aubépine"]


class Addresses(BaseHTTPRequestHandler):
    """A service that knows one commune, and misbehaves when the address says so."""

    code = ""

    def do_GET(self) -> None:
        text = parse_qs(urlsplit(self.path).query)["q"][0]
        if "panne" in text:
            self.send_error(503)
            return
        if "ailleurs" in text:
            self.send_response(302)
            self.send_header("Location", "/search/?q=Villerupt")
            self.end_headers()
            return
        features = [{"properties": {"citycode": self.code, "score": 0.1 if "douteuse" in text else 0.9}}]
        body = b"<html>" if "illisible" in text else json.dumps({"features": features}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def addresses(settings, north) -> Iterator[None]:
    """A geocoder on the loopback."""
    Addresses.code = commune_of(north, "Villerupt").code
    server = HTTPServer(("127.0.0.1", 0), Addresses)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.GEOCODER = f"http://127.0.0.1:{server.server_port}"
    yield
    server.shutdown()
    server.server_close()


def test_an_address_leads_to_its_commune_when_a_service_knows_addresses(addresses):
    finding = finder.find("3 rue du Puits, Villerupt", TODAY())
    assert finding.certain
    assert finding.choices[0].commune.name == "Villerupt"


@pytest.mark.parametrize("fault", ["panne", "illisible", "ailleurs"])
def test_a_service_that_fails_is_said_and_the_commune_is_asked_for(addresses, fault):
    finding = finder.find(f"3 rue de la {fault}", TODAY())
    assert finding.address_failed
    assert not finding.certain


def test_a_service_that_is_not_there_is_said(addresses, settings):
    settings.GEOCODER = "http://127.0.0.1:1"
    assert finder.find("3 rue du Puits", TODAY()).address_failed


def test_a_guess_of_the_service_is_not_taken_for_an_answer(addresses):
    assert not finder.find("9 impasse douteuse", TODAY()).certain


def test_without_a_service_an_address_is_not_sent_anywhere(north, settings):
    commune_of(north, "Villerupt")
    assert not settings.GEOCODER
    assert not finder.find("3 rue du Puits 99000 Ailleurs", TODAY()).address_failed


def test_a_position_leads_to_the_commune_whose_contour_holds_it(north):
    communes = [commune_of(north, f"Case-{column}") for column in range(4)]
    for column, commune in enumerate(communes):
        draw(commune, column, 0)
        # The point of a commune may be far from where one stands.
        Municipality.objects.filter(pk=commune.pk).update(longitude=6.01 + column / 10, latitude=48.01)
    assert finder.commune_around((6.09, 48.09), TODAY()) == communes[0]
    assert finder.commune_around((6.11, 48.09), TODAY()) == communes[1]
    assert finder.commune_around((7.0, 48.05), TODAY()) is None
    assert finder.commune_around((-180.0, -90.0), TODAY()) is None
