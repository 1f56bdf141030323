"""The pages of structures and of what they offer, on a phone and on a laptop, by keyboard and by machine."""

from django.urls import reverse
from playwright.sync_api import expect

from maillage.core.accounts.models import Role
from maillage.core.organisations.domain import duplicates, memberships, merging
from maillage.core.organisations.domain.sheets import change
from maillage.core.organisations.models import Organisation
from tests.browser.checks import accessibility_faults
from tests.browser.fixtures import PageAt, follow
from tests.browser.test_every_page import examine_everywhere
from tests.core.cards.cards import make_card
from tests.core.organisations.sheets import make_organisation
from tests.core.territories.places import make_commune
from tests.factories import make_person


def test_the_pages_of_a_sheet_stand_everywhere(portal: None, page_at: PageAt) -> None:
    person = make_person(Role.COORDINATOR)
    sheet = make_organisation(published=True, legal_category="9220", naf="94.92Z", ess_declared="yes")
    change(organisation=sheet, values={"jobs": 3}, actor=person)
    card = make_card(sheet)
    memberships.join(organisation=sheet, person=make_person(Role.MEMBER), role="manager", actor=person)
    merging.merge(kept=sheet, merged=make_organisation(), actor=person)
    paths = [
        reverse("organisations:sheet", args=[sheet.slug]),
        reverse("organisations:members", args=[sheet.slug]),
        reverse("organisations:edit", args=[sheet.slug, "identite"]),
        reverse("organisations:access", args=[sheet.slug, sheet.sites.order_by("pk")[0].pk]),
        reverse("organisations:add_part", args=[sheet.slug, "sites"]),
        reverse("cards:card", args=[card.pk]),
    ]
    for path in paths:
        examine_everywhere(page_at, path, person=person)


def test_a_duplicate_is_resolved_and_the_merge_undone_without_javascript(
    portal: None, page_at: PageAt
) -> None:
    commune = make_commune("Toul")
    make_organisation("Les Petits Débrouillards", commune)
    make_organisation("Petits débrouillards", commune)
    duplicates.look_for_duplicates()
    person = make_person(Role.OFFICER)
    page = page_at(360, path=reverse("organisations:queue"), person=person, javascript=False)
    follow(page.get_by_role("link", name="Comparer"))
    page.get_by_role("radio").first.check()
    follow(page.get_by_role("button", name="Voir ce que fait la réunion"))
    follow(page.get_by_role("button", name="Les réunir"))
    expect(page.get_by_text("a été réunie à")).to_be_visible()
    assert Organisation.objects.standing().count() == 1
    follow(page.get_by_role("link", name="Les séparer de nouveau"))
    follow(page.get_by_role("button", name="Les séparer"))
    expect(page.get_by_text("Les deux fiches sont comme avant.")).to_be_visible()
    assert Organisation.objects.standing().count() == 2


def test_a_sheet_that_exists_is_shown_while_its_name_is_typed(portal: None, page_at: PageAt) -> None:
    make_organisation("La Benne Idée", make_commune("Toul"))
    page = page_at(1280, path=reverse("organisations:create"), person=make_person(Role.OFFICER))
    page.get_by_label("Nom de la structure").press_sequentially("la benne idee")
    page.get_by_role("heading", name="Existe-t-elle déjà ?").wait_for()
    expect(page.get_by_role("link", name="La Benne Idée")).to_be_visible()
    assert accessibility_faults(page) == []
