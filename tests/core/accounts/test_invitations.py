"""An account is opened by an invitation, and by nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from maillage.core.accounts.baskets import unanswered_invitations
from maillage.core.accounts.domain import invitations
from maillage.core.accounts.models import Invitation, Person, Role
from maillage.core.activity.models import Entry
from maillage.core.messaging.models import Message
from tests.core.accounts.mail import last_message, link_in
from tests.factories import PASSWORD, client_for, make_person

pytestmark = pytest.mark.django_db
ADDRESS = "invitee@example.org"


@pytest.fixture
def coordinator():
    return make_person(Role.COORDINATOR)


def invite(by, role=Role.PARTNER):
    return invitations.invite(email=ADDRESS, name="Personne invitée (démonstration)", role=role, by=by)


def link():
    return link_in(last_message(ADDRESS))


def test_the_coordination_invites_from_its_page(coordinator):
    client = client_for(coordinator)
    form = {"name": "Personne invitée (démonstration)", "email": "Invitee@Example.org", "role": "partner"}
    page = client.post(reverse("accounts:invite"), form, follow=True)
    assert f"L’invitation part vers {ADDRESS}" in page.content.decode()
    assert "vous invite" in last_message(ADDRESS).subject
    assert Entry.objects.filter(verb="accounts.invited", actor=f"accounts.person:{coordinator.pk}").exists()


def test_the_invited_person_chooses_a_password_and_is_in(coordinator):
    invite(coordinator)
    client = client_for()
    client.post(link(), {"name": "Conseillère (démonstration)", "password": PASSWORD})
    person = Person.objects.get(email=ADDRESS)
    assert person.has_house_role(Role.PARTNER)
    assert person.check_password(PASSWORD)
    assert client.get(reverse("accounts:me")).status_code == 200


def test_a_password_is_optional(coordinator):
    invite(coordinator)
    client_for().post(link(), {"name": "Conseillère (démonstration)", "password": ""})
    assert not Person.objects.get(email=ADDRESS).has_usable_password()


def test_a_weak_password_is_refused_beside_the_field_and_nothing_is_created(coordinator):
    invite(coordinator)
    page = client_for().post(link(), {"name": "Conseillère (démonstration)", "password": "123456789012"})
    assert "se devine facilement" in page.content.decode()
    assert not Person.objects.filter(email=ADDRESS).exists()


def test_opening_the_link_changes_nothing(coordinator):
    invite(coordinator)
    for _visit in range(2):
        assert client_for().get(link()).status_code == 200
    assert not Person.objects.filter(email=ADDRESS).exists()


def test_the_link_serves_once(coordinator):
    invite(coordinator)
    client_for().post(link(), {"name": "Conseillère (démonstration)"})
    assert client_for().get(link()).status_code == 410
    assert client_for().post(link(), {"name": "Une autre"}).status_code == 410


def test_the_database_alone_does_not_give_the_link(coordinator):
    invitation = invite(coordinator)
    assert invitation.secret_digest not in link()
    forged = reverse("accounts:invitation", kwargs={"token": invitation.secret_digest})
    assert client_for().get(forged).status_code == 410


def test_the_link_closes_after_fourteen_days(coordinator):
    invite(coordinator)
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        assert client_for().get(link()).status_code == 410


def test_sending_again_opens_a_new_link_and_closes_the_former(coordinator):
    invitation = invite(coordinator)
    former = link()
    client_for(coordinator).post(reverse("accounts:resend", args=[invitation.pk]))
    assert Message.objects.filter(to=ADDRESS).count() == 2
    assert client_for().get(former).status_code == 410
    assert client_for().get(link()).status_code == 200


def test_a_closed_invitation_opens_nothing_and_is_not_sent_again(coordinator):
    invitation = invite(coordinator)
    client_for(coordinator).post(reverse("accounts:revoke", args=[invitation.pk]))
    assert client_for().get(link()).status_code == 410
    page = client_for(coordinator).post(reverse("accounts:resend", args=[invitation.pk]), follow=True)
    assert "Rien n’a été envoyé" in page.content.decode()
    assert Message.objects.filter(to=ADDRESS).count() == 1


def test_someone_with_an_account_receives_one_more_role(coordinator):
    person = make_person(Role.MEMBER, email=ADDRESS, password=PASSWORD)
    invite(coordinator)
    page = client_for().get(link()).content.decode()
    assert "Vous avez déjà un compte" in page
    client_for().post(link())
    person = Person.objects.get(pk=person.pk)
    assert person.role_keys == {"member", "partner"}
    assert person.check_password(PASSWORD)


def test_inviting_for_a_role_already_held_or_already_offered_is_refused(coordinator):
    invite(coordinator)
    with pytest.raises(ValidationError, match="renvoyez plutôt"):
        invite(coordinator)
    make_person(Role.OFFICER, email=ADDRESS)
    with pytest.raises(ValidationError, match="a déjà un compte"):
        invite(coordinator, role=Role.OFFICER)
    assert Message.objects.filter(to=ADDRESS).count() == 1


def test_a_row_cannot_be_accepted_and_closed(coordinator):
    invitation = invite(coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(
            accepted_at=timezone.now(), accepted_by=coordinator, revoked_at=timezone.now()
        )


class TestToday:
    def test_a_fresh_invitation_awaits_nobody(self, coordinator):
        invite(coordinator)
        assert unanswered_invitations(coordinator).count == 0

    def test_after_a_week_without_an_answer_it_awaits_the_coordination(self, coordinator):
        invite(coordinator)
        with time_machine.travel(timezone.now() + timedelta(days=8)):
            (awaited,) = unanswered_invitations(coordinator).top
        assert "n’a pas répondu" in str(awaited.line.what)
        assert not awaited.line.late

    def test_once_expired_it_is_late(self, coordinator):
        invite(coordinator)
        with time_machine.travel(timezone.now() + timedelta(days=15)):
            (awaited,) = unanswered_invitations(coordinator).top
        assert awaited.line.late

    def test_it_concerns_the_coordination_alone(self):
        assert unanswered_invitations(make_person(Role.OFFICER)) is None
