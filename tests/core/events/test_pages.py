"""The pages of events, as visitors, people with a link, and officers use them."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from maillage.core.accounts.models import Role
from maillage.core.events import subject
from maillage.core.events.domain import preparing
from maillage.core.events.domain.forgetting import forget_needs
from maillage.core.events.models import Event, Registration, Series
from maillage.core.events.queries import seats_of
from maillage.core.messaging.models import Message
from maillage.core.portal.domain import load_portal
from maillage.core.portal.queries import the_portal
from tests.core.events.gatherings import calls, comes, fresh, in_days, make_event, over, subjects_to
from tests.core.territories.places import make_commune, make_territory
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_person(Role.OFFICER)


@pytest.fixture
def event(officer):
    return make_event(organiser=officer, capacity=2, asks_photo_consent=True, title="Faire ensemble")


def text_of(answer):
    assert answer.status_code == 200, answer
    return answer.content.decode()


def at(name: str, event: Event, **more: object) -> str:
    return reverse(f"events:{name}", kwargs={"public_id": event.public_id, **more})


def link_in(message: Message) -> str:
    found = re.search(r"/rencontres/moi/[^/]+/", message.text)
    assert found
    return found[0]


class TestVisitors:
    def test_the_list_shows_what_is_published_and_public(self):
        make_event(title="Faire ensemble")
        make_event(title="Entre nous", visibility="link")
        make_event(title="Pas prête", published=False)
        page = text_of(client_for().get(reverse("events:list")))
        assert "Faire ensemble" in page
        assert "Entre nous" not in page
        assert "Pas prête" not in page

    def test_by_territory_with_what_took_place(self):
        north, south = make_territory("Nord"), make_territory("Sud")
        make_event(title="Au nord", territories=[north])
        over(make_event(title="Hier au sud", territories=[south]))
        page = text_of(client_for().get(reverse("events:list"), {"territoire": south.slug}))
        assert "Au nord" not in page
        assert "Hier au sud" in page

    def test_a_territory_and_the_home_page_announce_what_comes(self):
        north = make_territory("Nord")
        make_event(title="Au nord", territories=[north])
        for path in (reverse("territories:territory", args=[north.slug]), reverse("portal:home")):
            assert "Au nord" in text_of(client_for().get(path))

    def test_pages_without_a_form_set_no_cookie(self, event):
        row = comes(event)
        for path in (
            reverse("events:list"),
            at("event", event),
            at("thanks", event),
            reverse("events:mine", args=[row.token]),
        ):
            assert not client_for().get(path).cookies

    def test_the_calendar_file_moves_with_the_event(self, event):
        first = Calendar.from_ical(client_for().get(at("event_ics", event)).content).walk("VEVENT")[0]
        preparing.change(
            event=event, changes={"starts_at": in_days(20, 9), "ends_at": in_days(20, 12)}, by=None
        )
        second = Calendar.from_ical(client_for().get(at("event_ics", event)).content).walk("VEVENT")[0]
        assert first["uid"] == second["uid"]
        assert second["sequence"] > first["sequence"]
        assert second.start == in_days(20, 9)

    def test_what_took_place_is_no_longer_put_into_a_calendar(self, event):
        assert "mon agenda" in text_of(client_for().get(at("event", event)))
        assert "mon agenda" not in text_of(client_for().get(at("event", over(event))))

    def test_a_cancelled_event_says_so(self, event, officer):
        preparing.cancel(event=event, by=officer, reason="La salle est inondée.")
        assert "n’aura pas lieu" in text_of(client_for().get(at("event", event)))


class TestRegistering:
    answers = {"name": "Invitée (démonstration)", "email": "invitee@example.org", "photo": "no"}

    def test_without_an_account_then_the_link_gives_the_seat_back(self, event):
        client = client_for()
        assert client.post(at("register", event), self.answers)["Location"] == at("thanks", event)
        link = link_in(Message.objects.get(to="invitee@example.org"))
        assert "Vous avez une place." in text_of(client.get(link))
        assert "Rendre ma place" in text_of(client.get(f"{link}desistement/"))
        assert Registration.objects.get().state == "registered", "a link that is only opened changes nothing"
        client.post(f"{link}desistement/")
        assert "votre place a été rendue" in text_of(client.get(link))

    def test_a_known_address_gets_the_same_answer_and_the_page_says_nothing_more(self, event):
        new, again = Client(), Client()
        first = new.post(at("register", event), self.answers, follow=True)
        second = again.post(at("register", event), {**self.answers, "name": "Curieux"}, follow=True)
        assert text_of(first) == text_of(second)
        assert Registration.objects.count() == 1
        assert Registration.objects.get().name == self.answers["name"]

    def test_what_was_typed_stays_when_something_is_missing(self, event):
        page = text_of(
            client_for().post(at("register", event), {"name": "Invitée", "email": "pas une adresse"})
        )
        assert "m-errors" in page
        assert 'value="Invitée"' in page

    def test_a_forwarded_link_shows_a_first_name_and_no_detail(self, event):
        row = comes(event, name="Prénom Nom-Secret", phone="06 00 00 00 00", needs="Une place devant")
        page = text_of(client_for().get(reverse("events:mine", args=[row.token])))
        assert "Bonjour Prénom" in page
        for secret in ("Nom-Secret", row.email, row.phone, row.needs):
            assert secret not in page
        assert at("register", event) in page, "whoever received the link can register themselves"

    def test_whoever_has_no_address_reads_whom_to_call(self, event):
        load_portal("meurthe-et-moselle")
        phone = the_portal().contact_phone.replace(" ", "")
        assert f"tel:{phone}" in text_of(client_for().get(at("register", event)))

    def test_whoever_waits_leaves_the_list_and_is_told_of_no_seat(self, event):
        for number in (1, 2):
            comes(event, number)
        address = reverse("events:withdraw", args=[comes(event, 3, name="Odette Essai").token])
        page = text_of(client_for().get(address))
        assert "Quitter la liste d’attente" in page
        assert "place" not in page[page.index("<h1") : page.index("</main>")]

    def test_no_seat_is_given_back_once_the_event_took_place(self, event):
        row = comes(event, name="Odette Essai")
        address = reverse("events:withdraw", args=[row.token])
        assert "Odette, votre place ira" in text_of(client_for().get(address))
        over(event)
        mine = reverse("events:mine", args=[row.token])
        assert client_for().get(address)["Location"] == mine
        assert "inscrivez-vous" not in text_of(client_for().get(mine))

    def test_photographs_are_agreed_to_and_refused_by_a_form(self, event):
        row = comes(event)
        path = reverse("events:photos", args=[row.token])
        client_for().get(path, {"agrees": "yes"})
        assert fresh(row).photo_consent is None
        client_for().post(path, {"agrees": "no"})
        assert fresh(row).photo_consent is False

    def test_the_opinion_is_asked_afterwards_and_may_change(self, event):
        row = comes(event)
        path = reverse("events:opinion", args=[row.token])
        assert client_for().get(path).status_code == 302
        over(event)
        for useful in ("2", "4"):
            client_for().post(path, {"useful": useful, "met": "yes", "comment": "Merci"})
        assert fresh(row).satisfaction.useful == 4


class TestOfficers:
    def test_an_event_is_prepared_published_and_seen(self, officer):
        client, north, commune = client_for(officer), make_territory("Nord"), make_commune("Aubépine")
        wanted = {
            "title": "Faire ensemble",
            "kind": "half_day",
            "starts_at": in_days(10).strftime("%Y-%m-%dT%H:%M"),
            "ends_at": in_days(10, 17).strftime("%Y-%m-%dT%H:%M"),
            "place": "Salle des fêtes",
            "commune_name": "Aubépine",
            "territories": [north.pk],
            "programme": "14 h 30 Accueil\nTables tournantes",
            "capacity": "30",
            "visibility": "public",
        }
        created = client.post(reverse("events:create"), wanted)
        event = Event.objects.get()
        assert (event.commune, event.starts_at, event.organiser) == (commune, in_days(10), officer)
        assert client_for().get(at("event", event)).status_code == 404
        assert "Publier" in text_of(client.get(created["Location"]))
        client.post(at("publish", event))
        page = text_of(client_for().get(at("event", event)))
        assert "14\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30" in page
        assert "Il reste 30 places" in page

    def test_what_is_missing_is_said_beside_its_field(self, officer):
        page = text_of(client_for(officer).post(reverse("events:create"), {"title": "Sans jour"}))
        assert "m-field-error" in page

    def test_a_new_hour_is_told_to_those_who_come_by_mail_or_by_voice(self, event, officer):
        writes, phones = comes(event), calls(event, officer)
        client = client_for(officer)
        form = client.get(at("edit", event)).context["form"]
        given = {name: value for name, value in form.initial.items() if value not in (None, False)}
        given |= {
            "starts_at": in_days(14, 9).strftime("%Y-%m-%dT%H:%M"),
            "ends_at": in_days(14, 12).strftime("%Y-%m-%dT%H:%M"),
        }
        assert client.post(at("edit", event), given).status_code == 302
        assert subjects_to(writes.email)[-1] == "Changement : Faire ensemble"
        assert fresh(phones).to_tell == "change"
        assert "À prévenir de vive voix" in text_of(client.get(at("registrations", event)))
        assert "version par version" in text_of(client.get(at("prepare", event)))

    def test_another_officer_reads_no_registration(self, event):
        row = comes(event)
        other = client_for(make_person(Role.OFFICER))
        for name in ("prepare", "registrations", "welcome", "sheet", "registrations_file", "follow"):
            assert other.get(at(name, event)).status_code == 403
        assert other.get(reverse("events:arrive", args=[row.token])).status_code == 403

    def test_at_the_door_a_few_letters_find_someone_and_one_tap_checks_them_in(self, event, officer):
        row = comes(event, name="Élodie Fictive")
        comes(event, 2)
        client = client_for(officer)
        assert "0 arrivée sur 2" in text_of(client.get(at("welcome", event)))
        page = text_of(client.get(at("welcome", event), {"q": "elo"}))
        assert "Élodie Fictive" in page
        assert "Invitée 2" not in page
        client.post(at("check", event, number=row.number))
        assert fresh(row).arrived_at
        assert "1 arrivée sur 2" in text_of(client.get(at("welcome", event)))
        client.post(at("check", event, number=row.number), {"there": "no"})
        assert fresh(row).arrived_at is None

    def test_the_list_at_the_door_is_in_the_order_of_a_dictionary(self, officer):
        event = make_event(organiser=officer)
        for number, name in enumerate(("Production", "Présidence", "Élue"), 1):
            comes(event, number, name=name)
        page = text_of(client_for(officer).get(at("welcome", event)))
        assert page.index(">Élue<") < page.index(">Présidence<") < page.index(">Production<")

    def test_the_code_on_the_personal_page_opens_the_check_in(self, event, officer):
        row = comes(event)
        drawing = client_for().get(reverse("events:code", args=[row.token]))
        assert drawing["Content-Type"] == "image/svg+xml"
        path = reverse("events:arrive", args=[row.token])
        assert client_for().get(path).status_code == 302
        client = client_for(officer)
        assert row.name in text_of(client.get(path))
        assert fresh(row).arrived_at is None
        client.post(path)
        assert fresh(row).arrived_at

    def test_someone_who_was_not_expected_is_written_down_and_checked_in(self, event, officer):
        client = client_for(officer)
        client.post(at("add", event), {"name": "Voisine", "source": "paper", "welcome": "1"})
        assert Registration.objects.get().arrived_at
        assert not Message.objects.exists()

    def test_papers_and_lists(self, event, officer):
        comes(event, name="=CMD()", phone="0612345678")
        client = client_for(officer)
        assert client.get(at("sheet", event)).content.startswith(b"%PDF")
        table = client.get(at("registrations_file", event)).content.decode("utf-8-sig")
        assert "'=CMD()" in table, "a name is never read as a formula"
        assert "'0612345678" in table

    def test_what_follows_minutes_decisions_actions_and_the_next_one(self, event, officer):
        over(event)
        client = client_for(officer)
        client.post(at("follow", event), {"text": "Première version", "is_public": "on"})
        client.post(at("follow", event), {"text": "Version corrigée", "is_public": "on"})
        client.post(at("decide", event), {"decision-text": "Un tableau partagé"})
        due = in_days(-1).date().isoformat()
        client.post(
            at("act", event),
            {"action-what": "L’ouvrir", "action-who": "La ressourcerie", "action-due_on": due},
        )
        page = text_of(client.get(at("follow", event)))
        assert "en retard" in page
        public = text_of(client_for().get(at("event", event)))
        assert "Version corrigée" in public
        assert "Première version" not in public
        assert "Un tableau partagé" in public
        assert [each.number for each in event.minutes.order_by("number")] == [1, 2]
        assert "L’ouvrir" in text_of(client.get(reverse("portal:today")))
        client.post(at("settle", event, pk=event.actions.get().pk))
        assert "L’ouvrir" not in text_of(client.get(reverse("portal:today")))

    def test_a_series_goes_on_with_another_host(self, officer):
        client = client_for(officer)
        client.post(reverse("events:series"), {"title": "Faire ensemble", "rhythm": "Chaque trimestre"})
        event = make_event(organiser=officer, host="La ressourcerie", capacity=30)
        Event.objects.filter(pk=event.pk).update(series=Series.objects.get())
        assert "La ressourcerie" in text_of(client.get(at("repeat", event)))
        client.post(
            at("repeat", event),
            {"starts_at": in_days(100).strftime("%Y-%m-%dT%H:%M"), "host": "La ferme", "place": "La grange"},
        )
        following = Event.objects.get(host="La ferme")
        assert (following.state, following.capacity, following.title) == ("draft", 30, event.title)
        assert following.ends_at - following.starts_at == event.ends_at - event.starts_at

    def test_who_waits_awaits_the_officer(self, event, officer):
        for number in (1, 2, 3):
            comes(event, number)
        assert "1 personne attend une place" in text_of(client_for(officer).get(reverse("portal:today")))


class TestForgetting:
    def test_an_erased_person_leaves_the_counts_and_gives_the_seat_to_whoever_waits(self, event):
        person = make_person(Role.MEMBER)
        mine = comes(event, email=person.email)
        comes(event, 2)
        third = comes(event, 3)
        assert list(subject.export_registrations(person))
        assert subject.erase_registrations(person) == 1
        assert fresh(third).state == "registered"
        erased = fresh(mine)
        assert (erased.name, erased.email, erased.state) == ("", "", "withdrawn")
        assert client_for().get(reverse("events:mine", args=[mine.token])).status_code == 404

    def test_needs_are_forgotten_a_week_later_and_names_after_six_months(self, event):
        row = comes(event, needs="Une place devant")
        assert forget_needs(event.ends_at) == 0
        over(event, days=8)
        assert forget_needs() == 1
        assert fresh(row).needs == ""
        before = in_days(-183)
        assert subject.purge_registrations(before, dry_run=True) == 0
        over(event, days=184)
        assert subject.purge_registrations(before, dry_run=True) == 1
        subject.purge_registrations(before, dry_run=False)
        assert (fresh(row).name, fresh(row).state) == ("", "registered")
        assert seats_of(event).taken == 1
