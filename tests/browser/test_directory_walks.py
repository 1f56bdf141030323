"""What the directory is for, walked from end to end by the people who do it, on a phone and a laptop.

Each page met on the way is examined as ``test_every_page`` examines all: axe, layout, keyboard.
"""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from maillage.core.accounts.models import Person, Role
from maillage.core.jobs.worker import run_waiting_jobs
from maillage.core.organisations.domain import duplicates
from maillage.core.organisations.models import ContactPoint, Organisation, Site
from maillage.core.organisations.rules import keeps
from maillage.core.territories.models import Municipality
from tests.browser.checks import examine
from tests.browser.fixtures import PageAt, follow
from tests.core.organisations.sheets import make_organisation
from tests.core.territories.places import assign, make_commune, make_territory
from tests.factories import make_person
from tests.programmes.directory.structures import make_card, make_structure

LIST = """Nom;SIRET;Description;Code postal;Ville;Mail;Emplois
Vélo Quetsche (démonstration);130 025 265 00013;Atelier vélo;54200;Toul;contact@example.org;3
Recyclerie de l’Étang (démonstration);99000001000019;Réemploi;54200;Zzyzx;contact;trois
;99000001000027;Sans nom;54200;Toul;;
"""
each_width = pytest.mark.parametrize("width", [360, 1280])


@pytest.fixture
def toul(portal: None) -> Municipality:
    """Toul, in a territory."""
    found = make_commune("Toul", code="54528", departement="54", latitude=48.675, longitude=5.891)
    assign(found, make_territory("Terres (démonstration)"))
    return found


@pytest.fixture
def officer() -> Person:
    return make_person(Role.OFFICER)


def press(page: Page, name: str, role: str = "button", *, known: bool = False) -> None:
    """Press a button, or follow a link, once the page it stands on was examined, unless it is ``known``."""
    faults = [] if known else examine(page)
    assert not faults, f"{page.url}: {faults}"
    follow(page.get_by_role(role, name=name).first)


def says(page: Page, text: str) -> None:
    """The page shows a text, and stands."""
    page.get_by_text(text).first.wait_for()
    faults = examine(page)
    assert not faults, f"{page.url}: {faults}"


def work(page: Page) -> None:
    """Workers do what was asked, once the page follows it; the page then goes to the result by itself."""
    page.locator("[hx-trigger^='every']").wait_for(state="attached")
    while run_waiting_jobs():
        continue


@each_width
def test_a_visitor_finds_a_structure_and_its_neighbours(
    toul: Municipality, page_at: PageAt, width: int
) -> None:
    make_structure("Vélo Quetsche (démonstration)", toul, latitude=48.676, longitude=5.892)
    near = make_structure("Jardins de l’Étal (démonstration)", toul, latitude=48.679, longitude=5.894)
    make_card(near, "offer", "Paniers de légumes")
    page = page_at(width, path=reverse("directory:list"))
    page.get_by_label("Que cherchez-vous ?").fill("velo quetche")
    press(page, "Trouver")
    press(page, "Vélo Quetsche (démonstration)", "link")
    press(page, "Jardins de l’Étal (démonstration)", "link")
    says(page, "Paniers de légumes")


@each_width
def test_an_association_claims_its_sheet_and_an_officer_accepts(
    toul: Municipality, officer: Person, page_at: PageAt, width: int
) -> None:
    sheet = make_structure("Vélo Quetsche (démonstration)", toul)
    person = make_person(Role.MEMBER, email="presidente@example.net")
    page = page_at(width, person=person, path=reverse("directory:structure", args=[sheet.slug]))
    press(page, "C’est ma structure", "link")
    page.get_by_label("Fonction").fill("présidente")
    press(page, "Demander à tenir cette fiche")
    says(page, "Votre demande est gardée.")
    assert not keeps(person, sheet)

    desk = page_at(width, person=officer, path=reverse("portal:today"))
    press(desk, "Décider", "link")
    press(desk, "Accepter")
    says(desk, "Personne n’attend de réponse.")
    assert keeps(person, sheet)
    page.goto(reverse("organisations:sheet", args=[sheet.slug]))
    press(page, "Corriger", "link")
    page.get_by_label("En quelques lignes").fill("Un atelier où l’on apprend à réparer son vélo.")
    press(page, "Enregistrer")
    says(page, "Un atelier où l’on apprend à réparer son vélo.")


