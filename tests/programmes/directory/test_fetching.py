"""An officer fetches the structures of the ESS that have no sheet from the registry, then imports them.

The answers follow the documentation of « Recherche d'entreprises »: none was recorded live.
"""

from datetime import date

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from maillage.cli.main import main
from maillage.core.accounts.models import Role
from maillage.core.activity.models import Entry
from maillage.core.imports.models import ImportFault, ImportRun
from maillage.core.jobs.worker import run_waiting_jobs
from maillage.core.organisations import chores
from maillage.core.organisations.domain import registry
from maillage.core.organisations.models import Organisation, Site, SourceIdentity
from maillage.core.organisations.registry import client
from maillage.core.territories.models import Epci, TerritoryAssignment
from maillage.programmes.directory.structures import areas
from tests.core.organisations.registry_server import Registry, answers, listed, unit
from tests.core.organisations.sheets import make_organisation
from tests.core.territories.places import assign, make_commune, make_territory
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db
TOULOIS, NANCY = "200070563", "245400676"


@pytest.fixture
def officer():
    return make_person(Role.OFFICER, email="chargee@example.org")


@pytest.fixture(autouse=True)
def communes(db):
    """Toul and Écrouves in one intercommunalité, Nancy in another, Arnaville in none; Metz is not ours."""
    territory = make_territory("Terres de Lorraine")
    toulois = Epci.objects.create(siren=TOULOIS, name="Terres Touloises", kind="CC")
    nancy = Epci.objects.create(siren=NANCY, name="Grand Nancy", kind="ME")
    places = (("Toul", "54528", toulois), ("Écrouves", "54174", toulois), ("Nancy", "54395", nancy))
    for name, code, epci in (*places, ("Arnaville", "54022", None)):
        assign(make_commune(name, code=code, departement="54", epci=epci), territory)
    make_commune("Metz", code="57463", departement="57")


@pytest.fixture
def registry_of_nobody(server):
    """A registry that lists nobody anywhere here."""
    for place in (TOULOIS, NANCY, "54022"):
        listed(place, [])


def fetched(officer) -> ImportRun:
    """Ask, let the workers fetch and read; return the import."""
    answer = client_for(officer).post(reverse("directory:fetch"))
    assert answer.status_code == 302
    run_waiting_jobs()
    return ImportRun.objects.order_by("-pk").first()


def imported(officer, run: ImportRun) -> None:
    client_for(officer).post(reverse("imports:confirm", args=[run.pk]))
    run_waiting_jobs()
    run.refresh_from_db()
    assert run.state == "done"


def page_of(officer, run: ImportRun) -> str:
    return client_for(officer).get(reverse("imports:run", args=[run.pk])).content.decode()


def asked_places() -> list[str]:
    return [(query.get("epci") or query["code_commune"])[0] for query, _who in Registry.asked]


def test_nothing_is_imported_until_the_officer_says_so(registry_of_nobody, officer):
    listed(TOULOIS, [unit(1), unit(2, commune="54174")])
    listed("54022", [unit(3, commune="54022")])
    run = fetched(officer)
    assert (run.state, run.rows) == ("previewed", 3)
    assert not Organisation.objects.exists()
    page = page_of(officer, run)
    assert "Rien n’est encore importé" in page
    assert "Le registre liste 3 structures de l’ESS ici." in page
    imported(officer, run)
    sheet = Organisation.objects.get(name="STRUCTURE 1 (FICTIVE)")
    assert (sheet.legal_category, sheet.naf, sheet.naf_2025) == ("9220", "38.32Z", "38.21Y")
    assert (sheet.ess_registry, sheet.state, sheet.since) == ("yes", "to_complete", date(2011, 3, 5))
    assert Site.objects.get(organisation=sheet).commune.code == "54528"
    assert not ImportFault.objects.exists()


def test_what_is_asked_is_active_of_the_ess_and_shows_no_manager(registry_of_nobody, officer):
    fetched(officer)
    assert asked_places() == [NANCY, TOULOIS, "54022"]
    for query, _who in Registry.asked:
        assert (query["est_ess"], query["etat_administratif"]) == (["true"], ["A"])
        assert query["minimal"] == ["true"]
        assert "dirigeants" not in query["include"][0]


def test_a_list_of_several_pages_is_read_to_its_end(registry_of_nobody, officer):
    listed(NANCY, [unit(number, commune="54395") for number in range(60)])
    assert fetched(officer).rows == 60
    pages = [query["page"] for query, _who in Registry.asked if query.get("epci") == [NANCY]]
    assert pages == [["1"], ["2"], ["3"]]


