"""An officer and the registry of companies: find one structure there, fetch those that have no sheet.

The answers follow the documentation of « Recherche d'entreprises »: none was recorded live.
"""

from typing import Any

from django.urls import reverse

from maillage.core.accounts.models import Role
from maillage.core.organisations.models import Organisation
from tests.browser.fixtures import PageAt
from tests.browser.test_directory_walks import each_width, press, says, work
from tests.core.organisations.registry_server import SIRET, answers, listed, running, unit
from tests.core.territories.places import assign, make_commune, make_territory
from tests.factories import make_person


@each_width
def test_an_officer_fetches_the_structures_that_have_no_sheet(
    portal: None, page_at: PageAt, settings: Any, width: int
) -> None:
    assign(make_commune("Toul", code="54528", departement="54"), make_territory())
    page = page_at(width, person=make_person(Role.OFFICER), path=reverse("imports:list"))
    with running() as settings.COMPANY_REGISTRY:
        listed("54528", [unit(1), unit(2)])
        press(page, "Interroger le registre des entreprises", "link")
        press(page, "Lire le registre")
        work(page)
        says(page, "Rien n’est encore importé")
        assert not Organisation.objects.exists()
        press(page, "Importer cette liste")
        work(page)
        says(page, "La liste est importée")
        page.goto(reverse("directory:fetch"))
        press(page, "Lire le registre")
        work(page)
        says(page, "Rien de nouveau")
    assert Organisation.objects.count() == 2


@each_width
def test_an_officer_finds_a_structure_in_the_registry_while_opening_its_sheet(
    portal: None, page_at: PageAt, settings: Any, width: int
) -> None:
    make_commune("Toul", code="54528", departement="54")
    with running() as settings.COMPANY_REGISTRY:
        page = page_at(width, person=make_person(Role.OFFICER), path=reverse("organisations:create"))
        page.get_by_label("SIRET").fill(SIRET)
        press(page, "Retrouver la structure dans le registre")
        says(page, "RECYCLERIE DE L’ETANG (FICTIF)")
        answers(SIRET, b"", 500)
        press(page, "Retrouver la structure dans le registre")
        says(page, "Le registre ne répond pas")
