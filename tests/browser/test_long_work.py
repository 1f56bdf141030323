"""A job followed in a browser: the page moves by itself, and without JavaScript by its link."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from maillage.core.accounts.models import Person, Role
from maillage.core.jobs import domain
from maillage.core.jobs.domain import lease
from maillage.core.jobs.domain.running import SECONDS_BETWEEN_LOOKS, RunningJob
from tests.browser.checks import accessibility_faults, layout_faults
from tests.browser.fixtures import PageAt, follow
from tests.core.jobs import sample_tasks
from tests.factories import make_person


def under_way(owner: Person) -> RunningJob:
    """Ask for work and take it as a worker would."""
    domain.start(sample_tasks.quick, title="Planning de l’ESSpresso", owner=owner, arguments={"name": "a"})
    held = lease.claim(worker="w", lease=timedelta(minutes=5))
    assert held is not None
    held.report(2, 8, "Je cherche les rendez-vous")
    return held


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_follows_the_work_and_shows_its_end(width: int, portal: None, page_at: PageAt) -> None:
    held = under_way(owner := make_person(Role.OFFICER))
    page = page_at(width, path=reverse("jobs:job", args=[held.pk]), person=owner)
    expect(page.get_by_text("2 sur 8")).to_be_visible()
    assert not [*accessibility_faults(page), *layout_faults(page)]
    # The same words again sooner than that are not written.
    page.wait_for_timeout(1000 * SECONDS_BETWEEN_LOOKS)
    held.report(3, 8, "Je cherche les rendez-vous")
    expect(page.get_by_text("3 sur 8")).to_be_visible()
    assert page.locator("#avancement-dit").inner_text() == ""
    held.report(7, 8, "Je place les tables")
    expect(page.get_by_text("7 sur 8")).to_be_visible()
    expect(page.locator("#avancement-dit[aria-live=polite]")).to_have_text("En cours Je place les tables")
    with held.effect():
        sample_tasks.add_one("a")
    lease.succeed(held, None)
    expect(page.get_by_text("Terminé", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Annuler ce travail")).to_have_count(0)
    assert not accessibility_faults(page)


def test_without_javascript_a_link_refreshes_the_page(portal: None, page_at: PageAt) -> None:
    held = under_way(owner := make_person(Role.OFFICER))
    page = page_at(360, path=reverse("jobs:job", args=[held.pk]), person=owner, javascript=False)
    held.report(7, 8, "Je place les tables")
    follow(page.get_by_role("link", name="Actualiser"))
    expect(page.get_by_text("7 sur 8")).to_be_visible()
    follow(page.get_by_role("button", name="Annuler ce travail"))
    expect(page.get_by_text("Le travail s’arrête à sa prochaine étape.", exact=False)).to_be_visible()


def test_failed_work_says_why_and_is_asked_again(portal: None, page_at: PageAt) -> None:
    held = under_way(owner := make_person(Role.COORDINATOR))
    lease.fail(held, domain.GiveUp("Il manque la liste des participants."))
    page = page_at(1280, path=reverse("jobs:list"), person=owner)
    assert not accessibility_faults(page)
    expect(page.get_by_text("Il manque la liste des participants.")).to_be_visible()
    follow(page.get_by_role("button", name="Redemander ce travail"))
    expect(page.get_by_text("Attend son tour")).to_be_visible()
