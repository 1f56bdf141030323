"""The directory as open data: files that say what their schema promises, pages for programs, a changelog."""

import csv
import io
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.core.organisations.domain import parts
from maillage.core.organisations.models import ContactPoint, Organisation
from maillage.programmes.directory.domain.listing import refresh
from maillage.programmes.directory.models import DataChange
from tests.core.territories.places import make_commune
from tests.factories import client_for
from tests.laws.tree import ROOT
from tests.programmes.directory.structures import make_card, make_structure

pytestmark = pytest.mark.django_db


@pytest.fixture
def structure():
    toul = make_commune("Toul", latitude=48.675, longitude=5.891)
    made = make_structure(
        "=Vélo Quetsche", toul, siret="13002526500013", siren="130025265", naf="95.29Z", ess_status="yes"
    )
    ContactPoint.objects.create(organisation=made, function="accueil", email="contact@example.org")
    ContactPoint.objects.create(
        organisation=made, function="direction", phone="03 00 00 00 00", is_public=False
    )
    make_card(made, "need", "Secret", visibility="officers")
    return made


def get(name, *args, **query):
    return client_for().get(reverse(f"directory:{name}", args=args), query)


def text_of(response):
    return b"".join(response).decode("utf-8-sig")


def test_the_csv_file_is_what_its_schema_says(structure):
    rows = list(csv.DictReader(io.StringIO(text_of(get("file", "csv")))))
    schema = get("schema").json()
    assert [field["name"] for field in schema["fields"]] == list(rows[0])
    for row in rows:
        for field in schema["fields"]:
            value, rules = row[field["name"]], field.get("constraints", {})
            assert value or not rules.get("required"), field["name"]
            if value and "pattern" in rules:
                assert re.fullmatch(rules["pattern"], value)
            if value and "enum" in rules:
                assert value in rules["enum"]


def test_nothing_private_and_no_formula_leaves(structure):
    make_structure("Cachée", state=Organisation.State.TO_COMPLETE)
    for form in ("csv", "json", "geojson"):
        text = text_of(get("file", form))
        assert "contact@example.org" in text
        for secret in ("03 00 00 00 00", "Secret", "Cachée"):
            assert secret not in text
    assert "'=Vélo Quetsche" in text_of(get("file", "csv"))


def test_a_person_who_agreed_to_stand_on_the_sheet_is_in_no_file(structure):
    ContactPoint.objects.create(
        organisation=make_structure("Autre"),
        function="présidence",
        email="jeanne@example.org",
        phone="06 00 00 00 00",
        is_personal=True,
        name="Jeanne Essai",
        consent_on=timezone.localdate(),
    )
    told = [text_of(get("file", form)) for form in ("csv", "json", "geojson")]
    told.append(client_for().get("/api/v1/structures").content.decode())
    for text in told:
        assert "Autre" in text
        for personal in ("jeanne@", "06 00 00 00 00", "Jeanne"):
            assert personal not in text


def test_json_and_geojson_say_the_same(structure):
    make_structure("Sans lieu")
    rows = json.loads(text_of(get("file", "json")))
    shapes = json.loads(text_of(get("file", "geojson")))["features"]
    assert [shape["properties"] for shape in shapes] == rows
    assert shapes[0]["geometry"] == {"type": "Point", "coordinates": [5.891, 48.675]}
    assert shapes[1]["geometry"] is None
    assert rows[0]["siret"] == "13002526500013"


def test_an_empty_directory_gives_files_that_can_be_read():
    assert json.loads(text_of(get("file", "json"))) == []
    assert json.loads(text_of(get("file", "geojson")))["features"] == []


def test_a_file_that_did_not_change_is_not_sent_again(structure):
    etag = get("file", "csv")["ETag"]
    address = reverse("directory:file", args=["csv"])
    assert client_for().get(address, headers={"If-None-Match": etag}).status_code == 304
    make_structure("Nouvelle")
    assert client_for().get(address, headers={"If-None-Match": etag}).status_code == 200


def test_a_contact_taken_off_a_sheet_leaves_the_files_that_readers_hold(structure):
    address = reverse("directory:file", args=["csv"])
    etag = get("file", "csv")["ETag"]
    parts.remove_part(part=structure.contact_points.get(function="accueil"), actor=None)
    answer = client_for().get(address, headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert "contact@example.org" not in text_of(answer)
    told = list(csv.DictReader(io.StringIO(get("changes").content.decode("utf-8-sig"))))
    assert told[-1]["changement"] == "modification"


def test_what_did_not_change_is_not_told_as_changed(structure):
    before = DataChange.objects.count()
    refresh([structure.pk])
    assert DataChange.objects.count() == before


def test_other_sites_may_read(structure):
    for answer in (get("file", "csv"), get("schema"), get("changes")):
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_the_changelog_tells_what_came_and_went(structure):
    Organisation.objects.filter(pk=structure.pk).update(state=Organisation.State.CLOSED)
    refresh([structure.pk])
    rows = list(csv.DictReader(io.StringIO(get("changes").content.decode("utf-8-sig"))))
    assert [row["changement"] for row in rows] == ["ajout", "retrait"]
    assert get("changes", depuis="2100-01-01").content.decode("utf-8-sig").count("\n") == 1
    assert get("changes", depuis="hier").status_code == 404


def test_the_schema_of_the_repository_is_the_one_that_is_served():
    kept = json.loads((ROOT / "docs" / "schemas" / "tableschema-structures.json").read_text(encoding="utf-8"))
    assert get("schema").json() == kept
