"""Verbs on invitations: invite, send again, revoke, accept.

The link holds a random secret, signed for this single purpose; the database keeps its digest alone.
"""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from maillage.core.accounts.domain.roles import grant_role
from maillage.core.accounts.models import Invitation, Person, Role
from maillage.core.activity import domain as activity
from maillage.core.messaging import domain as messaging
from maillage.core.portal.queries import the_portal

OPEN_FOR = timedelta(days=14)
_signer = signing.Signer(salt="maillage.accounts.invitation")


def invite(*, email: str, name: str, role: Role, by: Person) -> Invitation:
    """Open the door to an address and post the link to it.

    Raises ValidationError, and changes nothing, when the address holds the role or is invited already.
    """
    address = email.strip().lower()
    secret = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=address,
        name=name.strip(),
        role=role,
        secret_digest=_digest(secret),
        invited_by=by,
        expires_at=timezone.now() + OPEN_FOR,
    )
    with transaction.atomic():
        if Person.objects.filter(email=address, grants__role=role, grants__ended_at=None).exists():
            raise ValidationError(
                _("This address already has an account with this role: there is nothing to send."),
                code="already_held",
            )
        invitation.full_clean()
        invitation.save()
        _post(invitation, secret)
        activity.record(verb="accounts.invited", actor=by, target=invitation, facts={"role": role.value})
    return invitation


def resend(*, invitation: Invitation, by: Person) -> Invitation:
    """Post a new link, open for the full delay; the former link stops working.

    Raises ValidationError when the invitation is no longer open.
    """
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        locked = _locked_open(invitation)
        locked.secret_digest = _digest(secret)
        locked.sent_at = timezone.now()
        locked.sendings = F("sendings") + 1
        locked.expires_at = locked.sent_at + OPEN_FOR
        locked.save()
        locked.refresh_from_db()
        _post(locked, secret)
        activity.record(verb="accounts.invitation_resent", actor=by, target=locked)
    return locked


def revoke(*, invitation: Invitation, by: Person) -> Invitation:
    """Close the door: the link stops working. Raises ValidationError when it is no longer open."""
    with transaction.atomic():
        locked = _locked_open(invitation)
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        activity.record(verb="accounts.invitation_revoked", actor=by, target=locked)
    return locked


def accept(*, token: str, name: str, password: str | None) -> Person:
    """Welcome the invited person: account (new, or the one under this address), verified address, role.

    ``password`` None leaves an existing password alone; a new account then signs in by one-time code.
    Raises ValidationError when the link is no longer good; nothing is changed then.
    """
    with transaction.atomic():
        invitation = usable_invitation(token, lock=True)
        if invitation is None:
            raise ValidationError(_("This invitation is no longer open. Ask for a new one."), code="not_open")
        person = Person.objects.select_for_update().filter(email=invitation.email).first()
        if person is None:
            person = Person.objects.create_user(invitation.email, password, name=name.strip())
            activity.record(verb="accounts.created", actor=person, target=person)
        elif not person.is_active:
            raise ValidationError(
                _("The account under this address was closed. Ask the coordination to open it again."),
                code="inactive",
            )
        _verify_address(person)
        grant_role(person=person, role=Role(invitation.role), by=invitation.invited_by)
        invitation.accepted_at = timezone.now()
        invitation.accepted_by = person
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        activity.record(verb="accounts.invitation_accepted", actor=person, target=invitation)
    return person


def usable_invitation(token: str, *, lock: bool = False) -> Invitation | None:
    """Return the open invitation that a link opens, or None (forged, used, revoked, expired: all alike)."""
    try:
        secret = _signer.unsign(token)
    except signing.BadSignature:
        return None
    rows = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects
    return (
        rows.select_related("invited_by")
        .filter(
            secret_digest=_digest(secret), accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
        )
        .first()
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _locked_open(invitation: Invitation) -> Invitation:
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not locked.is_open:
        raise ValidationError(
            _("This invitation is closed: it was accepted or revoked. Nothing was sent or changed."),
            code="closed",
        )
    return locked


def _verify_address(person: Person) -> None:
    """Take the address as verified: the link was read in its mailbox."""
    try:
        with transaction.atomic():
            EmailAddress.objects.update_or_create(
                user=person, email=person.email, defaults={"verified": True, "primary": True}
            )
    except IntegrityError as error:
        raise ValidationError(
            _("This address is verified on another account. Ask the coordination to sort it out."),
            code="address_taken",
        ) from error


def _post(invitation: Invitation, secret: str) -> None:
    """Write the message to the outbox, in the portal's language: nobody knows the reader's yet."""
    path = reverse("accounts:invitation", kwargs={"token": _signer.sign(secret)})
    context = {
        "invitation": invitation,
        "link": f"{settings.PUBLIC_URL}{path}",
        "days": OPEN_FOR.days,
        "portal": the_portal(),
    }
    with translation.override(settings.LANGUAGE_CODE):
        messaging.post(
            kind="accounts.invitation",
            to=invitation.email,
            subject=render_to_string("accounts/mail/invitation_subject.txt", context).strip(),
            text=render_to_string("accounts/mail/invitation.txt", context).strip() + "\n",
            key=f"accounts.invitation:{invitation.pk}:{invitation.sendings}",
        )
