"""People in structures: several roles, an end told in advance, a successor for some of the roles."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from maillage.core.accounts.models import Person, Role
from maillage.core.organisations import chores
from maillage.core.organisations.domain import memberships
from maillage.core.organisations.models import Membership, Organisation
from maillage.core.organisations.rules import is_member, keeps
from tests.core.organisations.sheets import make_organisation
from tests.factories import client_for, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet() -> Organisation:
    return make_organisation()


@pytest.fixture
def officer() -> Person:
    return make_person(Role.OFFICER)


@pytest.fixture
def first(sheet: Organisation) -> Person:
    """Someone who represents, keeps the sheet and volunteers, since two months."""
    person = make_person(Role.MEMBER)
    for role in ("representative", "manager", "volunteer"):
        held = join(sheet, person, role)
        Membership.objects.filter(pk=held.pk).update(since=days_ago(60))
    return person


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def join(sheet: Organisation, person: Person, role: str, **more) -> Membership:
    return memberships.join(organisation=sheet, person=person, role=role, actor=None, **more)


def left_days_ago(sheet: Organisation, person: Person, days: int) -> None:
    """As an end told in advance stands once its day has passed."""
    Membership.objects.filter(organisation=sheet, person=person).update(until=days_ago(days))


def roles_of(person: Person) -> set[tuple[str, str]]:
    return set(person.memberships.values_list("role", "state"))


def test_who_left_on_a_day_told_in_advance_may_come_back(sheet, first):
    left_days_ago(sheet, first, 3)
    assert not is_member(first, sheet)
    back = join(sheet, first, "manager")
    assert keeps(first, sheet)
    assert first.memberships.exclude(pk=back.pk).filter(role="manager", state="ended").exists()


def test_who_left_is_told_among_those_of_before(sheet, first, officer):
    left_days_ago(sheet, first, 3)
    page = client_for(officer).get(reverse("organisations:members", args=[sheet.slug]))
    assert page.context["current"] == []
    assert {row.person for row in page.context["former"]} == {first}


def test_an_end_told_in_advance_is_written_down_when_its_day_has_passed(sheet, first):
    first.memberships.filter(role="manager").update(until=days_ago(0))
    first.memberships.filter(role="volunteer").update(until=days_ago(-1))
    chores.end_memberships()
    assert roles_of(first) == {("representative", "active"), ("manager", "ended"), ("volunteer", "active")}


def test_handing_over_gives_no_right_back_to_who_left(sheet, first, officer):
    first.memberships.filter(role="manager").update(until=days_ago(5))
    memberships.hand_over(
        membership=first.memberships.get(role="representative"),
        successor=make_person(Role.MEMBER),
        on=days_ago(-7),
        actor=officer,
    )
    assert first.memberships.get(role="manager").until == days_ago(5)


def test_a_successor_takes_one_role_while_the_earlier_person_stays(sheet, first, officer):
    second = make_person(Role.MEMBER)
    address = reverse(
        "organisations:hand_over", args=[sheet.slug, first.memberships.get(role="representative").pk]
    )
    page = client_for(officer).get(address).content.decode()
    assert "représentant" in page
    assert "bénévole" in page
    client_for(officer).post(
        address, {"email": second.email, "on": days_ago(0).isoformat(), "roles": ["representative"]}
    )
    assert roles_of(second) == {("representative", "active")}
    assert roles_of(first) == {("representative", "ended"), ("manager", "active"), ("volunteer", "active")}


def test_a_successor_who_had_asked_for_the_role_holds_it_without_another_answer(sheet, first, officer):
    second = make_person(Role.MEMBER)
    asked = join(sheet, second, "manager", state=Membership.State.ASKED)
    memberships.hand_over(membership=first.memberships.get(role="manager"), successor=second, actor=officer)
    asked.refresh_from_db()
    assert (asked.state, asked.follows.person) == ("active", first)
    assert keeps(second, sheet)
    assert not keeps(first, sheet)


def test_a_successor_who_was_to_leave_the_role_keeps_it(sheet, first, officer):
    second = make_person(Role.MEMBER)
    held = join(sheet, second, "manager")
    memberships.end(membership=held, on=days_ago(-10), actor=officer)
    memberships.hand_over(membership=first.memberships.get(role="manager"), successor=second, actor=officer)
    held.refresh_from_db()
    assert (held.state, held.until) == ("active", None)


def test_a_shared_mailbox_that_takes_over_stays_one_and_represents_nobody(sheet, first, officer):
    mailbox = make_person(Role.MEMBER)
    join(sheet, mailbox, "contact", kind=Membership.Kind.SHARED_MAILBOX)
    held = first.memberships.get(role="manager")
    with pytest.raises(ValidationError, match="représentant"):
        memberships.hand_over(membership=held, successor=mailbox, actor=officer)
    assert roles_of(first) == {(role, "active") for role in ("representative", "manager", "volunteer")}
    (taken,) = memberships.hand_over(membership=held, successor=mailbox, roles=["manager"], actor=officer)
    assert taken.kind == Membership.Kind.SHARED_MAILBOX


def test_an_end_said_twice_is_told_in_words(sheet, first, officer, monkeypatch):
    held = first.memberships.get(role="manager")
    address = reverse("organisations:end_membership", args=[sheet.slug, held.pk])
    before = memberships.end

    def meanwhile(**said):
        before(**said)
        return before(**said)

    monkeypatch.setattr(memberships, "end", meanwhile)
    page = client_for(officer).post(address, follow=True).content.decode()
    assert "n’est pas en cours" in page
