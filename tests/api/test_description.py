"""The interface is what its description says: the OpenAPI document, its copy, its page, every answer."""

import json
import re

import pytest
from jsonschema import Draft202012Validator

from maillage.api.interface import api, description
from tests.laws.tree import ROOT
from tests.programmes.directory.structures import make_structure

pytestmark = pytest.mark.django_db
COPY = ROOT / "docs" / "schemas" / "openapi.json"

# One address a read, with objects of the fixtures.
EXAMPLES = {
    "contact": "/contact?commune=99001",
    "subjects": "/subjects",
    "contacts": "/contacts",
    "territory_contacts": "/territories/{territory}/contacts",
    "territories": "/territories",
    "territory": "/territories/{territory}",
    "territory_contour": "/territories/{territory}/contour",
    "communes": "/communes",
    "commune": "/communes/99001",
    "commune_territories": "/communes/99001/territories",
    "commune_contour": "/communes/99001/contour",
    "search": "/search?q=toul",
    "epci_list": "/epci",
    "epci": "/epci/{epci}",
    "postcode": "/postcodes/99000",
    "structures": "/structures",
    "structure": "/structures/essai",
    "links": "/links",
    "link": "/links/{link}",
    "key": "/private/key",
    "coverage": "/private/coverage",
    "history": "/private/history",
}
REFUSED = {404: "/communes/99999", 422: "/communes?limit=0", 401: "/private/key"}


def operations():
    """Return each read of the description by its name."""
    return {read["operationId"]: read for path in description()["paths"].values() for read in path.values()}


def validator(schema):
    """Return what checks a value against a schema of the description."""
    return Draft202012Validator({**schema, "components": description()["components"]})


def test_every_read_has_its_example():
    assert set(EXAMPLES) == set(operations())


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_answer_is_what_the_description_says(name, reach, places, ledger, coordinator):
    make_structure("Essai", places.home, slug="essai")
    address = EXAMPLES[name].format(territory=places.first.code, epci=places.epci.siren, link=ledger.pk)
    response = coordinator.get(f"/api/v1{address}")
    assert response.status_code == 200
    schema = operations()[name]["responses"]["200"]["content"]["application/json"]["schema"]
    faults = [error.message for error in validator(schema).iter_errors(response.json())]
    assert faults == []


@pytest.mark.parametrize("status", REFUSED)
def test_a_refusal_is_what_the_description_says(status, places, anyone):
    told = anyone.get(f"/api/v1{REFUSED[status]}")
    assert told.status_code == status
    assert list(validator({"$ref": "#/components/schemas/Refusal"}).iter_errors(told.json())) == []


def test_the_copy_in_the_repository_is_what_is_served(anyone):
    served = anyone.get("/api/v1/openapi.json").json()
    assert json.loads(COPY.read_text(encoding="utf-8")) == served, (
        "The interface changed: write its description again with « python -m tools.describe »."
    )


def test_the_description_speaks_french_and_leaves_nothing_unsaid():
    document = description()
    for path in document["paths"].values():
        for read in path.values():
            assert read["summary"]
            assert read["description"]
            assert all(each["description"] for each in read["parameters"]), read["operationId"]
    for name, schema in document["components"]["schemas"].items():
        for field, told in schema["properties"].items():
            assert told.get("description"), f"{name}.{field}"
    words = json.dumps(document, ensure_ascii=False)
    assert not re.search(r'"(?:description|summary)": "[^"]*\b(?:the|of|which|with)\b', words)


def test_the_page_explains_every_read_and_every_field(places, anyone):
    page = anyone.get("/api/").content.decode()
    for path in description()["paths"]:
        assert f"<code>GET {path}</code>" in page
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(re.findall(r'id="([^"]+)"', page))


def test_reads_are_reads():
    for router in api._get_bound_routers():
        for path in router.path_operations.values():
            assert all(operation.methods == ["GET"] for operation in path.operations)
