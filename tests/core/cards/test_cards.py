"""Offers and needs: written once for every programme, moved between states, shown to whom they are for."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from maillage.core.accounts.models import Role
from maillage.core.activity.models import Entry
from maillage.core.cards import domain
from maillage.core.cards.models import Card, CardSubject
from maillage.core.cards.queries import card_page, cards_for, cards_of
from maillage.core.organisations.domain import memberships, merging
from maillage.core.territories.models import Municipality
from tests.core.cards.cards import make_card
from tests.core.organisations.sheets import make_organisation
from tests.core.territories.places import make_commune
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def toul() -> Municipality:
    return make_commune("Toul", code="54528", departement="54")


def test_who_keeps_a_sheet_writes_what_it_offers(toul):
    sheet = make_organisation(published=True)
    keeper = make_person(Role.MEMBER)
    memberships.join(organisation=sheet, person=keeper, role="manager", actor=None)
    subject = CardSubject.objects.get(key="matieres")
    client_for(keeper).post(
        reverse("cards:add", args=[sheet.slug]),
        {
            "kind": "need",
            "subject": subject.pk,
            "title": "Chutes de coton",
            "place": "toul",
            "reach_km": "40",
            "quantity": "100",
            "unit": "kg par mois",
            "visibility": "public",
        },
    )
    card = Card.objects.get()
    assert (card.organisation, card.place, card.state, card.quantity) == (sheet, toul, "open", 100)
    page = client_for().get(reverse("cards:list"), {"quoi": "need", "sujet": "matieres"}).content.decode()
    assert "Chutes de coton" in page
    assert "100 kg par mois" in page
    assert (
        "Chutes de coton" not in client_for().get(reverse("cards:list"), {"quoi": "offer"}).content.decode()
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "offert ou cherché"),
        ({"quantity": 3}, "unité"),
        ({"reach_km": 10}, "autour"),
        ({"starts_on": "2026-12-02", "ends_on": "2026-12-01"}, "se termine"),
    ],
)
def test_what_does_not_fit_together_is_refused_in_words(fields, said):
    with pytest.raises(ValidationError) as refusal:
        make_card(make_organisation(), **fields)
    assert said in " ".join(refusal.value.messages) or "title" in refusal.value.message_dict


def test_a_card_moves_between_states_and_the_journal_tells():
    sheet = make_organisation(published=True)
    card = make_card(sheet)
    keeper = make_person(Role.OFFICER)
    client_for(keeper).post(reverse("cards:state", args=[card.pk]), {"state": "met"})
    card.refresh_from_db()
    assert card.state == Card.State.MET
    assert Entry.objects.filter(verb="cards.met").count() == 1
    with pytest.raises(ValidationError, match="entre-temps"):
        domain.move(card=card, state="met", actor=keeper)
    assert not cards_for(keeper).exists()


def test_a_card_whose_period_is_over_is_no_longer_listed():
    yesterday = timezone.localdate() - timedelta(days=1)
    sheet = make_organisation(published=True)
    make_card(sheet, "Passée", ends_on=yesterday)
    make_card(sheet, "Jusqu’à ce soir", ends_on=timezone.localdate())
    assert [card.title for card in cards_for(make_person(Role.PARTNER))] == ["Jusqu’à ce soir"]


def test_a_card_whose_period_is_over_leaves_the_sheet_for_visitors_and_waits_for_who_keeps_it():
    yesterday = timezone.localdate() - timedelta(days=1)
    sheet = make_organisation(published=True)
    card = make_card(sheet, "Passée", ends_on=yesterday)
    met = make_card(sheet, "Trouvée", ends_on=yesterday, state=Card.State.MET)
    keeper = make_person(Role.MEMBER)
    memberships.join(organisation=sheet, person=keeper, role="manager", actor=None)
    assert list(cards_of(sheet, make_person(Role.PARTNER))) == [met]
    assert set(cards_of(sheet, keeper)) == {card, met}
    address = reverse("organisations:sheet", args=[sheet.slug])
    assert "période terminée" in client_for(keeper).get(address).content.decode()
    assert "période terminée" in client_for().get(reverse("cards:card", args=[card.pk])).content.decode()


def test_cards_follow_their_sheet_into_a_merge_and_back():
    kept, merged = make_organisation(published=True), make_organisation()
    card = make_card(merged)
    event = merging.merge(kept=kept, merged=merged, actor=None)
    card.refresh_from_db()
    assert card.organisation == kept
    merging.undo_merge(event=event, actor=None)
    card.refresh_from_db()
    assert card.organisation == merged


def test_a_list_costs_the_same_for_three_cards_and_for_thirty(django_assert_num_queries):
    person = make_person(Role.OFFICER)
    sheet = make_organisation(published=True)
    for _number in range(3):
        make_card(sheet)
    with django_assert_num_queries(3):
        card_page(person)
    for _number in range(60):
        make_card(sheet)
    person = type(person).objects.get(pk=person.pk)
    with django_assert_num_queries(3):
        page = card_page(person)
    assert (page.count, len(page.cards)) == (63, 50)
    rest = card_page(person, after=page.after)
    assert {card.pk for card in rest.cards} | {card.pk for card in page.cards} == set(
        Card.objects.values_list("pk", flat=True)
    )
