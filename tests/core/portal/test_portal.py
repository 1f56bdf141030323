"""The portal is data: loaded from files, changed on screen, never half changed."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from maillage.core.activity.models import Entry
from maillage.core.portal import markdown
from maillage.core.portal.domain import PortalFileError, load_portal
from maillage.core.portal.models import MenuEntry, Page, Portal
from maillage.core.portal.queries import identity
from maillage.core.portal.validators import readable_in_dark, readable_in_light
from tests.factories import client_for, make_person

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


@pytest.fixture
def portal(db: None) -> Portal:
    return load_portal("meurthe-et-moselle")


def test_visitors_read_the_loaded_identity(portal: Portal) -> None:
    page = Client().get("/").text

    assert portal.place in page
    assert portal.promise in page


def test_loading_again_changes_nothing(portal: Portal) -> None:
    before = list(MenuEntry.objects.order_by("pk").values_list("label_fr", "position"))

    load_portal("meurthe-et-moselle")

    assert list(MenuEntry.objects.order_by("pk").values_list("label_fr", "position")) == before
    assert Portal.objects.count() == 1


@pytest.mark.parametrize(
    "fault",
    [
        'place = "Ailleurs"\n[[menu]]\nplace = "header"',  # no [portal] at all
        '[portal]\nname = "A"\nplace = "B"\ncolour = "red"',  # a field that does not exist
        "[portal]\nname = ",  # not TOML
        (
            '[portal]\nname="A"\nplace="B"\npromise="C"\nwelcome="D"\nfooter="E"\npublisher="F"\n'
            'contact_email="a@example.org"\n[[menu]]\nplace="header"\nlabel_fr="X"\nlabel_en="X"\n'
        ),  # an entry that leads nowhere
    ],
)
def test_a_faulty_file_leaves_the_portal_as_it_was(portal: Portal, tmp_path: Path, fault: str) -> None:
    (tmp_path / "portal.toml").write_text(fault, encoding="utf-8")
    entries = MenuEntry.objects.count()

    with pytest.raises(PortalFileError):
        load_portal(str(tmp_path))

    assert Portal.objects.get().place == "Meurthe-et-Moselle"
    assert MenuEntry.objects.count() == entries > 0


def test_an_unknown_portal_is_named_in_the_refusal(db: None) -> None:
    with pytest.raises(PortalFileError, match="ailleurs"):
        load_portal("ailleurs")


def test_a_second_portal_is_refused_by_the_database(portal: Portal) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Portal(pk=2, place="Ailleurs").save()


def test_a_text_page_missing_in_english_is_read_in_french(portal: Portal) -> None:
    Page.objects.filter(slug="vos-donnees", language="en").delete()
    client = Client()
    client.get("/langue/en/")

    assert "Vos données" in client.get("/page/vos-donnees/").text


def test_the_accessibility_statement_says_that_nobody_audited_the_site(portal: Portal) -> None:
    assert "n’a pas encore été audité" in Client().get("/page/accessibilite/").text


def test_an_entry_of_a_programme_that_is_off_is_not_shown(portal: Portal) -> None:
    for position, url_name in ((50, "galerie:start"), (51, "directory:list")):
        MenuEntry.objects.create(
            place="header", position=position, label_fr=url_name, label_en=url_name, url_name=url_name
        )
    Portal.objects.update(version=uuid4())

    page = Client().get("/").text

    assert "galerie:start" not in page
    assert "directory:list" in page


def test_what_another_process_changed_is_shown_on_the_next_page(portal: Portal) -> None:
    assert portal.place in Client().get("/").text

    # Loaded as another process would: nothing tells this one.
    other = Portal.objects.get()
    Portal.objects.update(place="Ailleurs (démonstration)", version=uuid4())

    assert "Ailleurs (démonstration)" in Client().get("/").text
    # Without a new version nothing is read again: the test can see a memory.
    Portal.objects.update(place=other.place)
    assert "Ailleurs (démonstration)" in Client().get("/").text


def test_the_portal_and_the_menu_are_read_once_a_version(
    portal: Portal, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    identity()

    with django_assert_num_queries(1):
        identity()
    load_portal("meurthe-et-moselle")
    with django_assert_num_queries(3):
        identity()


def test_the_coordination_changes_the_portal_and_the_journal_says_so(portal: Portal) -> None:
    coordinator = make_person("coordinator")
    values = {
        **{field: getattr(portal, field) for field in ("name", "place", "welcome", "footer", "publisher")},
        "promise": "Qui peut vous aider ?",
        "contact_email": portal.contact_email,
        "accent_light": "#0b5563",
    }

    response = client_for(coordinator).post("/coordination/portail/", values, follow=True)

    assert "Le portail est modifié" in response.text
    assert "--m-accent:#0b5563" in Client().get("/").text
    assert Entry.objects.filter(verb="portal.identity_changed").count() == 1


def test_a_pale_accent_is_refused_with_its_contrast(portal: Portal) -> None:
    values = {field: getattr(portal, field) for field in ("name", "place", "promise", "welcome", "footer")}
    values |= {"publisher": "P", "contact_email": "a@example.org", "accent_light": "#ffcc66"}

    response = client_for(make_person("coordinator")).post("/coordination/portail/", values)

    assert "se lit mal ici" in response.text
    assert Portal.objects.get().accent_light == ""


@pytest.mark.parametrize("check", [readable_in_light, readable_in_dark])
def test_an_accent_cannot_carry_style_rules(check) -> None:
    with pytest.raises(ValidationError):
        check("#000000}body{display:none")


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("logo.png", PNG, True),
        ("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", False),
        ("logo.png", PNG + b"\0" * 400_000, False),
    ],
)
def test_a_logo_is_a_small_picture_of_points(portal: Portal, name: str, content: bytes, kept: bool) -> None:
    values = {field: getattr(portal, field) for field in ("name", "place", "promise", "welcome", "footer")}
    values |= {"publisher": "P", "contact_email": "a@example.org", "logo": SimpleUploadedFile(name, content)}

    client_for(make_person("coordinator")).post("/coordination/portail/", values)

    assert bool(Portal.objects.get().logo) is kept
    answer = Client().get("/portail/logo/")
    assert answer.status_code == (200 if kept else 404)
    assert (answer.getvalue() == content) is kept


def test_a_page_is_previewed_before_it_is_published(portal: Portal) -> None:
    client = client_for(make_person("coordinator"))
    address = "/coordination/portail/vos-donnees/fr/"

    preview = client.post(address, {"title": "Vos données", "body": "## Tout neuf", "preview": "1"})
    unchanged = Client().get("/page/vos-donnees/").text
    client.post(address, {"title": "Vos données", "body": "## Tout neuf"})

    assert "<h2>Tout neuf</h2>" in preview.text
    assert "Tout neuf" not in unchanged
    assert "<h2>Tout neuf</h2>" in Client().get("/page/vos-donnees/").text


@given(
    st.text(max_size=200)
    | st.sampled_from(["<script>alert(1)</script>", "[x](javascript:alert(1))", "<a onclick=x>"])
)
def test_a_text_page_never_carries_a_script(text: str) -> None:
    html = markdown.render(text).lower()

    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "<a onclick" not in html
