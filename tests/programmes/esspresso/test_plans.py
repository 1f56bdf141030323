"""« Planifier un ESSpresso avec mes fichiers », as a visitor uses it."""

import io
import json
import re
import zipfile
from datetime import timedelta
from xml.etree import ElementTree as ET

import openpyxl
import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.core.jobs.models import Job
from maillage.core.jobs.worker import run_waiting_jobs
from maillage.engines.meetings import check
from maillage.programmes.esspresso import domain, papers, queries, rules
from maillage.programmes.esspresso.example import example_files
from maillage.programmes.esspresso.models import Plan
from tests.french import as_typed
from tests.programmes.esspresso.lists import PARTICIPANTS, WISHES

pytestmark = pytest.mark.django_db

ROOM = {"slots": 4, "tables": 2, "quota": 2, "start": "09:00", "minutes": 15, "gap": 0, "fillers": "on"}


def give(client: Client, participants: str = PARTICIPANTS, wishes: str = WISHES, **settings: object) -> str:
    """Give lists to the page and return the address of the private link."""
    answer = client.post(
        reverse("esspresso:start"),
        {
            "participants": SimpleUploadedFile("participants.csv", participants.encode()),
            "wishes": SimpleUploadedFile("souhaits.csv", wishes.encode()),
            **ROOM,
            **settings,
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def planned_example(client: Client) -> str:
    """Plan the example and return the address of its private link."""
    link = client.post(reverse("esspresso:example")).url
    client.post(f"{link}planifier/")
    assert run_waiting_jobs() == 1
    return link


def test_the_example_is_planned_from_the_first_page_to_the_papers(client):
    start = client.get(reverse("esspresso:start")).content.decode()
    assert "Essayer avec l’exemple de 48 structures" in start
    link = client.post(reverse("esspresso:example")).url
    preview = as_typed(client.get(link).content.decode())
    assert "48 structures : 29 de l’ESS, 17 hors ESS, 2 à vérifier." in preview
    assert "On ne sait pas si Navette Couture appartient à l’ESS" in preview
    assert client.post(f"{link}planifier/").url == link
    waiting = client.get(link).content.decode()
    assert "Les rendez-vous se planifient" in waiting
    assert "Arrêter le calcul" in waiting
    run_waiting_jobs()
    result = client.get(link).content.decode()
    assert "Chaque structure obtient au moins" in result
    assert "jeudi 26 novembre 2026, de 14 h à 16 h" in result
    assert "Premier arrivé, premier servi" in result
    assert "C’est démontré" in result
    plan = Plan.objects.get()
    planning = queries.planning_of(plan)
    assert planning.solution.gap == 0
    assert check(planning.event.problem, planning.solution) == ()


def test_everything_that_was_found_is_shown_where_it_is_and_the_settings_are_kept(client):
    link = give(client, wishes="de;vers;rang\nA1;ZZ;1\nB2;B2;0\n", tables=7, title="Mon événement")
    page = as_typed(client.get(link).content.decode())
    assert "3 choses à corriger dans vos fichiers" in page
    assert "Le code « ZZ » n’est pas dans la liste des participants." in page
    assert "« B2 » souhaite se rencontrer elle-même." in page
    assert 'name="tables" value="7"' in page
    assert 'value="Mon événement"' in page
    assert "Planifier les rendez-vous</button>" not in page
    refused = as_typed(client.post(f"{link}planifier/", follow=True).content.decode())
    assert "Les fichiers contiennent des erreurs : rien n’a été planifié" in refused
    assert not Job.objects.exists()


def test_an_event_may_have_several_pauses_and_named_tables(client):
    link = give(client, slots=4, pause="9:15-9:30, 10h-10h20", table_names="Bleue, Verte")
    client.post(f"{link}planifier/")
    run_waiting_jobs()
    planning = queries.planning_of(Plan.objects.get())
    assert [f"{start:%H:%M}" for start in planning.event.timetable.starts()] == [
        "09:00",
        "09:30",
        "09:45",
        "10:20",
    ]
    assert "Table Bleue" in client.get(link).content.decode()
    answer = client.post(reverse("esspresso:start"), {**ROOM, "pause": "10:00"})
    assert "Écrivez une pause comme 10:00-10:15" in answer.content.decode()


@pytest.mark.parametrize("setting", ["slots", "tables", "quota", "minutes"])
def test_a_setting_of_zero_is_told_beside_its_field_and_nothing_is_read(client, setting):
    lists = {
        "participants": SimpleUploadedFile("participants.csv", PARTICIPANTS.encode()),
        "wishes": SimpleUploadedFile("souhaits.csv", WISHES.encode()),
    }
    answer = client.post(reverse("esspresso:start"), {**ROOM, **lists, setting: 0})
    assert answer.status_code == 200
    assert f"id_{setting}_error" in answer.content.decode()
    assert not Plan.objects.exists()


def test_a_missing_list_is_told_beside_its_field(client):
    answer = client.post(reverse("esspresso:start"), ROOM)
    assert answer.status_code == 200
    assert "id_participants_error" in answer.content.decode()
    assert not Plan.objects.exists()


def test_a_list_too_big_for_the_page_is_refused(client):
    big = SimpleUploadedFile("p.csv", b"x" * (rules.MOST_FILE_BYTES + 1))
    wishes = SimpleUploadedFile("s.csv", WISHES.encode())
    answer = client.post(reverse("esspresso:start"), {"participants": big, "wishes": wishes, **ROOM})
    assert "Ce fichier dépasse 2 Mo : il n’a pas été lu." in as_typed(answer.content.decode())


def test_a_huge_request_is_refused_before_it_is_read(client):
    answer = client.generic("POST", reverse("esspresso:start"), b"", CONTENT_LENGTH=str(50_000_000))
    assert answer.status_code == 413
    assert "Ces fichiers sont trop gros" in answer.content.decode()


def test_more_than_500_participants_are_sent_to_the_command(client):
    participants = "code;ess\n" + "".join(f"C{n};oui\n" for n in range(501))
    page = client.get(give(client, participants, "de;vers;rang\nC1;C2;1\n")).content.decode()
    assert "Il y a plus de 500 participants." in page
    assert "maillage espresso plan" in page


def test_impossible_promises_say_so_and_leave_a_way_out(client):
    participants = "code;ess;quota_min;quota_max;disponible\nA1;oui;1;1;1\nB2;oui;1;1;2\nC3;oui;0;1;1\n"
    link = give(client, participants, "de;vers;rang\nA1;B2;1\n", fillers="")
    client.post(f"{link}planifier/")
    run_waiting_jobs()
    page = client.get(link).content.decode()
    assert "Les rendez-vous n’ont pas pu être planifiés" in page
    assert "ne peuvent pas être tenues toutes ensemble" in page
    assert "Choisir d’autres fichiers" in page


@pytest.mark.parametrize("name", ["agendas.pdf", "plan-mural.pdf", "cartes-de-table.pdf", "emargement.pdf"])
def test_papers_are_tagged_pdf(client, name):
    link = planned_example(client)
    answer = client.get(f"{link}fichiers/{name}")
    assert answer["Content-Type"] == "application/pdf"
    pdf = pypdf.PdfReader(io.BytesIO(answer.content))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert len(pdf.pages) >= 1


def test_workbook_calendars_data_and_figures_are_handed_over(client):
    link = planned_example(client)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{link}fichiers/planning.xlsx").content))
    assert book.sheetnames == ["Rendez-vous", "Agendas", "Grille", "Souhaits", "Chiffres"]
    calendars = zipfile.ZipFile(io.BytesIO(client.get(f"{link}fichiers/calendriers.zip").content))
    assert len(calendars.namelist()) == 48
    plan = json.loads(client.get(f"{link}fichiers/planning.json").content)
    assert plan["gap"] == 0
    assert "Souhaits exaucés;" in client.get(f"{link}fichiers/comparaison.csv").content.decode()
    drawing = ET.fromstring(client.get(f"{link}fichiers/comparaison.svg").content)  # noqa: S314 -- our own drawing
    assert len(drawing.findall("{http://www.w3.org/2000/svg}circle")) == 2 * 48
    assert client.get(f"{link}fichiers/autre.pdf").status_code == 404


def test_an_agenda_opens_alone_and_never_shows_a_refusal(client):
    link = planned_example(client)
    page = as_typed(client.get(f"{link}agendas/5/").content.decode())
    assert "Agenda : Lavandine" in page
    assert "refus" not in page.lower()
    assert "surtout pas" not in page.lower()
    alone = client.get(f"{link}agendas/5.pdf")
    assert len(pypdf.PdfReader(io.BytesIO(alone.content)).pages) == 1
    assert client.get(f"{link}agendas/0/").status_code == 404
    assert client.get(f"{link}agendas/49.pdf").status_code == 404


def test_a_paper_is_made_once_and_erased_with_its_plan(client, settings, tmp_path):
    settings.VAR = tmp_path
    link, other = planned_example(client), planned_example(client)
    for address in (link, other):
        first = client.get(f"{address}fichiers/emargement.pdf").content
        # Typeset anew, the paper would bear another instant.
        assert client.get(f"{address}fichiers/emargement.pdf").content == first
    assert len(list(papers.folder().glob("*/fr-emargement.pdf"))) == 2
    client.post(f"{link}effacer/")
    assert len(list(papers.folder().glob("*/*"))) == 1
    long_ago = timezone.now() - timedelta(hours=25)
    Plan.objects.update(created_at=long_ago, expires_at=long_ago + rules.KEPT_FOR)
    assert client.get(f"{other}fichiers/emargement.pdf").status_code == 404
    domain.erase_expired()
    assert list(papers.folder().iterdir()) == []


def test_a_paper_left_by_a_plan_erased_elsewhere_does_not_stay(client, settings, tmp_path):
    settings.VAR = tmp_path
    orphan = papers.folder() / ("0" * 64)
    orphan.mkdir(parents=True)
    link = planned_example(client)
    client.get(f"{link}fichiers/emargement.pdf")
    assert not orphan.exists()


def test_a_paper_is_handed_over_even_without_room_to_keep_it(client, settings, tmp_path):
    settings.VAR = tmp_path / "full"
    settings.VAR.write_text("not a folder")
    link = planned_example(client)
    assert client.get(f"{link}fichiers/emargement.pdf").content.startswith(b"%PDF")


def test_names_of_a_list_are_text_everywhere(client):
    hostile = PARTICIPANTS.replace("Alpha", "<script>alert(1)</script>#typst=1+1").replace("Béta", "+33 1 23")
    link = give(client, hostile)
    client.post(f"{link}planifier/")
    run_waiting_jobs()
    assert b"<script>alert" not in client.get(link).content
    assert client.get(f"{link}fichiers/agendas.pdf").content.startswith(b"%PDF")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{link}fichiers/planning.xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert "+33 1 23" in {cell.value for cell in cells}
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_a_link_shows_nothing_after_a_day_even_before_the_chore(client):
    link = planned_example(client)
    long_ago = timezone.now() - timedelta(hours=25)
    Plan.objects.update(created_at=long_ago, expires_at=long_ago + rules.KEPT_FOR)
    for address in (link, f"{link}avancement/", f"{link}agendas/1/", f"{link}fichiers/agendas.pdf"):
        assert client.get(address).status_code == 404
    domain.erase_expired()
    assert not Plan.objects.exists()


def test_everything_is_erased_at_once_on_demand(client):
    link = planned_example(client)
    answer = client.post(f"{link}effacer/", follow=True)
    assert "Tout est effacé." in answer.content.decode()
    assert not Plan.objects.exists()
    assert client.get(link).status_code == 404


def test_a_plan_erased_while_it_waits_computes_nothing(client):
    link = client.post(reverse("esspresso:example")).url
    client.post(f"{link}planifier/")
    client.post(f"{link}effacer/")
    assert run_waiting_jobs() == 0
    assert not Plan.objects.exists()


def test_a_stopped_calculation_can_be_asked_again(client):
    link = client.post(reverse("esspresso:example")).url
    client.post(f"{link}planifier/")
    stopped = client.post(f"{link}annuler/", follow=True).content.decode()
    assert "Ce qui a été lu est gardé" in stopped
    assert "Planifier les rendez-vous</button>" in stopped
    client.post(f"{link}planifier/")
    run_waiting_jobs()
    assert Plan.objects.get().planning is not None


def test_asking_twice_computes_once(client):
    link = client.post(reverse("esspresso:example")).url
    client.post(f"{link}planifier/")
    client.post(f"{link}planifier/")
    assert run_waiting_jobs() == 1
    client.post(f"{link}planifier/")
    assert run_waiting_jobs() == 0


def test_one_visitor_cannot_fill_the_queue_of_the_others(client):
    for _ in range(rules.MOST_CALCULATIONS_OF_ONE):
        client.post(client.post(reverse("esspresso:example")).url + "planifier/")
    link = client.post(reverse("esspresso:example")).url
    page = client.post(f"{link}planifier/", follow=True).content.decode()
    assert "Vos calculs précédents ne sont pas finis." in page
    neighbour = Client(REMOTE_ADDR="192.0.2.7")
    other = neighbour.post(reverse("esspresso:example")).url
    neighbour.post(f"{other}planifier/")
    assert queries.calculations_under_way().count() == rules.MOST_CALCULATIONS_OF_ONE + 1


def test_two_addresses_of_one_ipv6_subscriber_are_one_visitor():
    for address in ("2001:db8::1", "2001:db8::2"):
        Client(REMOTE_ADDR=address).post(reverse("esspresso:example"))
    assert Plan.objects.values("visitor").distinct().count() == 1


def test_neither_the_link_nor_the_address_is_kept_in_clear(client):
    link = client.post(reverse("esspresso:example"), REMOTE_ADDR="192.0.2.9").url
    token = link.rstrip("/").rsplit("/", 1)[-1]
    kept = json.dumps(Plan.objects.values().get(), default=str)
    assert token not in kept
    assert "192.0.2.9" not in kept


def test_private_pages_are_neither_cached_nor_indexed(client):
    answer = client.get(client.post(reverse("esspresso:example")).url)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"


def test_the_page_that_waits_is_polled_with_an_etag(client):
    link = client.post(reverse("esspresso:example")).url
    assert client.get(f"{link}avancement/").status_code == 404
    client.post(f"{link}planifier/")
    first = client.get(f"{link}avancement/")
    assert first.status_code == 200
    assert client.get(f"{link}avancement/", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    run_waiting_jobs()
    done = client.get(f"{link}avancement/", HTTP_IF_NONE_MATCH=first["ETag"])
    assert done["HX-Redirect"] == link


def test_each_step_is_announced_once_to_those_who_listen(client):
    link = client.post(reverse("esspresso:example")).url
    client.post(f"{link}planifier/")
    page = client.get(link).content.decode()
    assert 'role="status" aria-live="polite" id="avancement-dit"' in page
    step = re.search(r'name="dit" value="(\w+)"', page)[1]
    assert "hx-swap-oob" not in client.get(f"{link}avancement/?dit={step}").content.decode()
    assert "hx-swap-oob" in client.get(f"{link}avancement/?dit=before").content.decode()


def test_the_lists_of_the_example_can_be_taken_as_models(client):
    for upload in example_files():
        answer = client.get(reverse("esspresso:example_file", args=[upload.name]))
        assert answer.content == b"\xef\xbb\xbf" + upload.content
    assert client.get(reverse("esspresso:example_file", args=["settings.py"])).status_code == 404
