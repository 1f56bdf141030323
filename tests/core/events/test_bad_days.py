"""Bad days: the house was down for days, nobody has an e-mail address, a personal link was passed on."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from maillage.core.accounts.models import Role
from maillage.core.events.baskets import waiting
from maillage.core.events.domain import preparing
from maillage.core.events.domain.reminding import remind
from maillage.core.events.models import Registration
from maillage.core.events.queries import attendees
from maillage.core.initiatives.domain.warning import warn
from maillage.core.links.domain.reminding import remind as remind_of_links
from maillage.core.links.models import Link
from maillage.core.messaging.models import Message
from tests.core.events.gatherings import calls, comes, fresh, in_days, make_event
from tests.core.links.links import make_link
from tests.core.organisations.sheets import make_organisation
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db
DOWN = timedelta(days=3)


class TestTheHouseComesBackAfterThreeDays:
    """Every chore that writes, run on a database of three days ago."""

    @pytest.fixture
    def moment(self):
        """Return when reminders of twenty guests and of one link fall due, all at once."""
        moment = in_days(7, hour=9)
        officer = make_person(Role.OFFICER)
        event = make_event(organiser=officer, starts_at=in_days(14))
        for number in range(20):
            comes(event, number)
        Registration.objects.update(written_at=in_days(-10))
        link = make_link(make_organisation(), make_organisation(), follower=officer)
        Link.objects.filter(pk=link.pk).update(news_on=moment.date(), news_set_at=in_days(-10))
        Message.objects.all().delete()
        return moment

    @staticmethod
    def run(now):
        remind(now)
        remind_of_links(now)
        warn(now)
        return Message.objects.count()

    def test_nothing_that_has_passed_is_sent(self, moment):
        assert self.run(moment + DOWN) == 0
        assert self.run(moment + DOWN + timedelta(minutes=5)) == 0

    def test_in_its_time_it_would_have_been(self, moment):
        assert self.run(moment) == 21
        assert self.run(moment + DOWN) == 21

    def test_the_reminder_of_the_eve_still_goes_to_each_once(self, moment):
        self.run(moment + DOWN)
        assert self.run(in_days(13, hour=9)) == 20
        assert self.run(in_days(13, hour=10)) == 20


class TestNobodyHasAnEmailAddress:
    def test_an_event_goes_from_registrations_to_cancellation_by_voice_alone(self):
        officer = make_person(Role.OFFICER)
        event = make_event(organiser=officer, starts_at=in_days(14), capacity=2)
        first, second, third = (calls(event, officer, name=f"Voisine {n} (démonstration)") for n in range(3))
        assert third.state == Registration.State.WAITING
        assert Message.objects.count() == 0
        client = client_for(officer)
        remove = reverse("events:remove", args=[event.public_id, first.number])
        client.post(remove)
        assert (fresh(third).state, fresh(third).to_tell) == ("registered", "seat")
        basket = waiting(officer)
        assert [each.line.what for each in basket.top] == ["1 personne à appeler"]
        client.post(reverse("events:told", args=[event.public_id, third.number]))
        assert fresh(third).to_tell == ""
        assert remind(in_days(7, hour=9)) == remind(in_days(13, hour=9)) == 0
        preparing.cancel(event=event, by=officer)
        told = {each.number: each.to_tell for each in attendees(event) if each.state != "withdrawn"}
        assert told == {second.number: "cancelled", third.number: "cancelled"}
        assert Message.objects.count() == 0

    def test_the_list_at_the_door_and_the_sheet_to_sign_need_no_address(self):
        officer = make_person(Role.OFFICER)
        event = make_event(organiser=officer)
        row = calls(event, officer)
        client = client_for(officer)
        assert row.name in client.get(reverse("events:welcome", args=[event.public_id])).text
        paper = client.get(reverse("events:sheet", args=[event.public_id]))
        assert paper.headers["Content-Type"] == "application/pdf"
        client.post(reverse("events:check", args=[event.public_id, row.number]))
        assert fresh(row).arrived_at is not None


class TestAPersonalLinkThatWasPassedOn:
    @pytest.mark.parametrize("page", ["mine", "withdraw", "photos"])
    def test_it_shows_whoever_opens_it_no_address_number_need_or_family_name(self, page):
        row = comes(
            make_event(asks_photo_consent=True),
            name="Camille Dubosquet",
            email="camille@example.org",
            phone="03 00 00 00 99",
            needs="Une place devant",
        )
        answer = Client().get(reverse(f"events:{page}", args=[row.token]))
        for kept in ("Dubosquet", "camille@example.org", "03 00 00 00 99", "Une place devant"):
            assert kept not in answer.text
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] in {"no-referrer", "same-origin"}

    def test_opening_it_changes_nothing_and_a_seat_given_back_is_not_taken_again(self):
        row = comes(make_event())
        Client().get(reverse("events:withdraw", args=[row.token]))
        assert fresh(row).state == "registered"
        Client().post(reverse("events:withdraw", args=[row.token]))
        Client().post(reverse("events:withdraw", args=[row.token]))
        assert fresh(row).state == "withdrawn"
