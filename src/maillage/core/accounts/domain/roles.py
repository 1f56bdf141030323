"""Verbs on roles: give one, end one, name the first coordinator."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person, Role, RoleGrant
from maillage.core.activity import domain as activity


def grant_role(*, person: Person, role: Role, by: Person | None) -> RoleGrant:
    """Give a role from now on; a role already held is left as it is.

    ``by`` is None when a command gives the role.
    """
    with transaction.atomic():
        # The person's row is the lock: two grants of the same role wait for each other.
        Person.objects.select_for_update().get(pk=person.pk)
        held = person.grants.filter(role=role, ended_at=None).first()
        if held:
            return held
        grant = RoleGrant.objects.create(person=person, role=role, granted_by=by)
        activity.record(verb="accounts.role_granted", actor=by, target=person, facts={"role": role.value})
    person.__dict__.pop("role_keys", None)
    return grant


def end_role(*, grant: RoleGrant, by: Person | None) -> RoleGrant:
    """End a role now.

    Raises ValidationError when it would leave the house without any coordinator; nothing is changed then.
    Ending a role that ended already changes nothing.
    """
    with transaction.atomic():
        if grant.role == Role.COORDINATOR:
            keep_one_coordinator(grant)
        locked = RoleGrant.objects.select_for_update().get(pk=grant.pk)
        if locked.ended_at is None:
            locked.ended_at = timezone.now()
            locked.save(update_fields=["ended_at"])
            activity.record(
                verb="accounts.role_ended", actor=by, target=locked.person, facts={"role": locked.role}
            )
    return locked


def keep_one_coordinator(grant: RoleGrant) -> None:
    """Refuse that this one stop coordinating when nobody else does.

    Locks every coordinator's role, so that two cannot end or close each other, then reads again: what the
    one who held the locks changed, a closed account included, is seen by a new query alone.
    """
    coordinators = RoleGrant.objects.filter(role=Role.COORDINATOR, ended_at=None).order_by("pk")
    list(coordinators.select_for_update(of=("self",)))
    others = coordinators.filter(person__is_active=True).exclude(pk=grant.pk).exists()
    if not others:
        raise ValidationError(
            _(
                "This is the last person of the coordination: without one, nobody could invite or give "
                "roles. The role was kept. Invite someone else first."
            ),
            code="last_coordinator",
        )


def create_coordinator(*, email: str, name: str = "", password: str | None = None) -> tuple[Person, bool]:
    """Make sure that a coordinator exists under this address; return the person and whether it is new.

    Run from the command line at first installation: the address is taken as verified. Without a password the
    person signs in with a one-time code.
    """
    address = email.strip().lower()
    with transaction.atomic():
        person = Person.objects.filter(email=address).first()
        created = person is None
        if person is None:
            person = Person.objects.create_user(address, password, name=name)
            EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
            activity.record(verb="accounts.created", target=person)
        grant_role(person=person, role=Role.COORDINATOR, by=None)
    return person, created
