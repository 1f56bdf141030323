"""An association claims its sheet; officers answer; visitors report mistakes."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.core.accounts.models import Invitation, Role
from maillage.core.messaging.models import Message
from maillage.core.organisations.domain import memberships, sheets
from maillage.core.organisations.models import ContactPoint, Membership, Organisation
from maillage.core.organisations.rules import keeps
from maillage.programmes.directory.domain import claims
from maillage.programmes.directory.models import Claim, Report
from tests.core.territories.places import make_commune
from tests.factories import client_for, make_person
from tests.programmes.directory.structures import make_structure

pytestmark = pytest.mark.django_db


@pytest.fixture
def structure():
    made = make_structure("Vélo Quetsche", make_commune("Toul"))
    ContactPoint.objects.create(organisation=made, function="accueil", email="contact@quetsche.example")
    return made


@pytest.fixture
def officer():
    return make_person(Role.OFFICER)


def claim_as(person, structure, **said):
    said = {"function": "présidente", "message": "Nous nous connaissons"} | said
    return client_for(person).post(reverse("directory:claim", args=[structure.slug]), said)


def code_sent():
    return re.search(r"(\d{4} \d{4})", Message.objects.get(kind="directory.claim_code").text)[1]


def test_an_address_of_the_own_domain_opens_the_sheet_at_once(structure):
    person = make_person(Role.MEMBER, email="direction@quetsche.example")
    answer = claim_as(person, structure)
    assert answer["Location"] == reverse("organisations:sheet", args=[structure.slug])
    assert keeps(person, structure)
    assert Claim.objects.get().proof == "domain"
    assert not Message.objects.exists()


def test_an_address_of_a_free_mail_service_proves_nothing(structure):
    ContactPoint.objects.create(organisation=structure, function="asso", email="quetsche@gmail.com")
    person = make_person(Role.MEMBER, email="nimporte.qui@gmail.com")
    claim_as(person, structure)
    assert not keeps(person, structure)


@pytest.mark.parametrize("domain", ["hotmail.be", "yahoo.co.uk", "gmx.de", "pt.lu", "web.de", "mailo.com"])
def test_nor_does_one_of_a_neighbouring_country(structure, domain):
    ContactPoint.objects.create(organisation=structure, function="asso", email=f"quetsche@{domain}")
    person = make_person(Role.MEMBER, email=f"nimporte.qui@{domain}")
    claim_as(person, structure)
    assert not keeps(person, structure)


def test_the_employer_of_a_contact_proves_nothing(structure):
    ContactPoint.objects.create(
        organisation=structure,
        function="trésorerie",
        email="jeanne@grande-usine.example",
        is_personal=True,
        consent_on=timezone.localdate(),
        is_public=False,
    )
    colleague = make_person(Role.MEMBER, email="paul@grande-usine.example")
    claim_as(colleague, structure)
    assert not keeps(colleague, structure)


def test_what_a_claimant_types_stays_on_its_line_of_the_letter(structure):
    claim_as(make_person(Role.MEMBER), structure, function="présidente\n\nUrgent :\nhttps://piege.example")
    assert "\nUrgent" not in Message.objects.get(kind="directory.claim_code").text


def test_a_code_goes_to_a_function_before_a_person(structure):
    ContactPoint.objects.update(is_public=False)
    ContactPoint.objects.create(
        organisation=structure,
        function="trésorerie",
        email="partie-depuis@example.org",
        is_personal=True,
        consent_on=timezone.localdate(),
    )
    assert claims.address_for_code(structure) == "contact@quetsche.example"


def test_those_who_keep_the_sheet_are_told_that_someone_keeps_it_too(structure):
    keeper, left, volunteer = (make_person(Role.MEMBER) for _person in range(3))
    for role in ("manager", "representative"):
        memberships.join(organisation=structure, person=keeper, role=role, actor=None)
    memberships.join(organisation=structure, person=volunteer, role="volunteer", actor=None)
    over = memberships.join(organisation=structure, person=left, role="manager", actor=None)
    memberships.end(membership=over, actor=None)
    person = make_person(Role.MEMBER, email="direction@quetsche.example")
    claim_as(person, structure)
    letter = Message.objects.get(kind="directory.new_keeper")
    assert letter.to == keeper.email
    assert person.name in letter.text
    assert person.email not in letter.text


def test_who_keeps_the_sheet_asks_for_nothing(structure):
    keeper = make_person(Role.MEMBER)
    memberships.join(organisation=structure, person=keeper, role="representative", actor=None)
    assert "tenez déjà cette fiche" in claim_as(keeper, structure).content.decode()
    assert not Claim.objects.exists()
    assert not Message.objects.exists()


def test_who_had_asked_to_belong_keeps_the_sheet_once_recognised(structure):
    person = make_person(Role.MEMBER, email="direction@quetsche.example")
    memberships.join(organisation=structure, person=person, role="manager", state="asked", actor=None)
    claim_as(person, structure)
    assert keeps(person, structure)


def test_who_had_left_keeps_the_sheet_again_once_recognised(structure):
    person = make_person(Role.MEMBER, email="direction@quetsche.example")
    memberships.join(organisation=structure, person=person, role="manager", actor=None)
    before = timezone.localdate() - timedelta(days=3)
    Membership.objects.update(since=before - timedelta(days=3), until=before)
    claim_as(person, structure)
    assert keeps(person, structure)


def test_what_was_asked_of_a_sheet_that_joined_another_is_told(structure, officer):
    person = make_person(Role.MEMBER)
    claim_as(person, structure)
    claim = Claim.objects.get()
    Organisation.objects.filter(pk=structure.pk).update(merged_into=make_structure("Autre"))
    page = client_for(officer).post(reverse("directory:accept_claim", args=[claim.pk]), follow=True)
    assert "réunie à une autre" in page.content.decode()
    assert not Membership.objects.exists()


def test_who_keeps_the_sheet_does_not_read_why_another_was_refused(structure, officer):
    keeper = make_person(Role.MEMBER)
    memberships.join(organisation=structure, person=keeper, role="manager", actor=None)
    claim_as(None, structure, name="Quelqu’un", email="quelquun@example.org")
    claims.refuse(claim=Claim.objects.get(), actor=officer, note="Zorglub nous a déjà trompés")
    sheet = reverse("organisations:sheet", args=[structure.slug])
    assert "Zorglub" not in client_for(keeper).get(sheet).content.decode()
    assert "Zorglub" in client_for(officer).get(sheet).content.decode()


def test_what_was_asked_of_a_sheet_taken_back_leads_to_no_missing_page(structure, officer):
    person = make_person(Role.MEMBER)
    claim_as(person, structure)
    Organisation.objects.update(state=Organisation.State.TO_COMPLETE)
    public = reverse("directory:structure", args=[structure.slug])
    assert public not in client_for(officer).get(reverse("directory:moderation")).content.decode()
    mine = client_for(person).get(reverse("directory:mine")).content.decode()
    assert structure.name in mine
    assert public not in mine


def test_a_report_shows_its_marks_as_they_were_typed(structure, officer):
    page = reverse("directory:report", args=[structure.slug])
    client_for().post(page, {"subject": "other", "message": "<a href='https://piege.example'>ici</a>"})
    shown = client_for(officer).get(reverse("directory:moderation")).content.decode()
    assert "&lt;a href=" in shown
    assert "<a href='https://piege" not in shown


def test_the_code_that_the_structure_received_opens_the_sheet(structure):
    person = make_person(Role.MEMBER)
    answer = claim_as(person, structure)
    page = reverse("directory:prove", args=[Claim.objects.get().pk])
    assert answer["Location"] == page
    assert Message.objects.get().to == "contact@quetsche.example"
    client = client_for(person)
    assert "essais" in client.post(page, {"code": "0000 0000"}).content.decode()
    assert not keeps(person, structure)
    client.post(page, {"code": code_sent()})
    assert keeps(person, structure)
    assert Claim.objects.get().proof == "code"


def test_a_code_is_not_guessed(structure):
    person = make_person(Role.MEMBER)
    claim_as(person, structure)
    code = code_sent()
    page = reverse("directory:prove", args=[Claim.objects.get().pk])
    for attempt in range(claims.MOST_ATTEMPTS):
        client_for(person).post(page, {"code": f"0000 000{attempt}"})
    assert "ne sert plus" in client_for(person).post(page, {"code": code}).content.decode()
    assert not keeps(person, structure)


def test_a_code_serves_two_days(structure):
    person = make_person(Role.MEMBER)
    claim_as(person, structure)
    Claim.objects.update(code_sent_at=timezone.now() - timedelta(days=3))
    claim = Claim.objects.get()
    client_for(person).post(reverse("directory:prove", args=[claim.pk]), {"code": code_sent()})
    assert not keeps(person, structure)


def test_the_code_of_another_is_of_no_use(structure):
    claim_as(make_person(Role.MEMBER), structure)
    page = reverse("directory:prove", args=[Claim.objects.get().pk])
    assert client_for(make_person(Role.MEMBER)).post(page, {"code": code_sent()}).status_code == 404


def test_a_visitor_is_invited_once_accepted_and_takes_the_sheet(structure, officer):
    said = {"name": "Présidente (démonstration)", "email": "presidente@example.org"}
    claim_as(None, structure, **said)
    claim = Claim.objects.get()
    today = client_for(officer).get(reverse("portal:today")).content.decode()
    assert "demande à tenir la fiche de Vélo Quetsche" in today
    client_for(officer).post(reverse("directory:accept_claim", args=[claim.pk]))
    assert Invitation.objects.get().email == "presidente@example.org"
    assert not Membership.objects.exists()
    person = make_person(Role.MEMBER, email="presidente@example.org")
    stranger = make_person(Role.MEMBER)
    assert client_for(stranger).post(reverse("directory:take", args=[claim.pk])).status_code == 404
    assert "Prendre en main la fiche" in client_for(person).get(reverse("portal:today")).content.decode()
    client_for(person).post(reverse("directory:take", args=[claim.pk]))
    assert keeps(person, structure)


def test_a_refusal_says_why(structure, officer):
    claim_as(None, structure, name="Quelqu’un", email="quelquun@example.org")
    claim = Claim.objects.get()
    client_for(officer).post(
        reverse("directory:refuse_claim", args=[claim.pk]), {"note": "Le bureau ne vous connaît pas."}
    )
    message = Message.objects.get(kind="directory.claim_answer")
    assert "Le bureau ne vous connaît pas." in message.text
    assert Claim.objects.get().state == "refused"


def test_the_same_request_is_kept_once(structure):
    said = {"name": "Quelqu’un", "email": "quelquun@example.org"}
    claim_as(None, structure, **said)
    assert "a déjà demandé" in claim_as(None, structure, **said).content.decode()
    assert Claim.objects.count() == 1


def test_a_decided_request_is_not_decided_again(structure, officer):
    claim_as(None, structure, name="Quelqu’un", email="quelquun@example.org")
    address = reverse("directory:accept_claim", args=[Claim.objects.get().pk])
    client_for(officer).post(address)
    assert "entre-temps" in client_for(officer).post(address, follow=True).content.decode()
    assert Invitation.objects.count() == 1


def test_a_visitor_reports_a_mistake_and_an_officer_deals_with_it(structure, officer):
    page = reverse("directory:report", args=[structure.slug])
    client_for().post(page, {"subject": "place", "message": "Elle a déménagé"})
    report = Report.objects.get()
    assert "Elle a déménagé" in client_for(officer).get(reverse("directory:moderation")).content.decode()
    client_for(officer).post(reverse("directory:handle_report", args=[report.pk]), {"issue": "corrigee"})
    report.refresh_from_db()
    assert (report.state, report.handled_by) == ("corrected", officer)


def test_reports_on_one_sheet_do_not_pile_up_without_end(structure):
    page = reverse("directory:report", args=[structure.slug])
    for number in range(25):
        elsewhere = client_for(REMOTE_ADDR=f"192.0.2.{number}")
        answer = elsewhere.post(page, {"subject": "other", "message": "Encore"})
    assert "l’ont déjà dit" in answer.content.decode()
    assert Report.objects.count() == 20


@pytest.mark.parametrize("address", ["directory:claim", "directory:report"])
def test_nothing_is_asked_of_a_sheet_that_is_not_public(address, structure):
    Organisation.objects.update(state=Organisation.State.TO_COMPLETE)
    assert client_for().get(reverse(address, args=[structure.slug])).status_code == 404


def test_what_was_asked_long_ago_is_erased(structure):
    claim_as(None, structure, name="Quelqu’un", email="quelquun@example.org")
    later = timezone.now() + timedelta(days=1)
    assert claims.purge(later, dry_run=True) == 1
    assert Claim.objects.exists()
    assert claims.purge(later, dry_run=False) == 1
    assert not Claim.objects.exists()


@pytest.fixture
def closed(structure):
    sheets.close(organisation=structure, on=None, actor=None)
    return structure


def test_the_sheet_of_a_structure_that_closed_is_not_kept_by_its_address(closed):
    person = make_person(Role.MEMBER, email="direction@quetsche.example")
    page = client_for(person).get(reverse("directory:claim", args=[closed.slug])).content.decode()
    assert "a fermé" in page
    assert "<textarea" not in page
    assert reverse("directory:report", args=[closed.slug]) in page
    answer = claim_as(person, closed)
    assert answer.status_code == 200
    assert "a fermé" in answer.content.decode()
    assert not Claim.objects.exists()
    assert not keeps(person, closed)


def test_what_was_asked_before_a_structure_closed_serves_no_more(structure, officer):
    proving, invited = make_person(Role.MEMBER), make_person(Role.MEMBER, email="elle@example.org")
    claim_as(proving, structure)
    by_code, code = Claim.objects.get(), code_sent()
    accepted = Claim.objects.create(
        organisation=structure, name="Elle", email=invited.email, function="Essai", state="open"
    )
    Claim.objects.filter(pk=accepted.pk).update(state="accepted", decided_at=timezone.now())
    sheets.close(organisation=structure, on=None, actor=officer)
    client_for(proving).post(reverse("directory:prove", args=[by_code.pk]), {"code": code})
    client_for(invited).post(reverse("directory:take", args=[accepted.pk]))
    page = client_for(officer).post(reverse("directory:accept_claim", args=[by_code.pk]), follow=True)
    assert "a fermé" in page.content.decode()
    assert not Membership.objects.exists()
    assert not Invitation.objects.exists()
    client_for(officer).post(reverse("directory:refuse_claim", args=[by_code.pk]), {"note": "Fermée"})
    by_code.refresh_from_db()
    assert by_code.state == "refused"


def test_a_structure_that_opens_again_may_be_claimed(closed):
    Organisation.objects.filter(pk=closed.pk).update(state="published", closed_on=None)
    person = make_person(Role.MEMBER, email="direction@quetsche.example")
    claim_as(person, closed)
    assert keeps(person, closed)
