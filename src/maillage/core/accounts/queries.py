"""Reads of accounts: people and the roles they hold, invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from maillage.core.accounts.models import Invitation, Person, RoleGrant
from maillage.core.portal.programmes import MenuLink

PAGE = 50


@dataclass(frozen=True)
class PeoplePage:
    """One page of people with the roles they hold; ``after`` is the key of the next page, None at the end."""

    people: Sequence[Person]
    after: int | None


def people_page(*, search: str = "", after: int | None = None) -> PeoplePage:
    """Return people in the order of their names, fifty at a time; ``after`` is the last one already seen."""
    rows = Person.objects.order_by("name", "pk")
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(email__icontains=search))
    last = Person.objects.filter(pk=after).first() if after else None
    if last:
        rows = rows.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    held = RoleGrant.objects.filter(ended_at=None).select_related("granted_by").order_by("granted_at", "pk")
    people = list(rows.prefetch_related(Prefetch("grants", queryset=held, to_attr="held"))[: PAGE + 1])
    return PeoplePage(people[:PAGE], people[PAGE - 1].pk if len(people) > PAGE else None)


@dataclass(frozen=True)
class PersonSheet:
    """What the coordination sees of an account: the roles ever held, and what protects it."""

    person: Person
    held: Sequence[RoleGrant]
    ended: Sequence[RoleGrant]
    has_second_factor: bool
    browsers: int


def person_sheet(person: Person) -> PersonSheet:
    """Read the sheet of an account."""
    grants = list(person.grants.select_related("granted_by").order_by("granted_at", "pk"))
    factors = Authenticator.objects.filter(user=person)
    return PersonSheet(
        person=person,
        held=[grant for grant in grants if grant.ended_at is None],
        ended=[grant for grant in grants if grant.ended_at is not None],
        has_second_factor=factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists(),
        browsers=UserSession.objects.filter(user=person).count(),
    )


def current_grants(person: Person) -> QuerySet[RoleGrant]:
    """Return the roles a person holds now, oldest first."""
    return person.grants.filter(ended_at=None).order_by("granted_at", "pk")


def open_invitations() -> QuerySet[Invitation]:
    """Return the invitations that nobody answered yet, expired ones included, oldest first."""
    return (
        Invitation.objects.filter(accepted_at=None, revoked_at=None)
        .select_related("invited_by")
        .order_by("sent_at", "pk")
    )


def invitations_to_look_at(*, quiet_for: timedelta, closing_within: timedelta) -> QuerySet[Invitation]:
    """Return the open invitations without an answer for a while, or whose link closes soon or is closed."""
    now = timezone.now()
    return open_invitations().filter(
        Q(sent_at__lte=now - quiet_for) | Q(expires_at__lte=now + closing_within)
    )


def account_links(person: Person) -> list[MenuLink]:
    """Return what other apps add to « My account » (``AppConfig.account_links``).

    Each names functions of the person that return a link with its description, or None.
    """
    names = [name for config in apps.get_app_configs() for name in getattr(config, "account_links", ())]
    links = (import_string(name)(person) for name in names)
    return [link for link in links if link]


def other_browsers(person: Person, session_key: str | None) -> int:
    """Count the browsers, beside the one of this session, that open the account without asking."""
    keys = (
        UserSession.objects.filter(user=person).exclude(session_key=session_key or "").values("session_key")
    )
    return Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).count()