@each_width
def test_an_officer_imports_a_spreadsheet_with_errors(
    toul: Municipality, officer: Person, page_at: PageAt, width: int
) -> None:
    page = page_at(width, person=officer, path=reverse("imports:list"))
    press(page, "Donner une liste", "link")
    file = {"name": "adhérents.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    page.get_by_label("La liste").set_input_files(file)
    page.get_by_label("De qui vient cette liste ?").fill("Réseau d’essai")
    page.get_by_label("De quel droit peut-on s’en servir ?").fill("accord du réseau")
    press(page, "Lire cette liste")
    press(page, "Lire chaque cellule")
    work(page)
    says(page, "Rien n’est encore importé")
    assert not Organisation.objects.exists()
    refused = page.get_by_role("table").get_by_role("row")
    for cell in ("Zzyzx", "trois", "contact"):
        why = refused.filter(has_text=cell).inner_text()
        assert len(why) > len(cell) + 40, f"{cell} is explained in a sentence: {why}"
    press(page, "Importer cette liste")
    work(page)
    says(page, "La liste est importée")
    assert set(Organisation.objects.values_list("name", flat=True)) == {
        "Vélo Quetsche (démonstration)",
        "Recyclerie de l’Étang (démonstration)",
    }


@pytest.fixture
def ten_pairs(toul: Municipality) -> list[tuple[Organisation, Organisation]]:
    """Twenty sheets, two by two alike, each with its own place and contact."""
    names = ("Vélo Quetsche", "Jardin Filoche", "Recyclerie Étang", "Épicerie Étal", "Atelier Benne")
    names += ("Crèche Bulle", "Coop Mirabelle", "Théâtre Sillon", "Ferme Lavoir", "Radio Passerelle")
    found = []
    for name in names:
        pair = (
            make_organisation(f"Association {name}", toul, published=True),
            make_organisation(name.lower(), toul, published=True),
        )
        for rank, sheet in enumerate(pair):
            email = f"contact{rank}@{sheet.slug}.example"
            ContactPoint.objects.create(organisation=sheet, function="accueil", email=email)
        found.append(pair)
    assert duplicates.look_for_duplicates() == 10
    return found


def as_they_are(pair: tuple[Organisation, Organisation]) -> list[list[dict[str, Any]]]:
    """Return everything that a merge moves, of two sheets."""
    keys = [sheet.pk for sheet in pair]
    told = list(Organisation.objects.filter(pk__in=keys).order_by("pk").values())
    for sheet in told:
        # When it was last written or compared: separating two sheets writes them.
        del sheet["changed_at"], sheet["compared_at"]
    return [told] + [
        list(model.objects.filter(organisation__in=keys).order_by("pk").values())
        for model in (Site, ContactPoint)
    ]


@each_width
def test_an_officer_resolves_ten_duplicates_and_undoes_a_merge(
    ten_pairs: list[tuple[Organisation, Organisation]], officer: Person, page_at: PageAt, width: int
) -> None:
    before = {pair: as_they_are(pair) for pair in ten_pairs}
    page = page_at(width, person=officer, path=reverse("organisations:queue"))
    for number in range(10):
        known = (
            number > 2
        )  # the same pages come back, with other names: two mergers and one refusal were examined
        press(page, "Comparer", "link", known=known)
        if number % 2:
            press(page, "Les garder séparées", known=known)
        else:
            page.get_by_role("radio").first.check()
            press(page, "Voir ce que fait la réunion", known=known)
            press(page, "Les réunir", known=known)
            page.get_by_text("a été réunie à").wait_for()
            press(page, "Regarder les autres doublons possibles", "link", known=known)
    says(page, "Aucune paire à regarder.")
    joined = [pair for pair in ten_pairs if as_they_are(pair) != before[pair]]
    assert len(joined) == 5
    assert Organisation.objects.standing().count() == 15

    pair = joined[0]
    kept = Organisation.objects.standing().get(pk__in=[sheet.pk for sheet in pair])
    page.goto(reverse("organisations:sheet", args=[kept.slug]))
    press(page, "Les séparer de nouveau", "link")
    press(page, "Les séparer")
    says(page, "Les deux fiches sont comme avant.")
    assert as_they_are(pair) == before[pair]
    for sheet in pair:
        page.goto(reverse("directory:structure", args=[sheet.slug]))
        expect(page.get_by_role("heading", name=sheet.name)).to_be_visible()