def test_beyond_what_the_registry_shows_narrower_questions_are_asked(registry_of_nobody, officer):
    listed(TOULOIS, [unit(0)], total=client.DEEPEST + 1)
    listed("54528", [unit(0)], total=client.DEEPEST + 1)
    listed("54174", [unit(1, commune="54174")])
    for letter in "ABCDEFGHIJKLMNOPQRSTU":
        listed(letter, [])
    listed("E", [unit(2)])
    listed("Q", [unit(3)])
    run = fetched(officer)
    names = set(run.lines.values_list("values__name", flat=True))
    assert names == {f"STRUCTURE {number} (FICTIVE)" for number in (1, 2, 3)}


def test_a_list_that_cannot_be_read_whole_is_not_read_in_part(registry_of_nobody, officer):
    for place in (TOULOIS, "54528", "A"):
        listed(place, [unit(0)], total=client.DEEPEST + 1)
    listed("54174", [])
    run = fetched(officer)
    assert run.state == "fetching"
    assert "Le registre liste plus de structures à Toul" in page_of(officer, run).replace("\xa0", " ")
    assert not run.lines.exists()


def test_fetched_again_only_what_has_no_sheet_is_in_the_list(registry_of_nobody, officer):
    listed(TOULOIS, [unit(1)])
    imported(officer, fetched(officer))
    Organisation.objects.update(name="Le nom que les gens lui donnent")
    listed(TOULOIS, [unit(1), unit(2)])
    run = fetched(officer)
    assert "1 a déjà une fiche" in page_of(officer, run).replace("\xa0", " ")
    imported(officer, run)
    assert sorted(Organisation.objects.values_list("name", flat=True)) == [
        "Le nom que les gens lui donnent",
        "STRUCTURE 2 (FICTIVE)",
    ]
    run = fetched(officer)
    assert (run.state, run.rows) == ("done", 0)
    assert "Rien de nouveau" in page_of(officer, run)


def test_the_same_list_imported_twice_makes_one_sheet(registry_of_nobody, officer):
    listed(TOULOIS, [unit(1)])
    run, again = fetched(officer), fetched(officer)
    imported(officer, run)
    imported(officer, again)
    assert Organisation.objects.count() == 1
    assert again.outcome["same"] == 1


def test_what_the_registry_no_longer_lists_is_neither_deleted_nor_closed(registry_of_nobody, officer):
    listed(TOULOIS, [unit(1)])
    imported(officer, fetched(officer))
    before = Organisation.objects.values().get()
    listed(TOULOIS, [])
    fetched(officer)
    assert Organisation.objects.values().get() == before


def test_a_structure_closed_or_joined_to_another_is_not_proposed_again(registry_of_nobody, officer):
    there = unit(1)
    sheet = make_organisation("Fermée", siret=there["siege"]["siret"], siren=there["siren"])
    Organisation.objects.filter(pk=sheet.pk).update(state="closed", closed_on=date(2026, 1, 1))
    listed(TOULOIS, [there])
    assert fetched(officer).rows == 0


def test_a_unit_known_under_another_establishment_is_not_proposed_again(registry_of_nobody, officer):
    there = unit(1)
    make_organisation("Ancienne adresse", siren=there["siren"])
    listed(TOULOIS, [there])
    assert fetched(officer).rows == 0


def test_a_seat_elsewhere_gives_the_establishment_that_is_here(registry_of_nobody, officer):
    there = unit(1)
    here = there["siege"]
    listed(TOULOIS, [{**there, "siege": {**here, "siret": "99000001000019", "commune": "57463"}}])
    (line,) = fetched(officer).lines.all()
    assert (line.values["siret"], line.values["commune_code"]) == (here["siret"], "54528")


def test_a_unit_met_in_two_areas_is_one_line_at_its_seat(registry_of_nobody, officer):
    there = unit(1, commune="54395")
    branch = {**there["siege"], "siret": unit(2)["siege"]["siret"], "commune": "54528"}
    listed(TOULOIS, [{**there, "matching_etablissements": [branch]}])
    listed(NANCY, [there])
    (line,) = fetched(officer).lines.all()
    assert line.values["commune_code"] == "54395"


def test_what_is_left_out_is_told(registry_of_nobody, officer):
    closed = unit(2)
    closed["siege"] = {**closed["siege"], "etat_administratif": "F"}
    closed["matching_etablissements"] = [closed["siege"]]
    person = unit(3, nature_juridique="1000")
    listed(TOULOIS, [unit(1), closed, person], total=5)
    run = fetched(officer)
    assert run.rows == 1
    facts = Entry.objects.get(verb="imports.received").facts
    assert facts == {"lines": 1, "listed": 2, "known": 0, "unnamed": 1, "elsewhere": 1, "missed": 2}
    page = page_of(officer, run)
    assert "1 est une personne sous son propre nom" in page.replace("\xa0", " ")
    assert "2 ont été comptées mais pas montrées" in page.replace("\xa0", " ")


