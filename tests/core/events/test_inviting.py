"""Inviting to an event: each once, nobody who refused, and a call for those who have no address."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from maillage.core.accounts.models import Role
from maillage.core.events import baskets, subject
from maillage.core.events.circles import Guest, circles_of
from maillage.core.events.domain import inviting, repeating
from maillage.core.events.models import Event, Invitation, NoInvitation
from maillage.core.initiatives.domain import initiatives, parts
from maillage.core.initiatives.models import Member
from maillage.core.messaging.models import Message
from tests.core.events.gatherings import comes, in_days, make_event
from tests.core.organisations.sheets import make_organisation
from tests.core.territories.places import assign, make_commune, make_territory
from tests.factories import client_for, make_person


def written_to() -> list[str]:
    return list(Message.objects.filter(kind="events.invitation").order_by("to").values_list("to", flat=True))


def invited(event: Event, *guests: Guest) -> inviting.Sorted:
    return inviting.invite(event=event, guests=guests, circle="Essai", by=None)


@pytest.mark.django_db
class TestCircles:
    def circle(self, event: Event, key: str) -> dict[str, tuple[str, str]]:
        (found,) = [circle for circle in circles_of(event) if circle.key == key]
        return {guest.name: (guest.email, guest.phone) for guest in found.guests()}

    def test_the_published_structures_of_a_territory_with_what_they_show(self) -> None:
        north = make_territory("Nord")
        commune = make_commune()
        assign(commune, north)
        shown = make_organisation("Alpha (essai)", commune, published=True)
        shown.contact_points.create(function="Direction", email="secret@example.org", is_public=False)
        shown.contact_points.create(function="Accueil", email="accueil@example.org", phone="03 00 00 00 00")
        make_organisation("Bêta (essai)", commune, published=True)
        make_organisation("Pas relue (essai)", commune)
        make_organisation("Ailleurs (essai)", published=True)

        assert self.circle(make_event(territories=[north]), f"territoire-{north.slug}") == {
            "Alpha (essai)": ("accueil@example.org", "03 00 00 00 00"),
            "Bêta (essai)": ("", ""),
        }

    def test_those_who_take_part_in_a_demarche(self) -> None:
        event = make_event()
        initiative = initiatives.open_initiative(name="Essai", summary="Essai", actor=None)
        initiatives.link_event(initiative=initiative, event=event, whole_series=False, actor=None)
        sheet = make_organisation("Alpha (essai)", published=True)
        sheet.contact_points.create(function="Accueil", email="accueil@example.org")
        for name in ("Alpha (essai)", "Sans fiche (essai)"):
            parts.welcome(initiative=initiative, actor=None, name=name)
        member = make_person(name="Membre (essai)", email="membre@example.org")
        Member.objects.create(initiative=initiative, person=member)

        assert self.circle(event, f"demarche-{initiative.slug}") == {
            "Alpha (essai)": ("accueil@example.org", ""),
            "Sans fiche (essai)": ("", ""),
            "Membre (essai)": ("membre@example.org", ""),
        }

    def test_those_who_came_to_the_series_before(self) -> None:
        series = repeating.start_series(title="Essais", rhythm="", territories=[], by=None)
        comes(make_event(series=series, starts_at=in_days(3)), email="venue@example.org", name="Venue")
        following = make_event(series=series, starts_at=in_days(30))

        assert self.circle(following, "serie") == {"Venue": ("venue@example.org", "")}


@pytest.mark.django_db
class TestInviting:
    def test_each_address_once_registered_people_and_those_who_refused_left_out(self) -> None:
        event = make_event()
        comes(event, email="inscrite@example.org")
        NoInvitation.objects.create(email="non@example.org")

        first = invited(
            event,
            Guest("A", "a@example.org"),
            Guest("A encore", "A@Example.org"),
            Guest("Inscrite", "inscrite@example.org"),
            Guest("Non", "non@example.org"),
            Guest("Sans adresse", "", "03 00 00 00 00"),
        )
        again = invited(event, Guest("A", "a@example.org"), Guest("Sans adresse"))

        assert ([each.name for each in first.write], [each.name for each in first.call]) == (
            ["A"],
            ["Sans adresse"],
        )
        assert first.left_out == 3
        assert (again.write, again.call, again.left_out) == ((), (), 2)
        assert written_to() == ["a@example.org"]

    @pytest.mark.parametrize("how", ["draft", "closed"])
    def test_nobody_is_invited_where_nobody_can_register(self, how: str) -> None:
        event = make_event(published=how != "draft")
        Event.objects.filter(pk=event.pk, state="open").update(state=how if how != "draft" else "open")
        with pytest.raises(ValidationError, match="Personne n’a été invité"):
            invited(event, Guest("A", "a@example.org"))
        assert not Invitation.objects.exists()

    def test_whoever_refuses_is_invited_no_more_to_anything(self) -> None:
        invited(make_event(), Guest("A", "a@example.org"))
        link = re.search(r"/rencontres/invitation/\S+", Message.objects.get(to="a@example.org").text)
        assert link
        client = client_for()
        assert "Ne plus m’inviter" in client.get(link[0]).text
        assert not NoInvitation.objects.exists()  # reading the page changes nothing
        assert "C’est noté" in client.post(link[0]).text
        assert invited(make_event(), Guest("A", "a@example.org")).left_out == 1

    def test_an_officer_reads_the_names_first_then_invites_then_calls(self) -> None:
        officer = make_person(Role.OFFICER)
        event = make_event(organiser=officer)
        client, address = client_for(officer), reverse("events:invite", args=[event.public_id])
        asked = {"others": "a@example.org\nLa mairie d’à côté"}

        seen = client.get(address, {**asked, "voir": "1"}).text
        assert "a@example.org" in seen
        assert "La mairie d’à côté" in seen
        assert not Invitation.objects.exists()

        client.post(address, asked)
        assert written_to() == ["a@example.org"]
        basket = baskets.invited_by_voice(officer)
        assert basket is not None
        assert [each.line.what for each in basket.top] == ["Appeler La mairie d’à côté"]
        to_call = Invitation.objects.get(email="")
        client.post(reverse("events:called", args=[event.public_id, to_call.pk]))
        again = baskets.invited_by_voice(officer)
        assert again is not None
        assert again.count == 0

    def test_what_is_no_address_is_told_and_nobody_is_invited(self) -> None:
        officer = make_person(Role.OFFICER)
        event = make_event(organiser=officer)
        page = client_for(officer).post(
            reverse("events:invite", args=[event.public_id]), {"others": "a@@example"}
        )
        assert "Ce ne sont pas des adresses électroniques" in page.text
        assert not Invitation.objects.exists()

    def test_an_erased_person_is_off_their_invitations_and_the_count_stays(self) -> None:
        person = make_person(email="a@example.org")
        invited(make_event(), Guest("A", "a@example.org", "03 00 00 00 00"))
        assert len(list(subject.export_invitations(person))) == 1
        assert subject.erase_invitations(person) == 1
        row = Invitation.objects.get()
        assert (row.name, row.email, row.phone) == ("", "", "")


class TestWhateverTheLists(TestCase):
    @settings(max_examples=15)
    @given(
        lists=st.lists(
            st.lists(
                st.builds(
                    Guest,
                    name=st.sampled_from(["A", "B", "C"]),
                    email=st.sampled_from(["", "a@example.org", "A@example.org", "b@example.org"]),
                ),
                max_size=6,
            ),
            max_size=4,
        )
    )
    def test_nobody_is_written_to_twice_and_nobody_is_lost(self, lists: list[list[Guest]]) -> None:
        event = make_event()
        for guests in lists:
            found = invited(event, *guests)
            assert len(found.write) + len(found.call) + found.left_out == len(guests)
        everyone = [guest for guests in lists for guest in guests]
        assert written_to() == sorted({guest.email.lower() for guest in everyone if guest.email})
        to_call = set(Invitation.objects.filter(email="").values_list("name", flat=True))
        assert to_call == {guest.name for guest in everyone if not guest.email}
