"""Open data: each file is what its schema says, and no spreadsheet runs what a cell holds."""

import csv
import io
import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.api.opendata.columns import Column, to_csv
from maillage.api.opendata.datasets import DATASETS
from tests.api.conftest import NEXT_YEAR
from tests.laws.tree import ROOT

KINDS = {
    "string": str,
    "integer": int,
    "number": float,
    "date": date.fromisoformat,
    "year": lambda text: int(re.fullmatch(r"\d{4}", text)[0]),
}


def faults(rows, schema):
    """Return what in the rows of a CSV file is not as its Table Schema says."""
    found = []
    key = schema["primaryKey"]
    keys = [tuple(row[name] for name in key) for row in rows]
    if len(set(keys)) != len(keys):
        found.append("a key twice")
    for row in rows:
        if list(row) != [field["name"] for field in schema["fields"]]:
            found.append(f"columns: {list(row)}")
            continue
        for field in schema["fields"]:
            text, asked = row[field["name"]], field.get("constraints", {})
            if text in schema["missingValues"]:
                found += [f"{field['name']}: missing"] if asked.get("required") else []
                continue
            try:
                KINDS[field["type"]](text)
            except (ValueError, TypeError):
                found.append(f"{field['name']}: {text!r} is no {field['type']}")
            if "pattern" in asked and not re.fullmatch(asked["pattern"], text):
                found.append(f"{field['name']}: {text!r} does not match")
            if "enum" in asked and text not in asked["enum"]:
                found.append(f"{field['name']}: {text!r} is not listed")
    return found


def rows_of(response):
    """Read a CSV file as a program does."""
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("key", DATASETS)
def test_a_file_is_what_its_schema_says(key, reach, ledger, anyone):
    rows = rows_of(anyone.get(f"/donnees/{key}.csv"))
    assert rows
    assert faults(rows, anyone.get(f"/donnees/schemas/{key}.json").json()) == []


def test_the_check_of_schemas_sees_faults(places, anyone):
    schema = anyone.get("/donnees/schemas/communes.json").json()
    (row, *_others) = rows_of(anyone.get("/donnees/communes.csv"))
    wrong = row | {"code_insee": "9900", "population": "beaucoup", "confiance": "peut-être", "nom": ""}
    assert len(faults([row, row], schema)) == 1
    assert len(faults([wrong], schema)) == 4


@pytest.mark.parametrize("key", DATASETS)
def test_json_holds_the_same_lines_with_source_licence_and_date(key, reach, ledger, anyone):
    told = anyone.get(f"/donnees/{key}.json").json()
    lines = rows_of(anyone.get(f"/donnees/{key}.csv"))
    assert len(told["rows"]) == len(lines)
    assert told["licence"] == "Licence Ouverte 2.0"
    assert told["source"]
    assert date.fromisoformat(told["date"])
    assert [list(row) for row in told["rows"]] == [list(line) for line in lines]


@pytest.mark.django_db
@pytest.mark.parametrize("key", DATASETS)
def test_the_schemas_of_the_repository_are_those_that_are_served(key, anyone):
    written = (ROOT / "docs" / "schemas" / f"tableschema-{key}.json").read_text(encoding="utf-8")
    assert json.loads(written) == anyone.get(f"/donnees/schemas/{key}.json").json()


def test_a_file_of_a_day_to_come_shows_what_is_planned(places, anyone):
    def territory_of_toul(**day):
        rows = rows_of(anyone.get("/donnees/communes.csv", day))
        return next(row["territoire"] for row in rows if row["nom"] == "Toul")

    assert territory_of_toul() == "Premier"
    assert territory_of_toul(le=NEXT_YEAR.isoformat()) == "Second"


def test_shapes_are_geojson(places, anyone):
    response = anyone.get("/donnees/territoires.geojson")
    assert response.headers["Content-Type"] == "application/geo+json"
    told = response.json()
    assert told["type"] == "FeatureCollection"
    assert [each["properties"]["nom"] for each in told["features"]] == ["Premier", "Second"]
    for feature in told["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            assert all(ring[0] == ring[-1] for ring in polygon)


def test_the_package_names_every_file_its_schema_and_the_licence(places, anyone):
    package = anyone.get("/donnees/datapackage.json").json()
    assert package["licenses"][0]["name"] == "etalab-2.0"
    assert {each["name"] for each in package["resources"]} == set(DATASETS)
    for each in package["resources"]:
        assert anyone.get(each["path"]).status_code == 200
        assert anyone.get(each["schema"]).status_code == 200


def test_the_page_explains_every_column(places, anyone):
    page = anyone.get("/donnees/").content.decode()
    for dataset in DATASETS.values():
        assert f"/donnees/{dataset.key}.csv" in page
        for column in dataset.columns:
            assert f"<code>{column.name}</code>" in page
    assert "Licence Ouverte 2.0" in page


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["rien.csv", "communes.xlsx", "contacts.geojson", "communes.csv?le=demain"])
def test_a_file_that_is_not_there_is_not_found(path, anyone):
    assert anyone.get(f"/donnees/{path}").status_code == 404


@given(st.text(max_size=40))
def test_no_text_becomes_a_formula(text):
    columns = (Column("nom", "string", ""), Column("autre", "string", ""))
    written = to_csv(columns, [{"nom": text, "autre": "suite"}])
    (_names, (read, other)) = list(csv.reader(io.StringIO(written, newline="")))
    assert other == "suite"
    assert read.removeprefix("'") == text.removeprefix("'")
    assert not read.lstrip().startswith(("=", "@"))
    if read.lstrip().startswith(("+", "-")):
        assert re.fullmatch(r"[\s+\-0-9.,()]*", read), "only a number or a telephone number keeps its sign"


@pytest.mark.parametrize("text", ["=1+1", "@SOMME(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_kept_from_it(text):
    written = to_csv((Column("nom", "string", ""),), [{"nom": text}])
    (_name, (read,)) = list(csv.reader(io.StringIO(written, newline="")))
    assert read == f"'{text}"


def test_numbers_and_telephone_numbers_stay_as_they_are():
    columns = (Column("x", "number", ""), Column("tel", "string", ""))
    written = to_csv(columns, [{"x": -0.5, "tel": "+352 12 34 56"}])
    assert written.splitlines()[1] == "-0.5,+352 12 34 56"
