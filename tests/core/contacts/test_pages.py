"""The pages of contacts, as the coordination, an officer and a partner use them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.core.accounts.models import Role
from maillage.core.activity.models import Entry
from maillage.core.contacts.models import Absence, Contact, Coverage, WrongContactReport
from maillage.core.contacts.queries import answer_for
from tests.core.contacts.contacts import cover, make_contact, make_subject
from tests.core.contacts.pages import clean, followed, place, text
from tests.core.territories.places import make_territory
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NEW_YEAR = date(TODAY.year + 1, 1, 1)


@pytest.fixture
def coordination():
    return client_for(make_person(Role.COORDINATOR))


def test_a_contact_is_added_then_covers_a_territory_and_is_proposed_there(coordination):
    make_subject()
    territory = make_territory("Nord")
    commune = place(territory)
    page = followed(
        coordination,
        reverse("contacts:add"),
        {"kind": "officer", "function": "Chargée, Nord", "phone": "03 53 01 54 01", "since": "2026-01-01"},
    )
    contact = Contact.objects.get()
    assert "indiquez maintenant la zone" in page
    assert answer_for(commune).officers == ()
    followed(
        coordination,
        reverse("contacts:cover", args=[contact.pk]),
        {"zone": f"territory:{territory.code}", "valid_from": "2026-01-01", "source": "Note de service"},
    )
    [only] = answer_for(commune).officers
    assert only.contact.key == contact.pk
    listed = text(coordination.get(reverse("contacts:list")))
    assert "Chargée, Nord" in listed
    assert "Nord</h2>" in listed


def test_a_name_without_consent_and_a_contact_nobody_can_reach_are_refused_in_words(coordination):
    page = followed(
        coordination,
        reverse("contacts:add"),
        {"kind": "officer", "function": "Chargée", "name_shown": "Prénom Nom", "since": "2026-01-01"},
    )
    assert "un contact doit pouvoir être joint" in page
    page = followed(
        coordination,
        reverse("contacts:add"),
        {
            "kind": "officer",
            "function": "Chargée",
            "phone": "03 53 01 54 01",
            "name_shown": "Prénom Nom",
            "since": "2026-01-01",
        },
    )
    assert "Un nom ne se montre qu’avec l’accord de la personne" in page
    assert not Contact.objects.exists()


def test_an_officer_corrects_their_own_contact_and_no_other():
    officer = make_person(Role.OFFICER)
    own, other = make_contact(person=officer), make_contact()
    client = client_for(officer)
    page = followed(
        client, reverse("contacts:edit", args=[own.pk]), {"phone": "03 53 01 54 99", "function": "Cheffe"}
    )
    assert "à jour" in page
    own.refresh_from_db()
    assert own.phone == "03 53 01 54 99"
    assert own.function != "Cheffe"
    assert own.confirmed_on == TODAY
    for name in ("contacts:edit", "contacts:declare_absence"):
        assert client.get(reverse(name, args=[other.pk])).status_code == 403
    assert client.post(reverse("contacts:confirm", args=[other.pk])).status_code == 403
    assert client.get(reverse("contacts:leave", args=[own.pk])).status_code == 403


def test_an_officer_finds_their_own_contact_from_their_account():
    officer = make_person(Role.OFFICER)
    client = client_for(officer)
    account = reverse("accounts:me")
    assert "Mon contact" not in text(client.get(account))
    own = make_contact(person=officer)
    assert "Mon contact" in text(client.get(account))
    assert client.get(reverse("contacts:mine"))["Location"] == reverse("contacts:contact", args=[own.pk])
    other = client_for(make_person(Role.OFFICER))
    assert other.get(reverse("contacts:mine"))["Location"] == reverse("contacts:list")


def test_a_partner_reads_contacts_without_the_note_the_account_or_the_journal(coordination):
    contact = make_contact(note="Ne pas appeler le lundi", person=make_person(Role.OFFICER))
    page = text(client_for(make_person(Role.PARTNER)).get(reverse("contacts:contact", args=[contact.pk])))
    assert contact.phone in page
    for hidden in ("Ne pas appeler", contact.person.name, "Ce qui s’est passé"):
        assert hidden not in page
    assert "Ne pas appeler" in text(coordination.get(reverse("contacts:contact", args=[contact.pk])))


def test_an_officer_announces_an_absence_and_visitors_are_led_to_who_stands_in():
    make_subject()
    territory = make_territory()
    commune = place(territory)
    officer = make_person(Role.OFFICER)
    own, colleague = make_contact(person=officer), make_contact()
    cover(own, territory)
    client = client_for(officer)
    days = {"first_day": TODAY.isoformat(), "last_day": (TODAY + timedelta(days=4)).isoformat()}
    url = reverse("contacts:declare_absence", args=[own.pk])
    page = followed(client, url, {**days, "stand_in": colleague.pk})
    assert "Les visiteurs sont conduits vers" in page
    [only] = answer_for(commune).officers
    assert (only.contact.key, only.stands_in_for.key) == (colleague.pk, own.pk)
    again = {**days, "first_day": days["last_day"]}
    assert "touche déjà ces jours" in followed(client, url, again)
    absence = Absence.objects.get()
    followed(client, reverse("contacts:end_absence", args=[absence.pk]), {})
    assert not Absence.objects.exists()
    assert answer_for(commune).officers[0].contact.key == own.pk


def test_an_absence_has_no_place_for_a_reason():
    officer = make_person(Role.OFFICER)
    page = text(
        client_for(officer).get(reverse("contacts:declare_absence", args=[make_contact(person=officer).pk]))
    )
    assert "<textarea" not in page


def test_an_officer_leaves_next_january_and_both_truths_are_read_at_their_dates(coordination):
    make_subject()
    territory = make_territory()
    commune = place(territory)
    leaving, following = make_contact("Sortante"), make_contact("Entrante")
    cover(leaving, territory)
    url, wanted = reverse("contacts:leave", args=[leaving.pk]), {"on": NEW_YEAR, "successor": following.pk}
    assert "Dites d’où on le sait" in followed(coordination, url, wanted)
    page = followed(coordination, url, {**wanted, "source": "Note de service"})
    assert "prend la suite sur 1 zone" in page
    assert [each.contact.key for each in answer_for(commune).officers] == [leaving.pk]
    assert [each.contact.key for each in answer_for(commune, on=NEW_YEAR).officers] == [following.pk]
    assert list(Coverage.objects.order_by("valid_from").values_list("contact", "valid_from", "valid_to")) == [
        (leaving.pk, date(2020, 1, 1), NEW_YEAR),
        (following.pk, NEW_YEAR, None),
    ]
    thread = text(coordination.get(reverse("contacts:contact", args=[leaving.pk])))
    assert "a transmis les zones d’un contact" in thread


def test_a_departure_written_by_mistake_is_taken_back(coordination):
    contact = make_contact(until=TODAY)
    page = reverse("contacts:contact", args=[contact.pk])
    stay = reverse("contacts:stay", args=[contact.pk])
    assert stay in text(coordination.get(page))
    assert "le contact continue de répondre" in followed(coordination, stay, {})
    assert stay not in text(coordination.get(page))
    assert "n’est pas sur le départ" in followed(coordination, stay, {})


def test_a_commune_moved_next_january_is_answered_for_by_each_officer_at_their_dates(coordination):
    make_subject()
    north, south = make_territory("Nord"), make_territory("Sud")
    commune, other = place(north), place(south)
    place(north)
    of_north, of_south = clean(), clean()
    cover(of_north, north)
    cover(of_south, south)
    followed(
        coordination,
        f"{reverse('territories:move')}?commune={commune.code}",
        {"territory": south.slug, "valid_from": NEW_YEAR, "source": "Délibération", "confidence": "high"},
    )
    [today], [then] = (answer_for(commune, on=day).officers for day in (TODAY, NEW_YEAR))
    assert (today.contact.key, today.until) == (of_north.pk, NEW_YEAR)
    assert (then.contact.key, then.until) == (of_south.pk, None)
    for day in (TODAY, NEW_YEAR):
        page = coordination.get(reverse("contacts:coverage"), {"le": day.isoformat()})
        assert page.context["report"].anomalies == ()
    assert answer_for(other).officers[0].contact.key == of_south.pk


def test_the_list_costs_the_same_for_few_contacts_and_for_many(coordination, django_assert_max_num_queries):
    territory = make_territory()
    place(territory)
    for _time in range(2):
        for _number in range(5):
            cover(make_contact(), territory)
        with django_assert_max_num_queries(22):
            coordination.get(reverse("contacts:list"))
        for _number in range(20):
            cover(make_contact(), territory)


def test_an_officer_who_left_without_a_successor_waits_in_the_checker_with_one_repair(coordination):
    make_subject()
    territory = make_territory()
    commune = place(territory)
    leaving = make_contact("Sortante", person=make_person(Role.OFFICER))
    cover(leaving, territory)
    make_contact("Équipe", kind="central")
    followed(
        coordination,
        reverse("contacts:leave", args=[leaving.pk]),
        {"on": TODAY.isoformat(), "source": "Note"},
    )
    assert answer_for(commune).officers == ()
    assert answer_for(commune).first.contact.function == "Équipe"
    page = text(coordination.get(reverse("contacts:coverage")))
    assert "n’est pas en poste" in page
    assert commune.name in page
    assert reverse("contacts:leave", args=[leaving.pk]) in page


def test_a_word_of_a_visitor_waits_for_the_coordination_until_it_is_settled(coordination):
    contact, commune = make_contact(), place()
    word = WrongContactReport.objects.create(
        contact=contact, commune=commune, says_right=False, message="Ce numéro ne répond pas"
    )
    assert commune.name in text(coordination.get(reverse("portal:today")))
    assert "Ce numéro ne répond pas" in text(coordination.get(reverse("contacts:words")))
    url = reverse("contacts:settle", args=[word.pk])
    assert "dites si le contact a été corrigé" in followed(coordination, url, {"outcome": "forge"})
    followed(coordination, url, {"outcome": "corrected"})
    word.refresh_from_db()
    assert word.state == "corrected"
    assert "déjà" in followed(coordination, url, {"outcome": "right"})
    assert commune.name not in text(coordination.get(reverse("portal:today")))


def test_every_change_is_in_the_journal(coordination):
    contact = make_contact()
    coordination.post(reverse("contacts:confirm", args=[contact.pk]))
    assert Entry.objects.filter(verb="contacts.confirmed", target=f"contacts.contact:{contact.pk}").exists()
