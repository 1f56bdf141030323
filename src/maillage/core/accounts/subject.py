"""What accounts know of one person: export, erasure, end of keeping (named by ``personal_data``).

An erased person keeps a row without name or address: what they did stays counted, and names nobody.
"""

from collections.abc import Iterator
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.domain.roles import end_role
from maillage.core.accounts.domain.sessions import end_sessions
from maillage.core.accounts.models import ERASED_AT, Invitation, Person, SharedCacheEntry

Row = dict[str, object]


def export_person(person: Person) -> Iterator[Row]:
    """Give the account itself; the password is kept as a digest that nobody can read, and stays out."""
    yield {
        _("E-mail address"): person.email,
        _("Name"): person.name,
        _("Language"): person.language,
        _("Account opened on"): person.joined_at,
        _("Last sign-in"): person.last_login,
    }


def erase_person(person: Person) -> int:
    """End every role and empty the account; raise ValidationError for the last coordinator."""
    for grant in person.grants.filter(ended_at=None).order_by("pk"):
        end_role(grant=grant, by=None)
    return Person.objects.filter(pk=person.pk).update(
        email=f"compte-efface-{person.pk}{ERASED_AT}",
        name=_("Erased account"),
        language="",
        password=make_password(None),
        is_active=False,
        last_login=None,
        told_unused_at=None,
    )


def export_roles(person: Person) -> Iterator[Row]:
    """Give the roles held, now and before."""
    for grant in person.grants.order_by("granted_at", "pk"):
        yield {_("Role"): grant.get_role_display(), _("Since"): grant.granted_at, _("Until"): grant.ended_at}


def _invitations_of(person: Person) -> QuerySet[Invitation]:
    return Invitation.objects.filter(Q(email=person.email) | Q(accepted_by=person)).order_by(
        "invited_at", "pk"
    )


def export_invitations(person: Person) -> Iterator[Row]:
    """Give the invitations received."""
    for invitation in _invitations_of(person):
        yield {
            _("E-mail address"): invitation.email,
            _("Name"): invitation.name,
            _("Role"): invitation.get_role_display(),
            _("Sent on"): invitation.sent_at,
            _("Accepted on"): invitation.accepted_at,
        }


def erase_invitations(person: Person) -> int:
    """Remove the invitations received; those sent name the erased account, hence nobody."""
    return _removed(_invitations_of(person))


def purge_invitations(before: datetime, dry_run: bool) -> int:
    """Remove the invitations sent before a date whose link is closed."""
    closed = ~Q(accepted_at=None) | ~Q(revoked_at=None) | Q(expires_at__lte=timezone.now())
    return _removed(Invitation.objects.filter(closed, sent_at__lt=before), dry_run=dry_run)


def purge_counters(before: datetime, dry_run: bool) -> int:
    """Remove the counters that ended before a date."""
    return _removed(SharedCacheEntry.objects.filter(expires__lt=before), dry_run=dry_run)


def export_addresses(person: Person) -> Iterator[Row]:
    """Give the addresses of the account."""
    for address in EmailAddress.objects.filter(user=person).order_by("pk"):
        yield {_("E-mail address"): address.email, _("Confirmed"): address.verified}


def erase_addresses(person: Person) -> int:
    """Remove the addresses of the account."""
    return _removed(EmailAddress.objects.filter(user=person))


def export_second_factors(person: Person) -> Iterator[Row]:
    """Give the second factors, without their secrets."""
    for factor in Authenticator.objects.filter(user=person).order_by("pk"):
        yield {
            _("Second factor"): factor.get_type_display(),
            _("Added on"): factor.created_at,
            _("Last used on"): factor.last_used_at,
        }


def erase_second_factors(person: Person) -> int:
    """Remove the second factors."""
    return _removed(Authenticator.objects.filter(user=person))


def export_proconnect(person: Person) -> Iterator[Row]:
    """Give what ProConnect said."""
    for account in SocialAccount.objects.filter(user=person).order_by("pk"):
        yield {
            _("Identifier given by ProConnect"): account.uid,
            _("What ProConnect said"): account.extra_data,
            _("Last sign-in"): account.last_login,
        }


def erase_proconnect(person: Person) -> int:
    """Forget what ProConnect said."""
    return _removed(SocialAccount.objects.filter(user=person))


def export_sessions(person: Person) -> Iterator[Row]:
    """Give the browsers where the person is signed in."""
    for browser in UserSession.objects.filter(user=person).order_by("pk"):
        yield {
            _("Since"): browser.created_at,
            _("Browser"): browser.user_agent,
            _("Network address"): browser.ip,
        }


def erase_sessions(person: Person) -> int:
    """Sign the person out everywhere."""
    return end_sessions(person)


def purge_browsers(before: datetime, dry_run: bool) -> int:
    """Remove the browsers signed in before a date whose session is over."""
    over = ~Q(session_key__in=Session.objects.filter(expire_date__gt=timezone.now()).values("session_key"))
    return _removed(UserSession.objects.filter(over, created_at__lt=before), dry_run=dry_run)


def purge_sessions(before: datetime, dry_run: bool) -> int:  # noqa: ARG001 -- a session carries its own end
    """Remove the sessions that are over."""
    return _removed(Session.objects.filter(expire_date__lt=timezone.now()), dry_run=dry_run)


def _removed(rows: QuerySet, *, dry_run: bool = False) -> int:
    """Remove the rows, or only count them; return how many."""
    number = rows.count()
    if not dry_run:
        rows.delete()
    return number
