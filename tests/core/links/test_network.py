"""The network page: the finding in words, the tables that are the truth, the drawing, what visitors see."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from maillage.core.accounts.models import Role
from maillage.core.links.drawing import MOST_STRUCTURES, draws_structures, net
from maillage.core.links.finding import finding
from maillage.core.links.queries.network import NetworkFilters, network_facts
from maillage.core.organisations.domain import memberships, merging
from tests.core.links.links import make_link
from tests.core.organisations.sheets import make_organisation
from tests.core.territories.places import assign, make_commune, make_territory
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
SHOWN = {"visibility": "public", "state": "realised"}


class Country:
    """Two territories, with structures that can be linked."""

    def __init__(self) -> None:
        self.north, self.south = make_territory("Nord"), make_territory("Sud")
        self.communes = {each: make_commune() for each in (self.north, self.south)}
        for territory, commune in self.communes.items():
            assign(commune, territory)

    def structure(self, territory, name: str = ""):
        return make_organisation(name, commune=self.communes[territory], published=True)


def test_the_title_says_what_is_new_and_the_sentences_who_joins_and_who_stands_alone() -> None:
    country = Country()
    a, b = country.structure(country.north), country.structure(country.north)
    c = country.structure(country.south)
    country.structure(country.south, "Toute seule (essai)")
    last_year = timezone.localdate().replace(day=1, month=1) - timedelta(days=1)
    make_link(a, b, **SHOWN)
    make_link(b, c, **SHOWN)
    make_link(a, c, on=last_year, **SHOWN)
    facts = network_facts(VISITOR, NetworkFilters())
    told = finding(facts)
    year = timezone.localdate().year
    assert told.title == f"2 nouvelles mises en relation en {year}, 1 de plus que l’année précédente."
    assert told.sentences == (
        "2 mises en relation unissent deux territoires ou plus, grâce à 3 structures.",
        "1 structure publiée sur 4 n’a aucune mise en relation.",
        "1 groupe de structures reliées entre elles, et aucun ne tient à une seule structure.",
    )


def test_visitors_see_what_is_public_and_officers_all_that_was_taken_up() -> None:
    country = Country()
    one, two, three = (country.structure(country.north) for _ in range(3))
    make_link(one, two, **SHOWN)
    make_link(two, three, state="under_way")
    make_link(one, three)  # a proposal is no link yet
    alone = country.structure(country.south, "Toute seule (essai)")
    visitor, officer = client_for(), client_for(make_person(Role.OFFICER))
    assert [len(network_facts(who, NetworkFilters()).links) for who in (VISITOR, make_person("officer"))] == [
        1,
        2,
    ]
    public = visitor.get("/reseau/").content.decode()
    assert one.name in public
    # Nobody is pointed at in public; officers read whom to call.
    assert three.name not in public
    assert alone.name not in public
    assert alone.name in officer.get("/reseau/").content.decode()


def test_filters_narrow_the_net_and_never_what_standing_alone_means() -> None:
    country = Country()
    a, b = country.structure(country.north), country.structure(country.north)
    c, d = country.structure(country.south), country.structure(country.south)
    make_link(a, b, programme="cantines", **SHOWN)
    make_link(c, d, programme="galerie", **SHOWN)
    by_programme = network_facts(VISITOR, NetworkFilters(programme="cantines"))
    by_place = network_facts(VISITOR, NetworkFilters(territory=country.south))
    by_year = network_facts(VISITOR, NetworkFilters(year=2020))
    assert {key for link in by_programme.links for key in link.members} == {a.pk, b.pk}
    assert {key for link in by_place.links for key in link.members} == {c.pk, d.pk}
    assert by_year.links == ()
    assert by_programme.isolated == by_place.isolated == by_year.isolated == ()


def test_two_sheets_that_became_one_are_one_knot_and_two_again_when_undone() -> None:
    country = Country()
    a, b, c = (country.structure(country.north) for _ in range(3))
    make_link(a, b, c, **SHOWN)
    make_link(a, b, **SHOWN)
    event = merging.merge(kept=a, merged=b, actor=None)
    merged = network_facts(VISITOR, NetworkFilters())
    # A link between the two is none any more; the one with a third goes on between two.
    assert [link.members for link in merged.links] == [{a.pk, c.pk}]
    merging.undo_merge(event=event, actor=None)
    again = network_facts(VISITOR, NetworkFilters())
    assert [link.members for link in again.links] == [{a.pk, b.pk, c.pk}, {a.pk, b.pk}]


def test_the_drawing_and_the_tables_show_the_same_structures_and_the_file_every_thread() -> None:
    country = Country()
    a, b = country.structure(country.north, "Nord (essai)"), country.structure(country.south, "=Sud (essai)")
    make_link(a, b, programme="cantines", **SHOWN)
    make_link(a, b, programme="cantines", **SHOWN)
    page = client_for().get("/reseau/").content.decode()
    drawn = re.search(r'<svg class="m-net".*?</svg>', page, re.DOTALL)
    assert drawn
    assert drawn[0].count("<circle") == 2
    assert drawn[0].count('data-fil="cantines"') == 1
    alone = etree.fromstring(client_for().get("/reseau/reseau.svg").content)
    assert alone.find("{http://www.w3.org/2000/svg}title") is not None
    content = client_for().get("/reseau/reseau.csv").content.decode("utf-8-sig")
    _header, *rows = csv.reader(io.StringIO(content), delimiter=";")
    assert rows == [["Nord (essai)", "Nord", "'=Sud (essai)", "Sud", "Cantines locales", "2"]]


def test_many_structures_are_drawn_as_territories_and_cost_no_more_queries() -> None:
    country = Country()
    client = client_for()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/reseau/").status_code == 200
        return len(queries)

    pairs = [(country.structure(country.north), country.structure(country.south)) for _ in range(2)]
    for pair in pairs:
        make_link(*pair, **SHOWN)
    cost()
    few = cost()
    for _ in range(MOST_STRUCTURES // 2):
        make_link(country.structure(country.north), country.structure(country.south), **SHOWN)
    facts = network_facts(VISITOR, NetworkFilters())
    assert not draws_structures(facts)
    drawn = net(facts, str)
    assert [knot.title for knot in drawn.knots] == ["Nord", "Sud"]
    assert drawn.knots[0].text == str(MOST_STRUCTURES // 2 + 2)
    assert cost() == few


def test_a_signed_in_member_sees_what_a_visitor_sees_numbers_and_no_name_of_who_stands_alone() -> None:
    country = Country()
    one, two = (country.structure(country.north) for _ in range(2))
    inside = country.structure(country.north, "Entre nous (essai)")
    alone = country.structure(country.south, "Toute seule (essai)")
    make_link(one, two, **SHOWN)
    make_link(two, inside, state="under_way")
    member = make_person(Role.MEMBER)
    memberships.join(organisation=alone, person=member, role="contact", actor=None)
    page = client_for(member).get("/reseau/").content.decode()
    # Not even one's own: the page is the same for all who are not of the house.
    assert alone.name not in page
    assert inside.name not in page
    assert "2 structures sans mise en relation" in page
    assert "2 structures publiées sur 4 n’ont aucune mise en relation." in page


@pytest.mark.parametrize(
    ("lonely", "said"),
    [
        (0, "Chaque structure publiée a au moins une mise en relation."),
        (1, "1 structure publiée sur 3 n’a aucune mise en relation."),
        (2, "2 structures publiées sur 4 n’ont aucune mise en relation."),
    ],
)
def test_who_stands_alone_is_said_in_words_for_none_one_and_several(lonely: int, said: str) -> None:
    country = Country()
    make_link(country.structure(country.north), country.structure(country.south), **SHOWN)
    for _ in range(lonely):
        country.structure(country.south)
    assert said in finding(network_facts(VISITOR, NetworkFilters())).sentences


def test_an_empty_network_says_what_to_do_next() -> None:
    page = client_for().get("/reseau/").content.decode()
    assert "Aucune mise en relation ne répond encore" in page
    assert "Trouver mon contact" in page
