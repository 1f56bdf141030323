"""A right comes from a role held now, by a person who may sign in."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.core.accounts import rules
from maillage.core.accounts.models import Person, Role, RoleGrant
from tests.factories import make_person

PREDICATES = {
    Role.COORDINATOR: rules.is_coordinator,
    Role.OFFICER: rules.is_officer,
    Role.PARTNER: rules.is_partner,
    Role.MEMBER: rules.is_structure_member,
}


@pytest.mark.django_db
@pytest.mark.parametrize("held", [*Role, None])
def test_each_predicate_answers_for_its_own_role_alone(held):
    person = make_person(held)
    assert {role for role, holds in PREDICATES.items() if holds(person)} == ({held} if held else set())


def test_someone_who_is_not_signed_in_holds_nothing():
    assert not any(holds(AnonymousUser()) for holds in PREDICATES.values())


@pytest.mark.django_db
def test_a_role_that_ended_opens_nothing():
    person = make_person(Role.OFFICER)
    person.grants.update(ended_at=timezone.now())
    assert not rules.is_officer(person)


@pytest.mark.django_db
def test_a_person_who_may_no_longer_sign_in_holds_nothing():
    assert not rules.is_coordinator(make_person(Role.COORDINATOR, is_active=False))


@pytest.mark.django_db
def test_a_role_is_held_once_at_a_time_and_may_come_back():
    person = make_person(Role.PARTNER)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(person=person, role=Role.PARTNER)
    person.grants.update(ended_at=timezone.now())
    RoleGrant.objects.create(person=person, role=Role.PARTNER)


@pytest.mark.django_db
def test_an_address_names_one_person_whatever_the_case():
    make_person(email="Accueil@Example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_person(email="accueil@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(email="ACCUEIL@example.org")
