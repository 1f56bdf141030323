"""« Votre semaine »: what is before a person these seven days, beside what awaits them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.core.accounts.models import Role
from maillage.core.events.domain import following
from maillage.core.events.models import Registration
from maillage.core.links.models import Link
from maillage.core.portal.week import SHOWN, week_of
from tests.core.events.gatherings import comes, in_days, make_event, over
from tests.core.links.links import make_link
from tests.core.organisations.sheets import make_organisation
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db


def in_a_week_of(person):
    return [str(moment.what) for moment in week_of(person).moments]


def test_what_one_prepares_attends_promised_and_follows_stands_in_its_order():
    person, other = make_person(Role.OFFICER), make_person(Role.OFFICER)
    today = timezone.localdate()
    make_event(organiser=person, title="Je prépare", starts_at=in_days(3), place="Salle d’essai")
    attended = make_event(organiser=other, title="J’y vais", starts_at=in_days(2))
    seat = comes(attended)
    Registration.objects.filter(pk=seat.pk).update(person=person)
    past = over(make_event(organiser=person))
    following.act(event=past, what="Promis", who="Quelqu’un", due_on=today + timedelta(days=3), by=person)
    link = make_link(make_organisation(), make_organisation(), title="Des nouvelles", follower=person)
    Link.objects.filter(pk=link.pk).update(news_on=today + timedelta(days=6))
    assert in_a_week_of(person) == ["J’y vais", "Promis", "Je prépare", "Des nouvelles"]
    assert in_a_week_of(other) == ["J’y vais"]
    page = client_for(person).get(reverse("portal:today")).text
    assert "Votre semaine" in page
    assert "Salle d’essai" in page


def test_what_is_late_later_cancelled_or_of_others_is_not_there():
    person = make_person(Role.OFFICER)
    today = timezone.localdate()
    make_event(title="D’une autre", organiser=make_person(Role.OFFICER), starts_at=in_days(1))
    make_event(title="Plus tard", organiser=person, starts_at=in_days(8))
    make_event(title="En préparation", organiser=person, starts_at=in_days(1), published=False)
    cancelled = make_event(title="Annulée", organiser=person, starts_at=in_days(1))
    type(cancelled).objects.filter(pk=cancelled.pk).update(state="cancelled")
    past = over(make_event(organiser=person))
    following.act(event=past, what="En retard", who="Elle", due_on=today - timedelta(days=1), by=person)
    withdrawn = comes(make_event(title="Désistement", starts_at=in_days(1)))
    Registration.objects.filter(pk=withdrawn.pk).update(
        person=person, state="withdrawn", withdrawn_at=timezone.now()
    )
    assert in_a_week_of(person) == []
    assert "Votre semaine" not in client_for(person).get(reverse("portal:today")).text


def test_a_full_week_costs_no_more_queries_than_one_thing_and_says_that_more_follows():
    person = make_person(Role.OFFICER)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            week = week_of(person)
        return len(asked), week.more

    make_event(organiser=person, starts_at=in_days(1))
    one = cost()
    for _ in range(SHOWN):
        make_event(organiser=person, starts_at=in_days(2))
    assert cost() == (one[0], True)
    assert not one[1]
