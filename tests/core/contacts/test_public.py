"""The public pages of contacts, as a visitor uses them: without account, without cookie."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from maillage.core.contacts.finder_pages import MOST_WORDS_ON_A_COMMUNE
from maillage.core.contacts.models import Absence, DeclaredGap, WrongContactReport
from maillage.core.initiatives.domain.initiatives import open_initiative
from maillage.core.portal.domain import load_portal
from maillage.core.territories.domain.history import merge
from maillage.core.territories.models import Municipality
from tests.core.contacts.contacts import cover, make_contact, make_subject
from tests.core.territories.places import assign, draw, make_commune, make_territory
from tests.factories import client_for, make_person
from tests.french import as_typed

pytestmark = pytest.mark.django_db
SPACES = re.compile(r"[\s\u00a0\u202f]+")


@pytest.fixture(autouse=True)
def portal():
    return load_portal("meurthe-et-moselle")


@pytest.fixture
def north():
    return make_territory("Nord")


@pytest.fixture
def commune(north):
    commune = make_commune("Aubépine")
    assign(commune, north)
    draw(commune, 0, 0)
    return commune


@pytest.fixture
def central():
    return make_contact("Équipe centrale", kind="central", phone="03 53 01 54 00")


@pytest.fixture
def officer(north, central):
    make_subject("réseau", summary="Vous présenter qui compte ici.")
    officer = make_contact("Chargée de mission, Nord", phone="03 53 01 54 01", email="nord@example.org")
    cover(officer, north)
    return officer


def page(path, **headers):
    answer = client_for().get(path, **headers)
    assert answer.status_code == 200, answer
    assert not answer.cookies
    return as_typed(answer.content.decode())


def answer_of(commune):
    return page(reverse("finder:answer", args=[commune.reference]))


def test_a_visitor_reads_whom_to_call_and_what_they_can_do(commune, officer):
    text = answer_of(commune)
    assert "Votre contact pour Aubépine" in text
    assert 'href="tel:0353015401"' in text
    assert "nord@example.org" in text
    assert "Vous présenter qui compte ici" in text
    assert "Équipe centrale" in text


def test_the_reasons_say_the_territory_the_day_and_the_source(commune, officer):
    text = answer_of(commune)
    assert "Aubépine fait partie du territoire « Nord », que ce contact suit depuis le" in text
    assert "mercredi 1er janvier 2020" in text
    assert "Source : Essai" in text


def test_an_absence_is_said_plainly_with_who_answers_and_the_day_of_return(commune, officer):
    today = timezone.localdate()
    other = make_contact("Chargé de mission, Sud", phone="03 53 01 54 02")
    Absence.objects.create(
        contact=officer, first_day=today, last_day=today + timedelta(days=3), stand_in=other
    )
    text = answer_of(commune)
    assert "Chargée de mission, Nord : en absence, de retour le" in text
    assert "Chargé de mission, Sud vous répond" in text
    assert text.index("0353015402") < text.index("Pourquoi ce contact")
    assert "0353015401" not in text


def test_without_an_officer_the_central_team_is_the_contact(commune, central):
    text = answer_of(commune)
    assert "Personne n’est désigné pour Aubépine" in text
    assert 'href="tel:0353015400"' in text


def test_partners_stand_under_their_subject_and_a_declared_gap_says_why(commune, officer):
    work, home = make_subject("emploi", family="partner"), make_subject("habitat", family="partner")
    partner = make_contact("Conseil en insertion", kind="partner", organisation_name="Atelier du Puits")
    cover(partner, subject=work)
    DeclaredGap.objects.create(
        subject=home, scope="departement", reason="un partenaire est cherché", valid_from=date(2020, 1, 1)
    )
    text = answer_of(commune)
    assert "Atelier du Puits" in text
    assert "Pas encore de partenaire : un partenaire est cherché" in text


def test_a_merged_commune_leads_to_todays_and_says_so(commune, officer, north):
    old = make_commune("Vieux-Bourg")
    assign(old, north)
    merge(into=commune, absorbed=[old], on=date(2020, 1, 1), source="Essai", actor=make_person("coordinator"))
    moved = client_for().get(reverse("finder:answer", args=[old.reference]))
    assert moved.status_code == 302
    text = page(moved["Location"])
    assert "« Vieux-Bourg » : aujourd’hui, cette commune s’appelle Aubépine" in text


def test_an_address_that_claims_another_past_shows_nothing_of_it(commune, officer):
    text = page(reverse("finder:answer", args=[commune.reference], query={"ancien": "Votez pour moi"}))
    assert "Votez pour moi" not in text


def test_a_commune_that_never_was_is_not_found():
    assert client_for().get("/contact/99999/").status_code == 404


def test_someone_abroad_is_told_whom_to_ask(commune, officer):
    abroad = make_commune("Esch-sur-Alzette", country="LU", scheme="lu", code="0204", departement="")
    text = answer_of(abroad)
    assert "Esch-sur-Alzette n’est pas dans notre département" in text
    assert "Luxembourg" in text
    assert "CRESS" in text
    assert 'href="tel:0353015400"' in text


def test_someone_of_a_neighbouring_departement_is_told_whom_to_ask(commune, officer):
    text = answer_of(make_commune("Metz", departement="57"))
    assert "CRESS" in text
    assert "0353015401" not in text


def test_an_unknown_name_says_what_to_do_and_whom_to_ask_elsewhere(commune):
    text = page(reverse("finder:find", query={"q": "zzzqq"}))
    assert "Aucune commune ici pour « zzzqq »" in text
    assert "code postal" in text
    assert "CRESS" in text


def test_what_was_typed_is_shown_as_text_and_never_run(commune):
    assert "<script>alert" not in page(reverse("finder:find", query={"q": "<script>alert(1)</script>"}))


def test_suggestions_are_a_fragment_for_htmx_and_the_question_for_anybody_else(commune):
    path = reverse("finder:suggestions", query={"q": "aub"})
    fragment = page(path, HTTP_HX_REQUEST="true")
    assert reverse("finder:answer", args=[commune.reference]) in fragment
    assert "<html" not in fragment
    assert client_for().get(path)["Location"] == reverse("finder:find", query={"q": "aub"})


def said(commune, **data):
    return client_for(enforce_csrf_checks=True).post(reverse("finder:said", args=[commune.reference]), data)


def test_a_visitor_says_that_a_contact_is_wrong_without_account_nor_cookie(commune, officer):
    answer = said(commune, right="no", message="Ce numéro ne répond plus.")
    assert answer.status_code == 302
    assert not answer.cookies
    word = WrongContactReport.objects.get()
    assert (word.contact, word.commune, word.says_right) == (officer, commune, False)
    assert word.message == "Ce numéro ne répond plus."
    assert word.state == WrongContactReport.State.NEW
    assert "La coordination va vérifier" in page(answer["Location"])


def test_a_visitor_says_that_a_contact_is_right(commune, officer):
    said(commune, right="yes")
    assert WrongContactReport.objects.get().state == WrongContactReport.State.RIGHT


def test_an_incomplete_word_is_refused_and_what_was_typed_is_kept(commune, officer):
    answer = said(commune, message="Bonjour")
    assert "Bonjour" in answer.content.decode()
    assert "Choisissez oui ou non" in answer.content.decode()
    assert not WrongContactReport.objects.exists()


def test_too_many_words_within_an_hour_are_refused_in_words(commune, officer):
    for _ in range(MOST_WORDS_ON_A_COMMUNE):
        said(commune, right="yes")
    answer = said(commune, right="no", message="Encore")
    assert WrongContactReport.objects.count() == MOST_WORDS_ON_A_COMMUNE
    assert "n’a pas été gardé" in page(answer["Location"])
    WrongContactReport.objects.update(created_at=timezone.now() - timedelta(hours=2))
    said(commune, right="no")
    assert WrongContactReport.objects.count() == MOST_WORDS_ON_A_COMMUNE + 1


def test_the_question_may_stand_in_other_sites_and_nothing_else_may(commune, officer):
    frame = client_for().get(reverse("finder:frame"))
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    assert not frame.cookies
    others = [
        reverse("finder:answer", args=[commune.reference]),
        reverse("finder:everyone"),
        reverse("finder:embed"),
        reverse("portal:home"),
    ]
    for path in others:
        other = client_for().get(path)
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
        assert other["X-Frame-Options"] == "DENY"


def test_the_lines_to_copy_name_the_question(commune):
    assert f"http://testserver{reverse('finder:frame')}" in page(reverse("finder:embed"))


def test_all_contacts_stand_on_one_page_with_what_is_done_in_each_territory(commune, officer, north):
    demarche = open_initiative(
        actor=None, name="Cantines d’ici", summary="Manger local.", territories=[north], published=True
    )
    open_initiative(actor=None, name="Partout", summary="Avec tous.", territories=[], published=True)
    text = page(reverse("finder:everyone"))
    assert f'id="{north.slug}"' in text
    assert "Chargée de mission, Nord" in text
    assert reverse("initiatives:sheet", args=[demarche.slug]) in text
    assert "Partout" in text


def test_the_page_of_a_territory_says_who_answers_there(commune, officer, north):
    text = page(reverse("territories:territory", args=[north.slug]))
    assert "Chargée de mission, Nord" in text
    assert 'href="tel:0353015401"' in text


def test_visitors_are_told_that_an_address_goes_to_a_service_when_one_is_set(commune, officer, settings):
    assert "service d’adresses" not in page("/")
    settings.GEOCODER = "http://127.0.0.1:1"
    text = page("/")
    assert "Votre commune, code postal ou adresse" in text
    assert "Une adresse est envoyée au service d’adresses" in text
    failed = page(reverse("finder:find", query={"q": "3 rue du Puits"}))
    assert "ne répond pas pour le moment" in failed
    assert "3 rue du Puits" in failed


def test_the_home_page_asks_the_commune_first(commune, officer):
    text = page("/")
    assert text.index('name="q"') < text.index("<h2")
    assert "Trouver mon contact" in text


def text_of_pdf(answer):
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(stream_of(answer))
    return SPACES.sub(" ", " ".join(sheet.extract_text() for sheet in reader.pages)), reader


def stream_of(answer):
    from io import BytesIO  # used here alone

    return BytesIO(answer.content)


def test_the_sheet_of_a_commune_is_one_page_with_the_number_and_the_permanent_address(commune, officer):
    answer = client_for().get(reverse("finder:answer_pdf", args=[commune.reference]))
    text, reader = text_of_pdf(answer)
    assert len(reader.pages) == 1
    assert "03 53 01 54 01" in text
    assert f"/contact/{commune.reference}/" in text


def test_the_paper_of_all_contacts_is_tagged_and_complete(commune, officer, north):
    text, reader = text_of_pdf(client_for().get(reverse("finder:everyone_pdf")))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for expected in (
        "Nord",
        "Chargée de mission, Nord",
        "03 53 01 54 01",
        "Équipe centrale",
        "Vous présenter qui compte ici",
    ):
        assert expected in text


def test_a_contact_goes_into_the_address_book_of_a_telephone(commune, officer):
    card = client_for().get(reverse("finder:card", args=[commune.reference, officer.pk]))
    text = card.content.decode().replace("\r\n ", "")
    assert card["Content-Type"] == "text/vcard; charset=utf-8"
    assert "TEL;TYPE=WORK,VOICE:03 53 01 54 01\r\n" in text
    assert f"URL:http://testserver/contact/{commune.reference}/\r\n" in text


def test_a_contact_that_is_not_proposed_here_has_no_card_here(commune, officer):
    other = make_contact("Ailleurs")
    assert client_for().get(reverse("finder:card", args=[commune.reference, other.pk])).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_contacts(commune, officer, django_assert_num_queries):
    path = reverse("finder:answer", args=[commune.reference])
    client = client_for()
    client.get(path)
    with django_assert_num_queries(14):
        client.get(path)
    for number in range(20):
        cover(make_contact(f"Partenaire {number}", kind="partner"), subject=make_subject(family="partner"))
    with django_assert_num_queries(14):
        client.get(path)


def test_a_position_leads_to_the_answer_and_stays_out_of_the_address(commune, officer):
    Municipality.objects.filter(pk=commune.pk).update(longitude=6.05, latitude=48.05)
    here = client_for(enforce_csrf_checks=True).post(
        reverse("finder:position"), {"longitude": "6.02", "latitude": "48.02"}
    )
    assert here["Location"] == reverse("finder:answer", args=[commune.reference])
    assert not here.cookies


@pytest.mark.parametrize("sent", [{"longitude": "2.35", "latitude": "48.85"}, {"longitude": "nan"}, {}])
def test_a_position_elsewhere_or_unreadable_is_answered_with_what_to_do(commune, sent):
    answer = client_for().post(reverse("finder:position"), sent)
    text = answer.content.decode()
    assert "Votre position n’est dans aucune commune de ce portail" in text
    assert "CRESS" in text
