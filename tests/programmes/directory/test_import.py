"""An officer imports a spreadsheet with errors, looks at what it would do, imports it, undoes it."""

import csv
import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook

from maillage.core.accounts.models import Role
from maillage.core.imports import domain, queries
from maillage.core.imports.importer import importers
from maillage.core.imports.models import ImportLine, ImportRun
from maillage.core.imports.wording import REFUSED, REPAIRED
from maillage.core.jobs.worker import run_waiting_jobs
from maillage.core.organisations.domain import sheets
from maillage.core.organisations.models import (
    ContactPoint,
    FieldProvenance,
    Organisation,
    Site,
    SourceIdentity,
    SourceRecord,
)
from maillage.programmes.directory.models import DataChange, Listing
from tests.core.territories.places import make_commune
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db

LIST = """Id;Nom;SIRET;Code NAF;Description;ESS;Effectif;Adresse;Code postal;Ville;Mail;Tél
1;Vélo Quetsche;130 025 265 00013;9529Z;Atelier vélo;oui;3;1 rue du Puits;54200;Toul;contact@example.org;
2;Recyclerie de l’Étang;13002526500013,0;38.32Z;Réemploi;oui;12;;54200;TOUL;une.personne@example.org;383000001
3;Épicerie Étal;1,30025E+13;47.11;Produits locaux;peut-être;trois;;54200;Zzyzx;pas une adresse;
4;;13002526500013;;;;;;;;;
1;Répétée;;;;;;;;;;
"""


@pytest.fixture
def officer():
    return make_person(Role.OFFICER)


@pytest.fixture
def toul():
    return make_commune("Toul", code="54528", departement="54", latitude=48.675, longitude=5.891)


