"""« Trouver mon contact » in a real browser: on a phone, by keyboard, without JavaScript, in few bytes."""

import time
from urllib.parse import urlsplit

import brotli
import pytest
from django.urls import reverse
from playwright.sync_api import Page, Response, expect

from maillage.core.contacts.models import Contact
from maillage.core.territories import demo as territories_demo
from maillage.core.territories.models import Municipality, PostalCode
from tests.browser.checks import accessibility_faults, layout_faults
from tests.browser.fixtures import PageAt, follow
from tests.browser.test_every_page import examine_everywhere
from tests.core.contacts.contacts import cover, make_contact, make_subject
from tests.core.territories.places import assign, draw, make_commune, make_territory

PATIENCE = 20  # seconds: what a villager gives it
HOME_BEFORE_THE_MAP, MAP = 150_000, 100_000  # bytes


@pytest.fixture
def villerupt(portal: None) -> Municipality:
    """A commune with its officer, and another of the same postal code in the next territory."""
    north, south = make_territory("Nord"), make_territory("Sud")
    subject = make_subject("réseau", summary="Vous présenter qui compte ici.")
    make_contact("Équipe centrale", kind="central", phone="03 53 01 54 00")
    postal_code = PostalCode.objects.create(code="99190")
    communes = []
    for column, (name, territory) in enumerate((("Villerupt", north), ("Thil", south))):
        commune = make_commune(name)
        assign(commune, territory)
        draw(commune, column, 0)
        postal_code.municipalities.add(commune)
        cover(make_contact(f"Chargée de mission, {name}", phone=f"03 53 01 54 0{column + 1}"), territory)
        communes.append(commune)
    partner = make_contact("Conseil", kind="partner", organisation_name="Atelier du Puits")
    cover(partner, subject=make_subject("emploi", family="partner"))
    assert subject.pk
    return communes[0]


def number_of(page: Page, number: str) -> None:
    """See the telephone number, big, ready to be called."""
    call = page.get_by_role("link", name=number).first
    expect(call).to_be_visible()
    expect(call).to_have_attribute("href", f"tel:{number.replace(' ', '')}")
    box = call.bounding_box()
    assert box
    assert box["height"] >= 44


def test_a_villager_on_a_phone_finds_her_officer_in_time_in_spite_of_a_typing_error(
    villerupt: Municipality, page_at: PageAt
) -> None:
    page = page_at(360)
    started = time.monotonic()
    page.goto("/")
    # Proposals take each other's place while one types: a click while they do would meet neither.
    with page.expect_response(lambda response: response.url.endswith("q=vilrupt")):
        page.get_by_label("Votre commune ou code postal").press_sequentially("vilrupt", delay=150)
    follow(page.get_by_role("link", name="Villerupt"))
    number_of(page, "03 53 01 54 01")
    assert time.monotonic() - started < PATIENCE
    top = page.get_by_role("link", name="03 53 01 54 01").first.bounding_box()
    assert top
    assert top["y"] < 740, "the number is seen without scrolling"