@pytest.mark.parametrize(
    "content", [b"<html>", b"[]", b'{"results": []}', b'{"results": [], "total_results": true}']
)
def test_an_answer_that_is_none_imports_nothing_and_can_be_asked_again(registry_of_nobody, officer, content):
    answers(f"{TOULOIS}:1", content)
    run = fetched(officer)
    assert run.state == "fetching"
    listed(TOULOIS, [unit(1)])
    DBTaskResult.objects.update(run_after="2000-01-01T00:00:00Z")
    run_waiting_jobs()
    run.refresh_from_db()
    assert (run.state, run.rows) == ("previewed", 1)
    assert Entry.objects.filter(verb="imports.received").count() == 1


def test_told_to_wait_the_fetch_waits_then_goes_on(registry_of_nobody, officer, monkeypatch):
    answers(f"{TOULOIS}:1", b"", 429, **{"Retry-After": "1"})
    pauses: list[float] = []

    def slept(seconds: float) -> None:
        pauses.append(seconds)
        listed(TOULOIS, [unit(1)])

    monkeypatch.setattr(registry, "sleep", slept)
    assert fetched(officer).rows == 1
    assert pauses


def test_asked_twice_one_list_is_fetched(registry_of_nobody, officer):
    for _time in range(2):
        client_for(officer).post(reverse("directory:fetch"))
    assert ImportRun.objects.count() == 1


def test_a_list_forgotten_while_it_is_fetched_imports_nothing(registry_of_nobody, officer):
    client_for(officer).post(reverse("directory:fetch"))
    client_for(officer).post(reverse("imports:discard", args=[ImportRun.objects.get().pk]))
    run_waiting_jobs()
    assert not ImportRun.objects.exists()
    assert not Registry.asked


def test_fetched_sheets_follow_the_weekly_reading_under_the_same_identity(registry_of_nobody, officer):
    there = unit(1)
    listed(TOULOIS, [there])
    imported(officer, fetched(officer))
    answers(there["siege"]["siret"], {"results": [{**there, "nature_juridique": "9230"}]})
    chores.read_registry()
    run_waiting_jobs()
    assert Organisation.objects.get().legal_category == "9230"
    assert SourceIdentity.objects.get().source.key == registry.KEY


def test_a_fetched_list_can_be_undone(registry_of_nobody, officer):
    listed(TOULOIS, [unit(1)])
    run = fetched(officer)
    imported(officer, run)
    client_for(officer).post(reverse("imports:undo", args=[run.pk]))
    run_waiting_jobs()
    assert not Organisation.objects.exists()


def test_without_a_registry_nothing_is_asked_and_the_page_says_so(officer, settings):
    assert not settings.COMPANY_REGISTRY
    page = client_for(officer).get(reverse("directory:fetch")).content.decode()
    assert "Ce portail n’interroge aucun registre" in page
    client_for(officer).post(reverse("directory:fetch"))
    assert not ImportRun.objects.exists()


def test_without_territories_it_is_said_what_to_do_first(registry_of_nobody, officer):
    TerritoryAssignment.objects.all().delete()
    page = client_for(officer).post(reverse("directory:fetch"), follow=True).content.decode()
    assert "Aucune commune n’a de territoire" in page


def test_the_command_opens_the_same_door(registry_of_nobody, officer, capsys):
    listed(TOULOIS, [unit(1)])
    assert main(["structures", "fetch", officer.email]) == 0
    run = ImportRun.objects.get()
    assert reverse("imports:run", args=[run.pk]) in capsys.readouterr().out
    run_waiting_jobs()
    run.refresh_from_db()
    assert (run.owner, run.state, run.rows) == (officer, "previewed", 1)
    assert not Organisation.objects.exists()


def test_the_command_refuses_who_is_no_officer(registry_of_nobody, capsys):
    partner = make_person(Role.PARTNER)
    assert main(["structures", "fetch", partner.email]) != 0
    assert not ImportRun.objects.exists()


def test_every_commune_of_the_portal_is_in_one_area_and_stays_so_when_narrowed():
    found = areas.areas()
    codes = [code for area in found for code in area.communes]
    assert sorted(codes) == ["54022", "54174", "54395", "54528"]
    narrowed = [code for area in found for each in area.narrower() for code in each.communes]
    assert set(narrowed) == set(codes)
