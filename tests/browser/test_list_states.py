"""Every list of structures, in every state it may be in: by eye, by keyboard and by machine.

``test_every_page`` opens all pages of the URLconf on an empty site. Here the same addresses are opened with
one object, full, on their second page, narrowed, narrowed to nothing, and asked for what they do not
understand; and the forms of a sheet refused.
"""

from collections.abc import Mapping

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from maillage.core.accounts.models import Role
from maillage.core.cards import queries as cards
from maillage.core.organisations import queries as sheets
from maillage.core.organisations.domain import duplicates
from maillage.core.organisations.models import Organisation
from maillage.core.ui.access import access_of
from maillage.programmes.directory import queries as directory
from maillage.programmes.directory.models import Claim, Report
from tests.access.routes import ROUTES
from tests.browser.checks import examine, standing_faults
from tests.browser.fixtures import PageAt, follow
from tests.browser.test_every_page import examine_everywhere, opens_as_a_page
from tests.core.organisations.sheets import make_organisation
from tests.core.territories.places import assign, make_commune, make_territory
from tests.factories import client_for, make_person
from tests.programmes.directory.structures import make_card, make_structure

HERE = {"directory", "organisations", "cards", "imports"}
LISTS = [route for route in ROUTES if route.name.split(":")[0] in HERE and not route.arguments]
STATES = {
    "full": "",
    "narrowed": "?q=velo&ess=inconnu&activite=E&quoi=offer&recherche=velo&etat=published",
    "nothing found": "?q=introuvable&fiches=cherche&quoi=need&recherche=introuvable",
    "a word repaired": "?q=quetche&recherche=quetche",
    "from a line that is gone": "?apres=1",
    "not understood": "?apres=demain&km=beaucoup&territoire=ailleurs&lieu=Zzyzx&quoi=rien&etat=rien",
}


# The link to the second page of a list, and the lists that have one once they are full.
FOLLOWING = "main a[href*='apres=']"
LONG = {"directory:list", "directory:embedded", "organisations:list", "cards:list"}


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of four lines: the fifth makes a second page, as the fifty-first does for everyone."""
    monkeypatch.setattr(cards, "PAGE", 4)
    monkeypatch.setattr(sheets, "PAGE", 4)
    assert directory.listing_page.__kwdefaults__
    monkeypatch.setitem(directory.listing_page.__kwdefaults__, "most", 4)


def fill_lists() -> None:
    """Make ten structures with what is asked of them, offered and sought, two of them alike."""
    toul = make_commune("Toul", latitude=48.675, longitude=5.891)
    assign(toul, make_territory("Terres (démonstration)"))
    for number in range(8):
        made = make_structure(
            f"Vélo Quetsche {number} (démonstration)",
            toul,
            summary="Un atelier où l'on apprend à réparer son vélo, ouvert à toutes et à tous.",
            naf="95.29Z",
        )
        if number % 4:
            make_card(made, "offer", "Réparation de vélos, prêt d'outils")
    for name in ("Les Petits Débrouillards", "Petits débrouillards"):
        make_organisation(name, toul, published=True)
    assert duplicates.look_for_duplicates() == 1, "the queue of duplicates is not empty"
    for number in range(6):
        ask(made, number)


def put_one_in_each_list() -> None:
    """Make one structure in each list, and one thing that is asked of it."""
    made = make_structure("Vélo Quetsche (démonstration)", make_commune("Toul"), naf="95.29Z")
    make_card(made, "offer", "Prêt d'outils")
    ask(made, 0)


def ask(structure: Organisation, number: int) -> None:
    """Claim a sheet, and report a mistake in it."""
    Claim.objects.create(
        organisation=structure,
        name=f"Personne {number} (démonstration)",
        email=f"une-adresse-plutot-longue-{number}@exemple-de-structure.example.org",
        function="Trésorière",
    )
    Report.objects.create(organisation=structure, subject="other", message="Le numéro a changé. " * 12)


@pytest.mark.parametrize("app", sorted(HERE))
def test_the_lists_of_an_app_stand_in_every_state(
    app: str, portal: None, short_pages: None, page_at: PageAt
) -> None:
    fill_lists()
    look_at(app, STATES, page_at, long=LONG)


@pytest.mark.parametrize("app", sorted(HERE))
def test_the_lists_of_an_app_stand_with_one_line(app: str, portal: None, page_at: PageAt) -> None:
    put_one_in_each_list()
    look_at(app, {"one": ""}, page_at, long=set())


def look_at(app: str, states: Mapping[str, str], page_at: PageAt, *, long: set[str]) -> None:
    """Open the lists of an app in states given by their queries, and fail with all that is wrong.

    Those that are ``long`` have a second page, which is opened too; the others have none.
    """
    coordinator = make_person(Role.COORDINATOR)
    faults = []
    for route in LISTS:
        person = None if access_of(route.view) == "public" else coordinator
        address = reverse(route.name)
        if not route.name.startswith(f"{app}:") or not opens_as_a_page(address, client_for(person)):
            continue
        page = page_at(360, person=person, to_read=True)
        page.goto(address)
        following = [link.get_attribute("href") for link in page.locator(FOLLOWING).all()]
        assert len(following) == (route.name in long), f"{route.name} goes on at {following}"
        addresses = {state: address + query for state, query in states.items()}
        addresses |= {"next page": following[0]} if following else {}
        for state, path in addresses.items():
            faults += [f"{route.name}, {state}: {fault}" for fault in standing_faults(page, path)]
    assert not faults, "\n".join(dict.fromkeys(faults))


def test_a_refused_form_of_a_sheet_stands_everywhere(portal: None, page_at: PageAt) -> None:
    made = make_structure("Atelier Filoche (démonstration)", make_commune("Nancy"))
    for name in ("directory:claim", "directory:report"):
        page = page_at(360, path=reverse(name, args=[made.slug]))
        follow(page.locator("main form button").first)
        expect(page.locator(".m-errors")).to_be_visible()
        assert examine(page) == []
        page.set_viewport_size({"width": 1280, "height": 800})
        assert examine(page) == []


def test_a_sheet_and_its_neighbours_stand_everywhere(portal: None, page_at: PageAt) -> None:
    fill_lists()
    made = make_structure("Atelier Filoche (démonstration)", make_commune("Toul"), naf="38.32Z")
    make_card(made, "need", "Chutes de tissu propres", quantity=100, unit="kg/mois")
    examine_everywhere(page_at, reverse("directory:structure", args=[made.slug]))


def test_on_a_phone_the_fields_fold_once_answers_stand_below(portal: None, page_at: PageAt) -> None:
    fill_lists()
    page = page_at(360, path=reverse("directory:list"))
    expect(page.get_by_label("Commune ou code postal")).to_be_visible()
    page.get_by_label("Que cherchez-vous ?").fill("velo")
    follow(page.get_by_role("button", name="Trouver"))
    expect(page.get_by_label("Commune ou code postal")).to_be_hidden()
    first = page.get_by_role("list", name="Structures trouvées").get_by_role("link").first
    folded = first.bounding_box()["y"]
    page.get_by_text("Plus de filtres").click()
    expect(page.get_by_label("Commune ou code postal")).to_be_visible()
    assert first.bounding_box()["y"] > folded + 150
