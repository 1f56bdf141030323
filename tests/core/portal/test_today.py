"""« Aujourd'hui »: the oldest promise first, figures that are the same for all who read them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from maillage.core.accounts.models import Person, Role
from maillage.core.initiatives.domain import initiatives as opening
from maillage.core.initiatives.models import Action
from maillage.core.portal.baskets import PAGE, TOP, basket_of, baskets_of
from tests.core.contacts.contacts import make_contact
from tests.core.events.gatherings import comes, make_event, over
from tests.core.organisations.sheets import make_organisation
from tests.factories import client_for, make_person

COUNT = re.compile(r'<span class="m-count">([\d\s\u202f\u00a0]+)</span>')


def promise(person: Person, number: int, ago: timedelta | None = None) -> list[Action]:
    """Let a person have promised so many things, one a minute, the last one so long ago."""
    initiative = opening.open_initiative(name="Essai", summary="Pour essayer.", actor=None)
    last = timezone.now() - (ago or timedelta())
    return Action.objects.bulk_create(
        Action(
            initiative=initiative,
            what=f"Promesse {rank}",
            who="Moi",
            owner=person,
            created_at=last - timedelta(minutes=number - rank),
        )
        for rank in range(number)
    )


def figures(page: str) -> list[int]:
    """Return the figures beside the titles of a page, in their order."""
    return [int(re.sub(r"\D", "", found)) for found in COUNT.findall(page)]


@pytest.mark.django_db
class TestThePage:
    def test_it_shows_the_oldest_and_says_how_many_follow(self) -> None:
        person = make_person(Role.OFFICER)
        promise(person, TOP + 7)

        page = client_for(person).get(reverse("portal:today")).text

        assert "Promesse 0" in page
        assert f"Promesse {TOP}<" not in page
        assert "Et 7 autres" in page

    def test_the_others_follow_page_by_page_none_lost_none_twice(self) -> None:
        person = make_person(Role.OFFICER)
        made = promise(person, 2 * PAGE + 3)
        client, address, seen = client_for(person), reverse("portal:basket", args=["initiatives.actions"]), []
        following = ""
        for _turn in range(3):
            page = client.get(address + following).text
            seen += re.findall(r"m-what\">(Promesse \d+)<", page)
            found = re.search(r'href="(\?apres=[^"]+)"', page)
            following = found.group(1) if found else ""

        assert seen == [action.what for action in made]
        assert following == ""

    @pytest.mark.parametrize("key", ["n’importe quoi", "2026-01-01~x", "2026-01-01T10:00:00~1", "~"])
    def test_a_key_that_nobody_wrote_begins_again(self, key: str) -> None:
        person = make_person(Role.OFFICER)
        promise(person, 2)

        page = client_for(person).get(reverse("portal:basket", args=["initiatives.actions"]), {"apres": key})

        assert "Promesse 0" in page.text

    def test_a_basket_of_others_does_not_exist_for_me(self) -> None:
        address = reverse("portal:basket", args=["organisations.to_complete"])
        assert client_for(make_person(Role.MEMBER)).get(address).status_code == 404

    def test_ten_thousand_things_cost_no_more_queries_than_ten(self) -> None:
        person = make_person(Role.OFFICER)
        client, address, spent = client_for(person), reverse("portal:today"), []
        for number in (10, 400):
            Action.objects.filter(owner=person).delete()
            promise(person, number)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(address)
            spent.append(len(queries))

        assert spent[0] == spent[1]


def a_basket_of_each_kind(person: Person) -> None:
    """Make a world in which every basket of events, démarches, sheets and contacts holds several lines."""
    promise(person, 3)
    for days in (2, 9, 30):
        make_event(organiser=person, published=False, starts_at=timezone.now() + timedelta(days=days))
        over(make_event(organiser=person), days=days + 1)
        event = make_event(organiser=person, capacity=1)
        for number in range(3):
            comes(event, number)
    for name in ("Alpha", "Bêta", "Gamma"):
        make_organisation(f"{name} (essai)")
        make_contact(person=person, confirmed_on=None)


@pytest.mark.django_db
def test_every_basket_begins_with_its_oldest_promise() -> None:
    person = make_person(roles=(Role.OFFICER, Role.COORDINATOR))
    a_basket_of_each_kind(person)

    shown = {basket.key: [each.since for each in basket.top] for basket in baskets_of(person)}

    assert len([key for key, since in shown.items() if len(since) > 1]) >= 6
    assert all(since == sorted(since) for since in shown.values())
    assert [since[0] for since in shown.values()] == sorted(since[0] for since in shown.values())


@pytest.mark.django_db
def test_an_empty_basket_is_still_a_page() -> None:
    person = make_person(Role.OFFICER)
    found = basket_of(person, "initiatives.actions")
    assert found is not None
    assert found.count == 0
    page = client_for(person).get(reverse("portal:basket", args=[found.key])).text
    assert "Plus rien ne vous attend ici" in page


class TestTheCoordinationReadsTheFiguresOfEachOfficer(TestCase):
    """Random worlds: whoever reads, the figures are those of the officer's own screen."""

    @settings(max_examples=12)
    @given(data=st.data())
    def test_whatever_awaits_whom(self, data: st.DataObject) -> None:
        coordinator = make_person(Role.COORDINATOR, name="Coordination (essai)")
        officers = [make_person(Role.OFFICER) for _each in range(data.draw(st.integers(1, 3)))]
        few = st.integers(0, TOP + 3)
        for officer in officers:
            promise(officer, data.draw(few), ago=timedelta(days=data.draw(st.integers(0, 40))))
            for _each in range(data.draw(st.integers(0, 2))):
                over(make_event(organiser=officer), days=data.draw(st.integers(1, 80)))
                event = make_event(organiser=officer, capacity=1)
                for number in range(data.draw(st.integers(0, 3))):
                    comes(event, number)
            for _each in range(data.draw(st.integers(0, 2))):
                make_contact(person=officer, confirmed_on=None)
        for number in range(data.draw(few)):
            make_organisation(f"Structure {number} (essai)")

        page = client_for(coordinator).get(reverse("contacts:waiting")).text

        for person in (coordinator, *officers):
            own = client_for(person).get(reverse("portal:today")).text
            section = page[page.index(f'id="bureau-{person.pk}"') :].split("</section>")[0]
            told = [int(re.sub(r"\D", "", each)) for each in re.findall(r'class="n">([^<]+)</td>', section)]
            assert told == figures(own)
            assert figures(section) == [sum(told)]
