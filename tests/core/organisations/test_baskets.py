"""« Aujourd'hui »: what awaits officers, and nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.core.accounts.models import Role
from maillage.core.organisations import baskets, subject
from maillage.core.organisations.domain import duplicates, memberships, sources
from maillage.core.organisations.models import Membership, Source, SourceIdentity
from maillage.core.privacy.register import register
from tests.core.organisations.sheets import make_organisation
from tests.core.territories.places import make_commune
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db

EVERY = (
    baskets.asked_memberships,
    baskets.to_complete,
    baskets.duplicates,
    baskets.contradictions,
    baskets.unseen,
)


@pytest.fixture
def much_to_do() -> None:
    """One line in each basket."""
    commune = make_commune()
    first = make_organisation("Les Petits Débrouillards", commune)
    make_organisation("Petits débrouillards", commune)
    duplicates.look_for_duplicates()
    make_organisation(published=True, legal_category="9220", naf="94.92Z", ess_declared="yes")
    memberships.join(
        organisation=first, person=make_person(), role="manager", state=Membership.State.ASKED, actor=None
    )
    source = Source.objects.create(key="essai", name="Registre d’essai", licence="essai", is_complete=True)
    heard = sources.receive(
        source=source,
        external_id="a",
        payload={},
        fetched_at=timezone.now() - timedelta(days=31),
    )
    sources.attach(identity=heard.identity, organisation=first, actor=None)


def test_each_basket_leads_to_the_page_that_settles_it(much_to_do):
    officer = make_person(Role.OFFICER)
    client = client_for(officer)
    for basket in EVERY:
        found = basket(officer)
        assert found is not None
        assert found.count
        assert {client.get(each.line.url).status_code for each in found.top} == {200}
    assert client.get(reverse("portal:today")).status_code == 200


@pytest.mark.parametrize("role", [Role.PARTNER, Role.MEMBER])
def test_others_are_not_bothered(role, much_to_do):
    person = make_person(role)
    assert [basket(person) for basket in EVERY] == [None] * len(EVERY)


def test_what_is_seen_again_leaves_the_basket_and_nothing_was_removed(much_to_do):
    source = Source.objects.get()
    assert SourceIdentity.objects.count() == 1
    sources.receive(source=source, external_id="a", payload={})
    found = baskets.unseen(make_person(Role.OFFICER))
    assert found is not None
    assert not found.count


def test_an_erased_person_leaves_their_structures_and_their_contacts():
    person = make_person(Role.MEMBER, email="membre@example.org", name="Membre (essai)")
    sheet = make_organisation()
    memberships.join(organisation=sheet, person=person, role="manager", title="Coordination", actor=None)
    sheet.contact_points.create(function="Accueil", email="membre@example.org", phone="03 53 01 54 10")
    sheet.contact_points.create(
        function="Direction", email="m@example.org", name="Membre (essai)", consent_on=timezone.localdate()
    )
    assert len(list(subject.export_memberships(person))) == 1
    assert len(list(subject.export_contact_points(person))) == 2
    assert subject.erase_contact_points(person) == 2
    subject.erase_memberships(person)
    held = person.memberships.get()
    assert (held.state, held.title) == ("ended", "")
    assert set(sheet.contact_points.values_list("function", "email", "name", "phone")) == {
        ("Accueil", "", "", "03 53 01 54 10"),
        ("Direction", "m@example.org", "", ""),
    }
    assert "organisations.Membership" in register().models()
