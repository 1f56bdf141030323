"""Verbs of the coordination on someone else's account: close it, open it again, reset its second factor.

Each has a reason, which the person reads in a message and the journal keeps as a note. Nobody decides on
their own account: whoever holds a stolen session must not be able to remove what protects it.
"""

from enum import Enum

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from maillage.core.accounts.domain.roles import keep_one_coordinator
from maillage.core.accounts.domain.sessions import end_sessions
from maillage.core.accounts.models import Person, Role
from maillage.core.activity import domain as activity
from maillage.core.messaging import domain as messaging
from maillage.core.portal.queries import the_portal


class Notice(Enum):
    """What the person reads: the template of the message, and its subject in the reader's language."""

    CLOSED = ("accounts/mail/account_closed.txt", gettext_noop("Your account was closed"))
    REOPENED = ("accounts/mail/account_reopened.txt", gettext_noop("Your account is open again"))
    FACTOR_RESET = ("accounts/mail/second_factor_reset.txt", gettext_noop("Your second factor was removed"))


def close_account(*, person: Person, reason: str, by: Person) -> Person:
    """Close an account now: nobody signs in with it, its sessions end, its roles open nothing.

    Raises ValidationError, and changes nothing, for one's own account, one that is closed already, and the
    last of the coordination.
    """
    with transaction.atomic():
        locked = _locked(person, by)
        if not locked.is_active:
            raise ValidationError(_("This account is closed already. Nothing was changed."), code="closed")
        grant = locked.grants.filter(role=Role.COORDINATOR, ended_at=None).first()
        if grant:
            keep_one_coordinator(grant)
        locked.is_active = False
        locked.save(update_fields=["is_active"])
        end_sessions(locked)
        _tell(Notice.CLOSED, locked, reason)
        activity.record(verb="accounts.closed", actor=by, target=locked, screen="accounts:close", note=reason)
    return locked


def reopen_account(*, person: Person, reason: str, by: Person) -> Person:
    """Open a closed account again, with the roles that it had.

    Raises ValidationError, and changes nothing, for an account that is open, or was erased.
    """
    with transaction.atomic():
        locked = _locked(person, by)
        if locked.is_active:
            raise ValidationError(_("This account is open already. Nothing was changed."), code="open")
        if locked.is_erased:
            raise ValidationError(
                _("This account was erased: nothing is left to open. Invite the person again."), code="erased"
            )
        locked.is_active = True
        locked.save(update_fields=["is_active"])
        _tell(Notice.REOPENED, locked, reason)
        activity.record(
            verb="accounts.reopened", actor=by, target=locked, screen="accounts:reopen", note=reason
        )
    return locked


def reset_second_factor(*, person: Person, reason: str, by: Person) -> Person:
    """Remove every second factor of someone who lost theirs, and end their sessions.

    The person signs in with their password or a code, and sets another one if their role needs it. Raises
    ValidationError, and changes nothing, for one's own account or one without a second factor.
    """
    with transaction.atomic():
        locked = _locked(person, by)
        factors = Authenticator.objects.filter(user=locked)
        if not factors.exists():
            raise ValidationError(
                _("This account has no second factor. Nothing was changed."), code="no_factor"
            )
        factors.delete()
        end_sessions(locked)
        _tell(Notice.FACTOR_RESET, locked, reason)
        activity.record(
            verb="accounts.second_factor_reset",
            actor=by,
            target=locked,
            screen="accounts:reset_second_factor",
            note=reason,
        )
    return locked


def _locked(person: Person, by: Person) -> Person:
    if person.pk == by.pk:
        raise ValidationError(
            _("This is your own account. Nothing was changed: ask someone else of the coordination."),
            code="oneself",
        )
    return Person.objects.select_for_update().get(pk=person.pk)


def _tell(notice: Notice, person: Person, reason: str) -> None:
    """Write the notice to the outbox, in the language of its reader."""
    template, subject = notice.value
    context = {"person": person, "reason": reason, "portal": the_portal(), "public_url": settings.PUBLIC_URL}
    with translation.override(person.language or settings.LANGUAGE_CODE):
        messaging.post(
            kind="accounts.security_notice",
            to=person.email,
            subject=_(subject),
            text=render_to_string(template, context).strip() + "\n",
            key=f"accounts.{notice.name.lower()}:{person.pk}:{timezone.now().isoformat()}",
            person=person,
        )
