"""The pages of an event in a real browser, on a phone and on a laptop: coming to it, and welcoming people."""

import re

from django.urls import reverse
from playwright.sync_api import expect

from maillage.core.accounts.models import Role
from maillage.core.events.circles import Guest
from maillage.core.events.domain import following, inviting
from maillage.core.events.models import Event
from maillage.core.messaging.models import Message
from tests.browser.fixtures import PageAt, follow
from tests.browser.test_every_page import examine_everywhere
from tests.core.events.gatherings import calls, comes, in_days, make_event, over
from tests.core.organisations.sheets import make_organisation
from tests.core.territories.places import assign, make_commune, make_territory
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
    follow(page.get_by_role("link", name="M’inscrire"))
    page.get_by_label("Votre prénom et votre nom").fill("Invitée (démonstration)")
    page.get_by_label("Votre adresse électronique").fill("invitee@example.org")
    follow(page.get_by_role("button", name="M’inscrire"))
    assert "un message part" in page.locator("h1").inner_text()
    link = re.search(r"/rencontres/moi/\S+", Message.objects.get(to="invitee@example.org").text)
    assert link
    page.goto(link[0])
    expect(page.get_by_text("Vous avez une place.")).to_be_visible()
    door = page_at(
        360, path=reverse("events:welcome", args=[event.public_id]), person=officer, javascript=False
    )
    follow(door.get_by_role("button", name="Est là"))
    assert door.locator("h1").inner_text() == "1 arrivée sur 1"
    page.reload()
    expect(page.get_by_text("Vous étiez là.")).to_be_visible()


def test_an_officer_runs_a_half_day_from_the_invitation_to_what_follows(
    portal: None, page_at: PageAt
) -> None:
    """« Faire ensemble », on a phone, without JavaScript and without a camera of ours."""
    north = make_territory("Nord")
    commune = make_commune("Aubépine")
    assign(commune, north)
    reached = make_organisation("La ressourcerie (essai)", commune, published=True)
    reached.contact_points.create(function="Accueil", email="ressourcerie@example.org")
    make_organisation("Le verger (essai)", commune, published=True)
    officer = make_person(Role.OFFICER, name="Une chargée de territoire (démonstration)")

    # Prepare and publish.
    page = page_at(360, path=reverse("events:create"), person=officer, javascript=False)
    page.get_by_label("Titre").fill("Faire ensemble (essai)")
    page.get_by_label("Commence").fill(f"{in_days(10):%Y-%m-%dT%H:%M}")
    page.get_by_label("Se termine").fill(f"{in_days(10, hour=17):%Y-%m-%dT%H:%M}")
    page.get_by_label("Lieu").first.fill("Salle des fêtes")
    page.get_by_label("Nord").check()
    page.get_by_label("Programme").fill("14 h Accueil\n15 h Tables tournantes")
    follow(page.get_by_role("button", name="Enregistrer"))
    follow(page.get_by_role("button", name="Publier"))
    event = Event.objects.get()

    # Invite: the names first, then the messages; one structure has no address, and is called.
    follow(page.get_by_role("link", name="Inviter des structures"))
    page.get_by_label("Structures du territoire : Nord").check()
    follow(page.get_by_role("button", name="Voir qui c’est"))
    expect(page.get_by_text("Le verger (essai)")).to_be_visible()
    follow(page.get_by_role("button", name="Les inviter"))
    follow(page.get_by_role("button", name="J’ai appelé"))

    # The invited structure registers from its message, without an account.
    letter = Message.objects.get(to="ressourcerie@example.org").text
    link = re.search(r"/rencontres/[0-9a-f-]{36}/", letter)
    assert link
    guest = page_at(360, path=link[0], javascript=False)
    follow(guest.get_by_role("link", name="M’inscrire"))
    guest.get_by_label("Votre prénom et votre nom").fill("Accueil de la ressourcerie")
    guest.get_by_label("Votre adresse électronique").fill("ressourcerie@example.org")
    follow(guest.get_by_role("button", name="M’inscrire"))
    registration = event.registrations.get()
    page.goto(reverse("events:invite", args=[event.public_id]))
    expect(page.get_by_role("cell", name="a une place")).to_be_visible()

    # On the day: the code of the personal page opens the welcome page; a telephone's own camera reads it.
    Event.objects.filter(pk=event.pk).update(starts_at=in_days(0, hour=0), ends_at=in_days(1, hour=23))
    guest.goto(reverse("events:mine", args=[registration.token]))
    expect(guest.locator("img.m-qr")).to_be_visible()
    page.goto(reverse("events:arrive", args=[registration.token]))
    follow(page.get_by_role("button", name="Est là"))
    registration.refresh_from_db()
    assert registration.arrived_at

    # Afterwards: minutes, a decision, an action, which awaits on « Aujourd'hui »; then the next one.
    over(event)
    page.goto(reverse("events:follow", args=[event.public_id]))
    page.get_by_role("textbox", name="Compte rendu").fill("Neuf structures se sont parlé.")
    follow(page.get_by_role("button", name="Enregistrer le compte rendu"))
    page.get_by_role("textbox", name="Ce qui a été décidé").fill("Se revoir au printemps.")
    follow(page.get_by_role("button", name="Ajouter cette décision"))
    page.get_by_role("textbox", name="Quoi", exact=True).fill("Ouvrir le tableau partagé")
    page.get_by_role("textbox", name="Qui", exact=True).fill("La ressourcerie (essai)")
    page.get_by_label("Pour quand", exact=True).fill(f"{in_days(1):%Y-%m-%d}")
    follow(page.get_by_role("button", name="Ajouter cette action"))
    page.goto(reverse("portal:today"))
    expect(page.get_by_text("Ouvrir le tableau partagé").first).to_be_visible()


def test_the_pages_of_invitations_stand_everywhere(portal: None, page_at: PageAt) -> None:
    officer = make_person(Role.OFFICER)
    event = make_event(organiser=officer, territories=[make_territory("Nord")])
    guests = [Guest("A (essai)", "a@example.org"), Guest("Sans adresse (essai)", "", "03 00 00 00 00")]
    inviting.invite(event=event, guests=guests, circle="Essai", by=None)
    address = reverse("events:invite", args=[event.public_id])
    for path in (address, f"{address}?voir=1&others=b@example.org%0AUne mairie"):
        examine_everywhere(page_at, path, person=officer)
    token = event.invitations.exclude(email="").get().token
    examine_everywhere(page_at, reverse("events:uninvite", args=[token]))