def give(officer, content=LIST, name="adhérents.csv", **more):
    """Give a list and return its import."""
    answer = client_for(officer).post(
        reverse("imports:new", args=["structures"]),
        {
            "file": SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content),
            "source_name": "Réseau d’essai",
            "licence": "accord du réseau",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    return ImportRun.objects.order_by("-pk").first()


def preview(officer, run, **more):
    """Accept the guessed columns and let the worker read."""
    said = {key: str(index) for key, index in run.mapping.items()} | more
    answer = client_for(officer).post(reverse("imports:run", args=[run.pk]), said)
    assert answer.status_code == 302, answer.content.decode()
    assert run_waiting_jobs() == 1
    run.refresh_from_db()
    return run


def imported(officer, content=LIST, **more):
    """Give, preview and import a list."""
    run = preview(officer, give(officer, content), **more)
    client_for(officer).post(reverse("imports:confirm", args=[run.pk]))
    assert run_waiting_jobs() == 1
    run.refresh_from_db()
    assert run.state == "done"
    return run


def undone(officer, run):
    client_for(officer).post(reverse("imports:undo", args=[run.pk]))
    assert run_waiting_jobs() == 1
    run.refresh_from_db()
    assert run.state == "undone"


def test_columns_are_guessed_and_nothing_is_imported_until_said(officer, toul):
    run = preview(officer, give(officer))
    assert run.state == "previewed"
    assert run.mapping == {
        "name": 1,
        "external_id": 0,
        "siret": 2,
        "naf": 3,
        "summary": 4,
        "ess_declared": 5,
        "jobs": 6,
        "address": 7,
        "postcode": 8,
        "commune_name": 9,
        "email": 10,
        "phone": 11,
    }
    assert not Organisation.objects.exists()
    page = client_for(officer).get(reverse("imports:run", args=[run.pk])).content.decode()
    assert "Rien n’est encore importé" in page


def test_every_refused_cell_is_explained(officer, toul):
    run = preview(officer, give(officer))
    refused = run.faults.filter(severity="rejected").order_by("number", "pk")
    assert [(fault.number, fault.column, fault.code) for fault in refused] == [
        (4, "SIRET", "siret_scientific"),
        (4, "Code NAF", "not_naf"),
        (4, "ESS", "not_yes_no"),
        (4, "Effectif", "not_a_number"),
        (4, "Mail", "not_an_email"),
        (4, "Ville", "commune_unknown"),
        (5, "Nom", "missing"),
        (6, "", "repeated"),
    ]
    repaired = run.faults.filter(severity="repaired").order_by("number", "pk").values_list("number", "code")
    assert {(2, "code"), (3, "siret_number_end"), (3, "leading_zero"), (3, "maybe_personal")} == set(repaired)
    page = client_for(officer).get(reverse("imports:run", args=[run.pk])).content.decode()
    assert "a arrondi ce nombre" in page
    file = client_for(officer).get(reverse("imports:faults", args=[run.pk])).content.decode("utf-8-sig")
    assert len(file.splitlines()) == 1 + run.faults.count()


def test_a_list_becomes_sheets_with_their_provenance(officer, toul):
    run = imported(officer)
    assert run.outcome == {"create": 3, "update": 0, "same": 0, "reject": 2}
    sheet = Organisation.objects.get(name="Vélo Quetsche")
    assert (sheet.siret, sheet.siren, sheet.naf, sheet.jobs) == ("13002526500013", "130025265", "95.29Z", 3)
    assert sheet.ess_declared == "yes"
    assert sheet.state == "to_complete"
    assert sheet.slug == "velo-quetsche"
    site = Site.objects.get(organisation=sheet)
    assert (site.commune, site.address, site.principal) == (toul, "1 rue du Puits", True)
    assert ContactPoint.objects.get(organisation=sheet).is_public
    hidden = ContactPoint.objects.get(organisation__name="Recyclerie de l’Étang")
    assert not hidden.is_public
    provenance = FieldProvenance.objects.get(organisation=sheet, field="naf")
    assert provenance.record.identity.external_id == "1"
    assert provenance.record.payload["name"] == "Vélo Quetsche"
    assert not Listing.objects.exists()


def test_complete_sheets_are_published_when_asked(officer, toul):
    imported(officer, publish="on")
    published = Organisation.objects.filter(state="published").order_by("name").values_list("name", flat=True)
    assert list(published) == ["Recyclerie de l’Étang", "Vélo Quetsche"]
    assert Listing.objects.count() == 2


def test_the_same_list_twice_changes_nothing(officer, toul):
    imported(officer)
    before = list(Organisation.objects.order_by("pk").values())
    again = imported(officer)
    assert again.outcome == {"create": 0, "update": 0, "same": 3, "reject": 2}
    assert list(Organisation.objects.order_by("pk").values()) == before
    assert SourceRecord.objects.count() == SourceIdentity.objects.count() == 3


def test_a_newer_list_completes_its_sheets_and_leaves_what_a_hand_wrote(officer, toul):
    imported(officer)
    sheet = Organisation.objects.get(name="Vélo Quetsche")
    sheets.change(organisation=sheet, values={"summary": "Écrit à la main"}, actor=officer)
    newer = LIST.replace("Atelier vélo", "Nouvelle description").replace(";oui;3;", ";oui;5;")
    run = imported(officer, newer)
    assert run.outcome["update"] == 1
    sheet.refresh_from_db()
    assert (sheet.summary, sheet.jobs) == ("Écrit à la main", 5)
    undone(officer, run)
    sheet.refresh_from_db()
    assert (sheet.summary, sheet.jobs) == ("Écrit à la main", 3)


JOBS = "Id;Nom;Effectif\n1;Vélo Quetsche;{}\n"


def imported_day_after_day(officer, *jobs):
    """Import the same list with another number of jobs each day; return the first day and the imports."""
    first = timezone.now() - timedelta(days=len(jobs))
    runs = []
    for day, number in enumerate(jobs):
        with time_machine.travel(first + timedelta(days=day)):
            runs.append(imported(officer, JOBS.format(number)))
    return first, runs


def jobs_after():
    """Say how many jobs a sheet tells, after what its source said, and since which day."""
    said = FieldProvenance.objects.select_related("organisation", "record").get(field="jobs")
    return said.organisation.jobs, said.record.payload["jobs"], said.at.date()


def test_what_a_source_says_again_holds_from_that_day_on(officer, toul):
    first, runs = imported_day_after_day(officer, 3, 5, 3)
    assert jobs_after() == (3, 3, (first + timedelta(days=2)).date())
    undone(officer, runs[2])
    assert jobs_after() == (5, 5, (first + timedelta(days=1)).date())


def test_undoing_gives_back_the_day_from_which_it_held(officer, toul):
    first, runs = imported_day_after_day(officer, 3, 5, 3, 5)
    undone(officer, runs[3])
    assert jobs_after() == (3, 3, (first + timedelta(days=2)).date())


def test_a_list_imported_before_origins_had_their_own_day_is_undone(officer, toul):
    first, runs = imported_day_after_day(officer, 3, 5)
    line = runs[1].lines.get()
    del line.before["since"]
    line.save(update_fields=["before"])
    undone(officer, runs[1])
    assert jobs_after() == (3, 3, first.date())


def test_a_known_siret_leads_to_its_sheet_whatever_the_list(officer, toul):
    known = sheets.create(
        values={"name": "Vélo Quetsche", "siret": "13002526500013"}, actor=officer, by_hand=False
    )
    run = imported(officer, "Nom;SIRET;Effectif\nVELO QUETSCHE;13002526500013;4\n")
    assert run.outcome["update"] == 1
    known.refresh_from_db()
    assert (known.jobs, known.name) == (4, "VELO QUETSCHE")


def test_a_shared_siret_is_never_guessed(officer, toul):
    for name in ("Chantier", "Association"):
        sheets.create(values={"name": name, "siret": "13002526500013", "unit": name}, actor=officer)
    run = preview(officer, give(officer, "Nom;SIRET\nAutre chose;13002526500013\n"))
    assert run.lines.get().action == "reject"
    assert run.faults.get().code == "siret_shared"


def test_an_import_is_undone_save_what_people_worked_on(officer, toul):
    run = imported(officer, publish="on")
    worked_on = Organisation.objects.get(name="Vélo Quetsche")
    sheets.change(organisation=worked_on, values={"acronym": "VQ"}, actor=officer)
    undone(officer, run)
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Vélo Quetsche"]
    assert {line.reason for line in run.lines.exclude(action="reject")} == {"removed", "worked_on"}
    assert "withdrawn" in DataChange.objects.values_list("kind", flat=True)
    assert SourceIdentity.objects.filter(organisation=None).count() == 2


def test_a_list_undone_may_be_imported_again(officer, toul):
    undone(officer, imported(officer))
    assert imported(officer).outcome["create"] == 3
    assert Organisation.objects.count() == 3


def test_an_import_interrupted_goes_on_where_it_stopped(officer, toul, monkeypatch):
    monkeypatch.setattr(domain, "AT_ONCE", 1)
    run = preview(officer, give(officer))
    client_for(officer).post(reverse("imports:confirm", args=[run.pk]))
    calls = []
    importer = importers()["structures"]
    whole = importer.verb("apply")

    def dies_at_the_second(run, lines):
        calls.append(lines)
        if len(calls) == 2:
            raise ConnectionError
        return whole(run, lines)

    with monkeypatch.context() as patched:
        patched.setattr("maillage.programmes.directory.structures.applying.apply", dies_at_the_second)
        run_waiting_jobs()
    assert Organisation.objects.count() == 1
    # The wait between two attempts is skipped.
    DBTaskResult.objects.update(run_after="2000-01-01T00:00:00Z")
    run_waiting_jobs()
    run.refresh_from_db()
    assert run.state == "done"
    assert Organisation.objects.count() == 3


def test_what_is_under_way_is_not_asked_twice(officer, toul):
    run = preview(officer, give(officer))
    first, second = (
        client_for(officer).post(reverse("imports:confirm", args=[run.pk]), follow=True) for _ in "ab"
    )
    assert "a avancé entre-temps" not in first.content.decode()
    assert "a avancé entre-temps" in second.content.decode()


def test_a_missing_or_repeated_column_is_told(officer, toul):
    run = give(officer)
    client = client_for(officer)
    page = client.post(reverse("imports:run", args=[run.pk]), {"external_id": "0"}).content.decode()
    assert "Nom de la structure" in page
    twice = client.post(reverse("imports:run", args=[run.pk]), {"name": "1", "summary": "1"}).content.decode()
    assert "choisie deux fois" in twice
    assert ImportRun.objects.get().state == "to_map"


def test_a_list_may_be_forgotten(officer, toul):
    run = give(officer)
    client_for(officer).post(reverse("imports:discard", args=[run.pk]))
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("role", [Role.PARTNER, Role.MEMBER])
def test_only_the_house_imports(role, officer, toul):
    run = give(officer)
    for name in ("imports:run", "imports:faults", "imports:confirm"):
        assert client_for(make_person(role)).post(reverse(name, args=[run.pk])).status_code == 403


def test_ten_thousand_bad_cells_are_all_explained(officer, toul):
    lines = range(2000)
    bad = "\n".join(f"{n};Structure {n};SIRET faux {n};NAF;peut-être;beaucoup;hier" for n in lines)
    run = preview(officer, give(officer, "Id;Nom;SIRET;Code NAF;ESS;Effectif;Date de création\n" + bad))
    assert run.lines.filter(action=ImportLine.Action.CREATE).count() == 2000
    # Each bad cell once: its line as a spreadsheet numbers it, its column as the list names it.
    columns = ("SIRET", "Code NAF", "ESS", "Effectif", "Date de création")
    wanted = {(number + 2, column) for number in lines for column in columns}
    page, after, shown = queries.fault_page(run, "rejected"), None, []
    while True:
        shown += page.faults
        after = page.after
        if after is None:
            break
        page = queries.fault_page(run, "rejected", after)
    assert len(shown) == 10_000
    assert {(fault.number, fault.column) for fault in shown} == wanted
    assert all(fault.value for fault in shown)
    words = importers()["structures"].words()
    assert set(run.faults.values_list("code", flat=True)) <= words.keys() | REFUSED.keys() | REPAIRED.keys()
    # The files hold the same cells, each with its reason.
    client = client_for(officer)
    file = client.get(reverse("imports:faults", args=[run.pk])).content.decode("utf-8-sig")
    _head, *rows = csv.reader(io.StringIO(file), delimiter=";")
    assert {(int(row[0]), row[1]) for row in rows} == wanted
    assert all(row[4] for row in rows)
    workbook = client.get(reverse("imports:faults_workbook", args=[run.pk])).content
    sheet = load_workbook(io.BytesIO(workbook), read_only=True).active
    cells = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(cells) == 10_000
    assert {(row[0], row[1]) for row in cells} == wanted
    assert all(row[4] for row in cells)


def test_the_page_of_refused_cells_costs_the_same_for_ten_and_for_thousands(
    officer, toul, django_assert_max_num_queries
):
    client = client_for(officer)
    counts = []
    for many in (3, 300):
        bad = "\n".join(f"Structure {n};NAF" for n in range(many))
        run = preview(officer, give(officer, "Nom;Code NAF\n" + bad))
        address = reverse("imports:run", args=[run.pk])
        client.get(address)
        with django_assert_max_num_queries(40) as spent:
            page = client.get(address).content.decode()
        counts.append(len(spent))
    assert counts[0] == counts[1]
    following = re.search(r'href="(\?apres=\d+)"', page)[1]
    assert '<th scope="row">Ligne 52</th>' in client.get(address + following).content.decode()
