"""The home page: programmes against territories, with how many public links each crossing holds."""

import re

import pytest

from maillage.core.links.domain.following import move
from maillage.core.links.models import Link
from tests.core.links.links import make_link
from tests.core.territories.places import assign, make_commune, make_territory
from tests.factories import client_for
from tests.programmes.directory.structures import make_structure

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    north, south = make_territory("Nord"), make_territory("Sud")
    places = [make_commune("Haut"), make_commune("Bas")]
    for commune, territory in zip(places, (north, south), strict=True):
        assign(commune, territory)
    return [make_structure(f"Structure {place.name}", place) for place in places]


def taken_up(*structures, visibility=Link.Visibility.PUBLIC, programme="synergies"):
    """A link that its structures accepted."""
    link = make_link(*structures, visibility=visibility, programme=programme)
    move(link=link, state=Link.State.ACCEPTED, why="Dit au téléphone (essai)", actor=None)
    return link


def woven():
    """What the weave shows: the number at each crossing, by programme and territory, and its title."""
    page = client_for().get("/").content.decode()
    rows = re.findall(r'<tr data-fil="(\w+)" role="row">(.*?)</tr>', page, re.DOTALL)
    knots = {
        (programme, territory): int(count)
        for programme, row in rows
        for territory, count in re.findall(r'data-t="(\w+)"><span class="m-knot">(\d+)', row)
    }
    return knots, page


def test_a_home_without_a_public_link_shows_no_weave(here):
    make_link(*here, visibility=Link.Visibility.PUBLIC)  # proposed: nobody took it up
    taken_up(*here, visibility=Link.Visibility.PARTIES)
    knots, page = woven()
    assert knots == {}
    assert 'id="tissage"' not in page


def test_a_programme_crosses_each_territory_of_its_links(here):
    taken_up(*here)
    taken_up(*here)
    taken_up(here[0], make_structure("Voisine", here[0].sites.get().commune), programme="ensemble")
    knots, page = woven()
    assert knots == {("synergies", "Nord"): 2, ("synergies", "Sud"): 2, ("ensemble", "Nord"): 1}
    # A link that joins two territories stands at two crossings and counts once in the title.
    assert "3 mises en relation" in page


def test_the_weave_costs_the_same_for_one_link_and_thirty(here, django_assert_max_num_queries):
    taken_up(*here)
    client_for().get("/")
    with django_assert_max_num_queries(25) as once:
        client_for().get("/")
    for _ in range(29):
        taken_up(*here)
    with django_assert_max_num_queries(len(once)):
        client_for().get("/")