def test_the_same_by_keyboard_only(villerupt: Municipality, page_at: PageAt) -> None:
    page = page_at(1280, path="/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # straight to the content
    page.wait_for_url("**/#contenu")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q", "the question comes first"
    page.keyboard.type("vilrupt", delay=50)
    page.get_by_role("link", name="Villerupt").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/contact/?q=vilrupt")
    link = page.get_by_role("link", name="Villerupt")
    for _ in range(40):
        page.keyboard.press("Tab")
        if link.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    number_of(page, "03 53 01 54 01")


def test_the_same_without_javascript_from_a_postal_code_that_straddles(
    villerupt: Municipality, page_at: PageAt
) -> None:
    page = page_at(360, path="/", javascript=False)
    page.get_by_label("Votre commune ou code postal").fill("99190")
    follow(page.get_by_role("button", name="Trouver mon contact"))
    assert "2 territoires" in page.inner_text("main")
    follow(page.get_by_role("link", name="Thil"))
    number_of(page, "03 53 01 54 02")


def test_a_word_on_the_contact_is_thanked_and_no_cookie_is_set(
    villerupt: Municipality, page_at: PageAt
) -> None:
    page = page_at(360, path=reverse("finder:answer", args=[villerupt.reference]))
    page.get_by_label("Que faut-il corriger").fill("Le numéro a changé.")
    follow(page.get_by_role("button", name="Non, quelque chose ne va pas"))
    expect(page.get_by_role("status")).to_contain_text("La coordination va vérifier")
    assert page.context.cookies() == []


def test_the_pages_stand_everywhere(villerupt: Municipality, page_at: PageAt) -> None:
    abroad = make_commune("Esch-sur-Alzette", country="LU", scheme="lu", code="0204", departement="")
    for path in (
        "/",
        reverse("finder:find", query={"q": "99190"}),
        reverse("finder:find", query={"q": "zzzqq"}),
        reverse("finder:answer", args=[villerupt.reference]),
        reverse("finder:answer", args=[abroad.reference]),
        reverse(
            "territories:territory",
            args=[Contact.objects.get(phone="03 53 01 54 01").coverages.get().territory.slug],
        ),
    ):
        examine_everywhere(page_at, path)


def test_the_suggestions_keep_the_page_accessible(villerupt: Municipality, page_at: PageAt) -> None:
    page = page_at(360, path="/")
    page.get_by_label("Votre commune ou code postal").press_sequentially("vil")
    page.get_by_role("link", name="Villerupt").wait_for()
    assert [*accessibility_faults(page), *layout_faults(page)] == []


def test_the_question_stands_inside_another_page(villerupt: Municipality, page_at: PageAt) -> None:
    page = page_at(1280, path=reverse("finder:embed"))
    lines = page.get_by_label("Copiez ces lignes").input_value()
    host = f"<!doctype html><html lang='fr'><title>Une mairie</title>{lines}</html>"
    page.route("**/une-mairie/", lambda route: route.fulfill(body=host, content_type="text/html"))
    page.goto("/une-mairie/")
    frame = page.frame_locator("iframe")
    frame.get_by_label("Votre commune ou code postal").fill("Villerupt")
    with page.context.expect_page() as opened:
        frame.get_by_role("button", name="Trouver mon contact").click()
    number_of(opened.value, "03 53 01 54 01")
    assert page.context.cookies() == []


def test_the_home_page_of_a_whole_departement_is_light(portal: None, page_at: PageAt) -> None:
    """Counted as a server sends it: static files in the compression that is prepared, pages as they are."""
    territories_demo.load()
    make_contact(kind="central")
    weights: dict[str, int] = {}

    def weigh(response: Response) -> None:
        body = response.body()
        path = urlsplit(response.url).path
        weights[path] = len(brotli.compress(body)) if path.endswith((".css", ".js", ".svg")) else len(body)

    page = page_at(360)
    page.on("response", weigh)
    page.goto("/", wait_until="networkidle")
    drawing = len(page.locator("svg.m-map").evaluate("element => element.outerHTML").encode())
    map_style = weights["/static/territories/territories.css"]
    assert sum(weights.values()) - drawing - map_style <= HOME_BEFORE_THE_MAP, weights
    assert 10_000 < drawing + map_style <= MAP


def test_a_position_leads_to_the_answer_where_the_browser_can_tell_it(
    villerupt: Municipality, page_at: PageAt
) -> None:
    Municipality.objects.filter(pk=villerupt.pk).update(longitude=6.05, latitude=48.05)
    page = page_at(
        360, path="/", geolocation={"longitude": 6.02, "latitude": 48.02}, permissions=["geolocation"]
    )
    page.get_by_role("button", name="Utiliser ma position").click()
    number_of(page, "03 53 01 54 01")


def test_a_refused_position_is_said_beside_the_button(villerupt: Municipality, page_at: PageAt) -> None:
    page = page_at(360, path="/", permissions=[])
    page.get_by_role("button", name="Utiliser ma position").click()
    expect(page.get_by_role("status").last).to_contain_text("écrivez plutôt votre commune", timeout=15_000)
