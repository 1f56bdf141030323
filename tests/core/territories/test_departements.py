"""Real départements, from the files of the package: the counts and anchors that are known of them."""

from collections import Counter
from datetime import date

import pytest
from django.utils import timezone

from maillage.core.territories import demo, maps, summaries
from maillage.core.territories.domain.loading import load_departement
from maillage.core.territories.models import (
    Contour,
    Municipality,
    Population,
    PostalCode,
    TerritoryAssignment,
    TownHall,
)
from maillage.core.territories.queries import find_municipalities, territories_of, territory_of

ANCHORS = {
    "54186": "Val de Lorraine",  # Eulmont
    "54431": "Val de Lorraine",  # Pont-à-Mousson
    "54559": "Lunévillois",  # Velle-sur-Moselle
    "54323": "Longwy",
    "54580": "Longwy",  # Villerupt
    "54521": "Longwy",  # Thil
    "54099": "Briey",  # Val de Briey
    "54528": "Terres de Lorraine",  # Toul
    "54174": "Terres de Lorraine",  # Écrouves
    "54395": "Grand Nancy",
}
COMMUNES_AND_PEOPLE = {
    "Grand Nancy": (36, 285_966),
    "Terres de Lorraine": (152, 99_084),
    "Longwy": (50, 88_522),
    "Briey": (65, 73_772),
    "Val de Lorraine": (126, 109_703),
    "Lunévillois": (162, 76_434),
}
STRADDLING = {
    "54110",
    "54190",
    "54560",
    "54620",
    "54280",
    "54420",
    "54290",
    "54385",
    "54460",
    "54470",
    "54800",
}


pytestmark = pytest.mark.django_db


def test_the_first_portal_is_what_its_table_says():
    demo.load()
    facts = {fact.territory.name: fact for fact in summaries.territory_facts(timezone.localdate())}
    assert {
        name: (fact.communes, fact.people.inhabitants) for name, fact in facts.items()
    } == COMMUNES_AND_PEOPLE
    assert {fact.people.year for fact in facts.values()} == {"2017"}
    assert {name: fact.to_confirm for name, fact in facts.items() if fact.to_confirm} == {"Grand Nancy": 16}

    communes = Municipality.objects.filter(kind="COM")
    assert len(territories_of(communes.order_by("pk"))) == communes.count() == 591
    assert not summaries.without_territory(timezone.localdate()).exists()
    for code, name in ANCHORS.items():
        assert territory_of(communes.get(code=code)).name == name
    assert territory_of(communes.get(code="54395"), date(2016, 12, 31)) is None, "nothing is said of before"

    assert codes_that_straddle() == STRADDLING
    assert Contour.objects.count() == 591
    assert TownHall.objects.filter(longitude=None).exclude(address="").count() >= 14
    # Each shape of the map holds together: Longwy has its main part and what its contours cut off.
    drawn = {shape.name: shape.path for shape in maps.territory_map(timezone.localdate()).shapes}
    assert drawn.keys() == COMMUNES_AND_PEOPLE.keys()
    assert sum(map(len, drawn.values())) < 30_000

    for typed, name in {
        "nanci": "Nancy",
        "st nicolas de port": "Saint-Nicolas-de-Port",
        "pont a mouson": "Pont-à-Mousson",
        "velaine en haie": "Bois-de-Haye",
        "mancieulles": "Val de Briey",
        "baroches": "Les Baroches",
    }.items():
        assert find_municipalities(typed)[0].municipality.name == name

    rows = TerritoryAssignment.objects.count()
    assert demo.load() == [], "what was changed on screen is kept"
    assert TerritoryAssignment.objects.count() == rows


def codes_that_straddle():
    """Return the postal codes whose communes belong to several territories."""
    straddling = set()
    for code in PostalCode.objects.prefetch_related("municipalities").order_by("code"):
        if len(set(territories_of(code.municipalities.order_by("pk")).values())) > 1:
            straddling.add(code.code)
    return straddling


@pytest.mark.parametrize(("code", "communes", "districts"), [("2A", 124, 0), ("75", 1, 20), ("976", 17, 0)])
def test_any_departement_loads_and_says_what_it_lacks(code, communes, districts):
    report = load_departement(code)
    assert report.communes == communes
    kinds = Counter(Municipality.objects.order_by("pk").values_list("kind", flat=True))
    assert (kinds["COM"], kinds["ARM"]) == (communes, districts)
    counted = Population.objects.filter(municipality__departement=code).count()
    assert counted + len(report.no_population) == communes
    if districts:
        assert [match.municipality.name for match in find_municipalities("75011")] == ["Paris"]
