"""Roles are given and ended by the coordination, and someone of the coordination always remains."""

import threading
import time

import pytest
from django.core.exceptions import ValidationError
from django.db import close_old_connections, connection, transaction
from django.urls import reverse

from maillage.core.accounts.domain import closing, roles
from maillage.core.accounts.models import Person, Role, RoleGrant
from maillage.core.activity.models import Entry
from tests.factories import client_for, make_person


@pytest.mark.django_db
class TestEndingARole:
    def test_it_closes_the_pages_of_the_role_and_stays_in_the_journal(self):
        coordinator, officer = make_person(Role.COORDINATOR), make_person(Role.OFFICER)
        grant = officer.grants.get()
        page = client_for(coordinator).post(reverse("accounts:end_role", args=[grant.pk]), follow=True)
        assert "n’a plus ce rôle" in page.content.decode()
        assert not Person.objects.get(pk=officer.pk).has_house_role(Role.OFFICER)
        assert RoleGrant.objects.get(pk=grant.pk).ended_at is not None
        assert Entry.objects.filter(verb="accounts.role_ended").count() == 1

    def test_the_last_of_the_coordination_stays(self):
        coordinator = make_person(Role.COORDINATOR)
        url = reverse("accounts:end_role", args=[coordinator.grants.get().pk])
        page = client_for(coordinator).post(url).content.decode()
        assert "C’est la dernière personne de la coordination" in page
        assert Person.objects.get(pk=coordinator.pk).has_house_role(Role.COORDINATOR)

    def test_someone_who_may_no_longer_sign_in_does_not_count_as_coordination(self):
        coordinator = make_person(Role.COORDINATOR)
        make_person(Role.COORDINATOR, is_active=False)
        with pytest.raises(ValidationError):
            roles.end_role(grant=coordinator.grants.get(), by=coordinator)

    def test_the_first_of_two_may_leave(self):
        coordinator, other = make_person(Role.COORDINATOR), make_person(Role.COORDINATOR)
        roles.end_role(grant=coordinator.grants.get(), by=other)
        assert not Person.objects.get(pk=coordinator.pk).role_keys


@pytest.mark.django_db
def test_giving_a_role_twice_gives_it_once():
    person = make_person()
    first = roles.grant_role(person=person, role=Role.OFFICER, by=None)
    assert roles.grant_role(person=person, role=Role.OFFICER, by=None) == first
    assert person.has_house_role(Role.OFFICER)
    assert Entry.objects.filter(verb="accounts.role_granted").count() == 1


@pytest.mark.django_db
def test_the_first_coordinator_is_named_from_the_command_line():
    person, created = roles.create_coordinator(
        email="Premiere@Example.org", name="Coordination (démonstration)"
    )
    assert created
    assert person.has_house_role(Role.COORDINATOR)
    again, created = roles.create_coordinator(email="premiere@example.org")
    assert again == person
    assert not created


def _two_leave_at_once(leave):
    """Let two coordinators leave at the same instant, each by the other's hand; return how many are left."""
    grants = [make_person(Role.COORDINATOR).grants.get() for _person in range(2)]
    start = threading.Barrier(2)

    def run(grant):
        try:
            start.wait(timeout=10)
            leave(grant)
        except ValidationError:
            pass  # the refusal is what protects
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=[grant]) for grant in grants]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    held = RoleGrant.objects.filter(role=Role.COORDINATOR, ended_at=None, person__is_active=True)
    return held.count()


@pytest.mark.django_db(transaction=True)
class TestTwoCoordinatorsEndEachOther:
    def test_one_stays(self):
        assert _two_leave_at_once(lambda grant: roles.end_role(grant=grant, by=None)) == 1

    def test_one_stays_when_they_close_each_others_account(self):
        def close(grant):
            other = Person.objects.exclude(pk=grant.person_id).get()
            closing.close_account(person=grant.person, reason="Essai", by=other)

        assert _two_leave_at_once(close) == 1

    def test_one_stays_when_one_closes_and_the_other_ends(self):
        def leave(grant):
            other = Person.objects.exclude(pk=grant.person_id).get()
            if grant.person_id < other.pk:
                closing.close_account(person=grant.person, reason="Essai", by=other)
            else:
                roles.end_role(grant=grant, by=other)

        assert _two_leave_at_once(leave) == 1

    def test_without_the_lock_none_would_stay(self):
        """The negative control: the same race does happen when the check and the end are not one."""
        checked = threading.Barrier(2)

        def check_then_end(grant):
            others = RoleGrant.objects.filter(role=Role.COORDINATOR, ended_at=None).exclude(pk=grant.pk)
            still_there = others.exists()
            checked.wait(timeout=10)
            if still_there:
                RoleGrant.objects.filter(pk=grant.pk).update(ended_at=grant.granted_at)

        assert _two_leave_at_once(check_then_end) == 0

    @pytest.mark.postgresql
    def test_without_reading_again_after_the_locks_none_would_stay(self):
        """The negative control of two who close each other: a query that waits for locks reads old rows."""

        def close_by_what_the_locks_saw(grant):
            with transaction.atomic():
                held = RoleGrant.objects.select_for_update(of=("self",)).filter(person__is_active=True)
                others = [row for row in held.order_by("pk") if row.pk != grant.pk]
                time.sleep(0.5)  # the other one is waiting for the locks by now
                if others:
                    Person.objects.filter(pk=grant.person_id).update(is_active=False)

        assert _two_leave_at_once(close_by_what_the_locks_saw) == 0
