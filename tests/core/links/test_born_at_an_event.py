"""Links born at an event: from « who met whom? » to the ledger, and back to the page of the event."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.core.accounts.models import Role
from maillage.core.events.models import Registration
from maillage.core.links.models import Link
from maillage.core.links.origins import Origin, addresses_of
from tests.core.events.gatherings import make_event, over
from tests.core.links.links import make_link
from tests.core.links.test_ledger import TODAY, speaker_of, two
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db


class TestBornAtAnEvent:
    """From « who met whom? » to the ledger, and back to the page of the event."""

    def test_an_officer_ticks_who_met_and_the_event_shows_what_was_born_there(self) -> None:
        officer = make_person(Role.OFFICER)
        event = over(make_event(organiser=officer, title="Faire ensemble (essai)"))
        sheets = two()
        for number, sheet in enumerate(sheets, start=1):
            guest = Registration.objects.create(
                event=event,
                number=number,
                token=f"jeton-{number}",
                state="registered",
                name="Invitée",
                organisation=sheet.name.upper(),
                arrived_at=timezone.now(),
            )
        Registration.objects.create(
            event=event,
            number=3,
            token="jeton-3",
            state="registered",
            name="Invité",
            organisation="Sans fiche (essai)",
            arrived_at=guest.arrived_at,
        )
        client = client_for(officer)
        page = client.get(reverse("events:follow", args=[event.public_id])).content.decode()
        assert "Sans fiche (essai)" in page
        assert all(f'value="{sheet.slug}"' in page for sheet in sheets)

        begun = QueryDict(mutable=True)
        begun.setlist("structure", [sheet.slug for sheet in sheets])
        begun["rencontre"] = str(event.public_id)
        who = reverse("links:propose", args=["qui"]) + "?" + begun.urlencode()
        assert all(sheet.name in client.get(who).content.decode() for sheet in sheets)
        client.post(who, {"structure_1": sheets[0].name, "structure_2": sheets[1].name})
        what = reverse("links:propose", args=["quoi"])
        assert "Faire ensemble (essai)" in client.get(what).content.decode()
        client.post(
            what,
            {"title": "Un atelier prêté", "programme": "ensemble", "origin_label": "Faire ensemble (essai)"},
        )
        how = {"state": "accepted", "on": TODAY().isoformat(), "visibility": "public"}
        client.post(reverse("links:propose", args=["suite"]), how)

        link = Link.objects.get()
        assert (link.origin_kind, link.origin_key) == ("events.event", str(event.pk))
        public = Client().get(reverse("events:event", args=[event.public_id])).content.decode()
        assert "Un atelier prêté" in public
        assert addresses_of([link]) == {link.pk: reverse("events:event", args=[event.public_id])}

    def test_a_link_begun_at_an_event_does_not_keep_what_was_typed_for_another(self) -> None:
        client = client_for(make_person(Role.OFFICER))
        first, second = two()
        client.post(
            reverse("links:propose", args=["qui"]), {"structure_1": first.name, "structure_2": second.name}
        )
        event = over(make_event())
        page = client.get(f"{reverse('links:propose', args=['qui'])}?rencontre={event.public_id}")
        assert first.name not in page.content.decode()

    @pytest.mark.parametrize("address", ["n-importe-quoi", "4b0a37de-0000-4000-8000-000000000000"])
    def test_an_event_that_does_not_exist_is_no_origin(self, address: str) -> None:
        client = client_for(make_person(Role.OFFICER))
        assert client.get(f"{reverse('links:propose', args=['qui'])}?rencontre={address}").status_code == 200

    def test_visitors_read_there_only_what_is_public(self) -> None:
        event = over(make_event())
        origin = Origin.of(event)
        own, other = two()
        make_link(own, other, origin=origin, title="Public", state="accepted", visibility="public")
        make_link(own, other, origin=origin, title="Entre nous", state="accepted")
        make_link(own, other, origin=origin, title="Pas encore", visibility="public")
        address = reverse("events:event", args=[event.public_id])

        def titles(client: Client) -> set[str]:
            page = client.get(address).content.decode()
            return {title for title in ("Public", "Entre nous", "Pas encore") if f">{title}</a>" in page}

        assert titles(Client()) == {"Public"}
        assert titles(client_for(make_person(Role.MEMBER))) == {"Public"}
        assert titles(client_for(speaker_of(own))) == {"Public", "Entre nous", "Pas encore"}

    def test_an_event_known_by_its_link_alone_is_not_given_away(self) -> None:
        event = over(make_event(visibility="link"))
        assert addresses_of([make_link(*two(), origin=Origin.of(event))]) == {}

    def test_its_page_costs_the_same_for_one_link_and_ten(self) -> None:
        event = over(make_event())
        address = reverse("events:event", args=[event.public_id])

        def cost() -> int:
            with CaptureQueriesContext(connection) as asked:
                Client().get(address)
            return len(asked)

        make_link(*two(), origin=Origin.of(event), state="accepted", visibility="public")
        one = cost()
        for _ in range(9):
            make_link(*two(), origin=Origin.of(event), state="accepted", visibility="public")
        assert cost() == one
