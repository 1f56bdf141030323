"""The pages of an event in a real browser, on a phone and on a laptop: coming to it, and welcoming people."""

import re

from django.urls import reverse

from maillage.core.accounts.models import Role
from maillage.core.events.domain import following
from maillage.core.messaging.models import Message
from tests.browser.fixtures import PageAt
from tests.browser.test_every_page import examine_everywhere
from tests.core.events.gatherings import calls, comes, in_days, make_event, over
from tests.core.territories.places import make_commune, make_territory
from tests.factories import make_person


def test_the_public_pages_of_an_event_stand_everywhere(portal: None, page_at: PageAt) -> None:
    event = make_event(
        capacity=1,
        asks_photo_consent=True,
        summary="Une demi-journée pour se connaître.",
        host="La ressourcerie (démonstration)",
        commune=make_commune("Aubépine"),
        territories=[make_territory("Nord")],
    )
    row = comes(event)
    comes(event, 2)
    for name in ("event", "register", "thanks"):
        examine_everywhere(page_at, reverse(f"events:{name}", args=[event.public_id]))
    for name in ("mine", "withdraw", "photos"):
        examine_everywhere(page_at, reverse(f"events:{name}", args=[row.token]))
    examine_everywhere(page_at, reverse("events:list"))
    over(event)
    examine_everywhere(page_at, reverse("events:opinion", args=[row.token]))


def test_the_pages_of_those_who_prepare_stand_everywhere(portal: None, page_at: PageAt) -> None:
    officer = make_person(Role.OFFICER)
    event = make_event(capacity=2, organiser=officer, asks_photo_consent=True)
    row = comes(event)
    comes(event, 2)
    calls(event, officer)
    row.to_tell = "change"
    row.save()
    for name in ("prepare", "edit", "cancel", "registrations", "add", "welcome", "snooze"):
        examine_everywhere(page_at, reverse(f"events:{name}", args=[event.public_id]), person=officer)
    examine_everywhere(page_at, reverse("events:arrive", args=[row.token]), person=officer)
    over(event)
    following.act(
        event=event,
        what="Ouvrir le tableau",
        who="La ressourcerie",
        due_on=in_days(-1).date(),
        by=officer,
    )
    examine_everywhere(page_at, reverse("events:follow", args=[event.public_id]), person=officer)


def test_someone_registers_then_is_welcomed_without_javascript(portal: None, page_at: PageAt) -> None:
    officer = make_person(Role.OFFICER)
    event = make_event(organiser=officer)
    page = page_at(360, path=reverse("events:event", args=[event.public_id]), javascript=False)
    page.get_by_role("link", name="M’inscrire").click()
    page.get_by_label("Votre prénom et votre nom").fill("Invitée (démonstration)")
    page.get_by_label("Votre adresse électronique").fill("invitee@example.org")
    page.get_by_role("button", name="M’inscrire").click()
    assert "un message part" in page.locator("h1").inner_text()
    link = re.search(r"/rencontres/moi/\S+", Message.objects.get(to="invitee@example.org").text)
    assert link
    page.goto(link[0])
    assert page.get_by_text("Vous avez une place.").is_visible()
    door = page_at(
        360, path=reverse("events:welcome", args=[event.public_id]), person=officer, javascript=False
    )
    door.get_by_role("button", name="Est là").click()
    assert door.locator("h1").inner_text() == "1 arrivée sur 1"
    page.reload()
    assert page.get_by_text("Vous étiez là.").is_visible()
