"""From the first page to the agendas, in a real browser, on a phone and on a laptop."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from maillage.core.jobs.worker import run_waiting_jobs
from maillage.programmes.esspresso import example
from tests.browser.checks import accessibility_faults, examine
from tests.browser.fixtures import PageAt, follow

pytestmark = pytest.mark.browser

LISTS = Path(example.__file__).parent


@pytest.mark.parametrize("width", [360, 1280])
def test_the_example_is_planned_without_leaving_the_page(width: int, portal: None, page_at: PageAt) -> None:
    page = page_at(width, path=reverse("esspresso:start"))
    follow(page.get_by_role("button", name="Essayer avec l’exemple de 48 structures"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Vos fichiers sont lus : prêt à planifier")
    assert examine(page) == []
    follow(page.get_by_role("button", name="Planifier les rendez-vous"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Les rendez-vous se planifient")
    assert examine(page) == []
    run_waiting_jobs()
    # Nobody clicks: the page follows the calculation.
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chaque structure obtient", timeout=15_000)
    assert examine(page) == []
    page.get_by_label("Suivre").select_option(label="Numérelle")
    page.locator("form[action='#grille'] button").click()
    expect(page.locator(".is-on:visible").first).to_contain_text("Numérelle")
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert accessibility_faults(page, only_contrast=True) == []
    follow(page.locator(".e-agendas a", has_text="Numérelle"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Agenda : Numérelle")
    assert examine(page) == []


def test_wrong_lists_are_mended_without_javascript(portal: None, page_at: PageAt, tmp_path: Path) -> None:
    page = page_at(360, path=reverse("esspresso:start"), javascript=False)
    wrong = tmp_path / "souhaits.csv"
    wrong.write_text("de;vers;rang\nE01;E99;1\n")
    page.get_by_label("Liste des participants").set_input_files(LISTS / "participants.csv")
    page.get_by_label("Liste des souhaits").set_input_files(wrong)
    follow(page.get_by_role("button", name="Lire mes fichiers"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Une chose à corriger dans vos fichiers")
    expect(page.get_by_text("Le code « E99 » n’est pas dans la liste des participants.")).to_be_visible()
    page.get_by_label("Liste des participants").set_input_files(LISTS / "participants.csv")
    page.get_by_label("Liste des souhaits").set_input_files(LISTS / "souhaits.csv")
    follow(page.get_by_role("button", name="Lire mes fichiers"))
    follow(page.get_by_role("button", name="Planifier les rendez-vous"))
    run_waiting_jobs()
    follow(page.get_by_role("link", name="Actualiser"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chaque structure obtient")
