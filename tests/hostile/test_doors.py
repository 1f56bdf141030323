"""The corpus goes through every door of the directory and of imports."""

import io
import re
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.urls import NoReverseMatch, reverse
from openpyxl import load_workbook

from maillage.core.accounts.models import Role
from maillage.core.cards.models import Card
from maillage.core.imports.models import ImportRun
from maillage.core.jobs.worker import run_waiting_jobs
from maillage.core.organisations.models import ContactPoint, Organisation, Picture
from maillage.core.ui.access import PUBLIC, access_of
from maillage.programmes.directory.models import Claim, Report
from tests.access.routes import ROUTES
from tests.core.territories.places import make_commune
from tests.factories import client_for, make_person
from tests.hostile.corpus import FILES, PICTURES, TEXTS, file_named
from tests.programmes.directory.structures import make_card, make_structure

pytestmark = pytest.mark.django_db
each_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)


class Running(HTMLParser):
    """Gathers what a browser would run: scripts in the page, handlers, addresses that are programs."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "script" and "src" not in named:
            self.found.append("script")
        self.found += [name for name in named if name.startswith("on")]
        self.found += [value for value in named.values() if (value or "").startswith("javascript:")]


def stands(response):
    """Check that an answer is a page or a refusal in words, and that nothing of the corpus can run in it."""
    assert response.status_code in {200, 302, 400, 404, 413}, response.status_code
    body = b"".join(response) if response.streaming else response.content
    if response.headers.get("Content-Type", "").startswith("text/html"):
        assert Running(body.decode()).found == []
    for name, value in response.headers.items():
        assert "\n" not in value, name
    return body.decode("utf-8", errors="replace")


@pytest.fixture
def structure():
    made = make_structure("Vélo Quetsche", make_commune("Toul", latitude=48.675, longitude=5.891))
    ContactPoint.objects.create(organisation=made, function="accueil", email="contact@example.org")
    return made


@pytest.fixture
def officer():
    return make_person(Role.OFFICER)


def sent(text):
    """Return the text as a browser can send it: half a surrogate has no bytes."""
    return text.encode("utf-8", errors="replace").decode()


@each_text
def test_any_address_of_the_directory_answers(structure, text):
    asked = [("list", key) for key in ("q", "lieu", "commune", "territoire", "famille", "km", "apres")]
    asked += [("embedded", "q"), ("printed", "q"), ("share", "q"), ("changes", "depuis")]
    for page, key in asked:
        stands(client_for().get(reverse(f"directory:{page}"), {key: sent(text)[:3000]}))


# Whatever an address of the site may be asked for, read from the views.
PARAMETERS = (
    *("q", "lieu", "commune", "territoire", "km", "ess", "famille", "activite", "fiches", "apres", "avant"),
    *("limite", "depuis", "quoi", "sujet", "etat", "ligne", "action", "name", "code", "jour", "date", "on"),
    *("page", "next", "retour", "latitude", "longitude", "lat", "lon", "epci", "kind", "limit", "after"),
)
# They answer by leaving the site, or end the visit.
ELSEWHERE = {"account_logout", "proconnect_login", "proconnect_callback"}


@pytest.fixture
def read_queries(monkeypatch):
    """The addresses whose view has read what follows the question mark."""
    read = set()
    parsed = WSGIRequest.__dict__["GET"]

    def noted(request):
        read.add(request.path)
        return parsed.__get__(request)

    monkeypatch.setattr(WSGIRequest, "GET", property(noted))
    return read


@pytest.mark.parametrize(
    "route",
    [route for route in ROUTES if not route.arguments and route.name not in ELSEWHERE],
    ids=lambda route: route.name,
)
def test_an_address_takes_any_parameter(structure, route, read_queries):
    is_public = access_of(route.view) == PUBLIC
    client = client_for(None if is_public else make_person(Role.COORDINATOR))
    address = reverse(route.name)
    for name, text in TEXTS.items():
        answer = client.get(address, dict.fromkeys(PARAMETERS, sent(text)[:6000]))
        assert answer.status_code < 500, f"{name}: {answer.status_code}"
        if address not in read_queries:
            break  # whatever else it is asked, it answers the same


def test_a_view_that_reads_its_query_is_noted(structure, read_queries):
    for page in ("directory:list", "portal:home"):
        client_for().get(reverse(page), {"q": "vélo"})
    assert read_queries == {reverse("directory:list")}


@each_text
def test_a_form_of_a_sheet_keeps_the_text_or_refuses_it(structure, officer, text):
    client = client_for(officer)
    said = sent(text)
    named = (
        "name",
        "acronym",
        "siret",
        "address",
        "postcode",
        "commune",
        "summary",
        "naf",
        "jobs",
        "ess_declared",
    )
    stands(client.post(reverse("organisations:create"), dict.fromkeys(named, said)))
    for group in ("identite", "activite", "ess"):
        address = reverse("organisations:edit", args=[structure.slug, group])
        answer = client.post(address, dict.fromkeys(named, said))
        assert answer.status_code in {200, 302, 404}
    for kind in ("contacts", "sites", "labels"):
        part = (
            "function",
            "email",
            "phone",
            "web",
            "name",
            "address",
            "hours_note",
            "detail",
            "kind",
            "source",
        )
        address = reverse("organisations:add_part", args=[structure.slug, kind])
        assert client.post(address, dict.fromkeys(part, said)).status_code in {200, 302, 404}
    card = {
        "kind": "offer",
        "subject": said,
        "title": said,
        "description": said,
        "quantity": said,
        "unit": said,
    }
    card |= {"ends_on": said, "place": said, "reach_km": said, "visibility": said}
    stands(client.post(reverse("cards:add", args=[structure.slug]), card))
    assert not Card.objects.exists()
    stands(client.get(reverse("organisations:sheet", args=[structure.slug])))


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_that_is_none_is_refused_in_words(structure, officer, name):
    sent_file = SimpleUploadedFile(name, PICTURES[name], content_type="image/png")
    said = {"file": sent_file, "alt": "Essai", "credit": "Essai", "licence": "Essai"}
    answer = client_for(officer).post(reverse("organisations:add_picture", args=[structure.slug]), said)
    assert "m-errors" in stands(answer)
    assert not Picture.objects.exists()


def test_the_check_of_pages_sees_what_runs():
    for page in ("<script>1</script>", "<p onclick='x'>", '<a href="javascript:x">'):
        assert Running(page).found


@each_text
def test_a_search_finds_no_more_than_it_should(structure, text):
    body = stands(client_for().get(reverse("directory:list"), {"q": sent(text)}))
    assert Organisation.objects.count() == 1
    assert "Traceback" not in body


@each_text
def test_what_a_sheet_says_is_shown_as_text_everywhere(text):
    shown = sent(text).replace("\0", "")[:200]
    made = make_structure(shown, make_commune("Toul"), slug="essai", summary=shown)
    make_card(made, "offer", shown[:120])
    for address in (
        reverse("directory:list"),
        reverse("directory:printed"),
        reverse("directory:embedded"),
        reverse("directory:structure", args=["essai"]),
        reverse("directory:claim", args=["essai"]),
        reverse("directory:report", args=["essai"]),
        reverse("directory:opendata"),
    ):
        answer = client_for().get(address)
        assert answer.status_code == 200
        stands(answer)
    for form in ("csv", "json", "geojson"):
        stands(client_for().get(reverse("directory:file", args=[form])))


@each_text
def test_a_claim_and_a_report_keep_the_text_or_refuse_it(structure, officer, text):
    said = {"name": sent(text), "email": "a@example.org", "function": sent(text), "message": sent(text)}
    stands(client_for().post(reverse("directory:claim", args=[structure.slug]), said))
    said = {"subject": "other", "message": sent(text), "email": sent(text)}
    stands(client_for().post(reverse("directory:report", args=[structure.slug]), said))
    said = {"subject": sent(text), "message": "", "email": ""}
    stands(client_for().post(reverse("directory:report", args=[structure.slug]), said))
    stands(client_for(officer).get(reverse("directory:moderation")))
    stands(client_for(officer).get(reverse("portal:today")))
    assert Claim.objects.count() <= 1
    assert Report.objects.count() <= 1


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_or_refused_in_words(officer, name):
    answer = client_for(officer).post(
        reverse("imports:new", args=["structures"]),
        {"file": SimpleUploadedFile(name, file_named(name)), "source_name": "Essai", "licence": "Essai"},
    )
    body = stands(answer)
    run = ImportRun.objects.first()
    if run is None:
        assert "id_file" in body
        assert "m-errors" in body
        return
    stands(client_for(officer).get(reverse("imports:run", args=[run.pk])))


@each_text
def test_a_cell_of_a_list_is_read_or_explained(officer, text):
    cell = '"' + sent(text).replace('"', '""').replace("\0", "") + '"'
    content = f"Id;Nom;SIRET;Ville;Mail;Description\n1;{cell};{cell};{cell};{cell};{cell}\n"
    client = client_for(officer)
    client.post(
        reverse("imports:new", args=["structures"]),
        {
            "file": SimpleUploadedFile("liste.csv", content.encode()),
            "source_name": sent(text).replace("\0", "")[:200] or "Essai",
            "licence": "Essai",
        },
    )
    run = ImportRun.objects.get()
    said = {key: str(index) for key, index in run.mapping.items()}
    client.post(reverse("imports:run", args=[run.pk]), said)
    assert run_waiting_jobs() == 1
    run.refresh_from_db()
    assert run.state == "previewed"
    assert run.lines.count() == 1
    stands(client.get(reverse("imports:run", args=[run.pk])))
    file = stands(client.get(reverse("imports:faults", args=[run.pk])))
    assert not re.search(r'(^|;)"?[=@]', file.replace("\ufeff", ""), re.MULTILINE)
    workbook = client.get(reverse("imports:faults_workbook", args=[run.pk])).content
    told = load_workbook(io.BytesIO(workbook)).active
    assert {cell.data_type for row in told for cell in row} <= {"s", "n"}
    client.post(reverse("imports:confirm", args=[run.pk]))
    run_waiting_jobs()
    run.refresh_from_db()
    assert run.state == "done"
    stands(client.get(reverse("imports:list")))


def test_a_forged_number_opens_nothing(officer, structure):
    client = client_for(officer)
    for route in ROUTES:
        if "pk" not in route.arguments:
            continue
        others = {"slug": structure.slug, "kind": "contacts"}
        given = {name: others.get(name, "1") for name in route.arguments - {"pk"}}
        for pk in (0, 2**62, 2**64, 10**40):
            try:
                address = reverse(route.name, kwargs={**given, "pk": pk})
            except NoReverseMatch:
                continue
            for ask in (client.get, client.post):
                answer = ask(address)
                assert answer.status_code in {302, 403, 404, 405}, f"{address}: {answer.status_code}"
