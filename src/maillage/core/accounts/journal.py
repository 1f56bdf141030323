"""What django-allauth announces of accounts, for the journal; refused sign-ins, for the server's log."""

import hashlib
import logging
import time
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as social
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import Signal
from django.http import HttpRequest

from maillage.core.accounts import kept_form
from maillage.core.accounts.domain import unused
from maillage.core.accounts.middleware import BEGAN
from maillage.core.accounts.visitors import place_of
from maillage.core.activity import domain as activity

logger = logging.getLogger(__name__)

_VERBS: tuple[tuple[Signal, str], ...] = (
    (account.user_logged_in, "accounts.signed_in"),
    (account.password_set, "accounts.password_set"),
    (account.password_changed, "accounts.password_changed"),
    (account.password_reset, "accounts.password_reset"),
    (mfa.authenticator_removed, "accounts.second_factor_removed"),
    (mfa.authenticator_reset, "accounts.recovery_codes_renewed"),
)


def listen() -> None:
    """Connect the journal to the library's announcements; called once, when the app is ready."""
    for signal, verb in _VERBS:
        signal.connect(_writer(verb), weak=False, dispatch_uid=verb)
    mfa.authenticator_added.connect(_factor_added, dispatch_uid="accounts.second_factor_added")
    account.email_changed.connect(_address_changed, dispatch_uid="accounts.address_changed")
    social.social_account_added.connect(_proconnect_added, dispatch_uid="accounts.proconnect_added")
    social.social_account_removed.connect(_proconnect_removed, dispatch_uid="accounts.proconnect_removed")
    user_logged_in.connect(_session_began, dispatch_uid="accounts.session_began")
    user_login_failed.connect(_refused, dispatch_uid="accounts.refused")


def _writer(verb: str) -> Any:
    def write(user: Any, **_facts: Any) -> None:
        activity.record(verb=verb, actor=user, target=user)

    return write


def _factor_added(user: Any, authenticator: Authenticator, **_facts: Any) -> None:
    """Write down the second factor; the recovery codes that come with it are part of it."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        activity.record(verb="accounts.second_factor_added", actor=user, target=user)


def _address_changed(user: Any, **_facts: Any) -> None:
    activity.record(verb="accounts.address_changed", actor=user, target=user)


def _proconnect_added(sociallogin: Any, **_facts: Any) -> None:
    activity.record(verb="accounts.proconnect_added", actor=sociallogin.user, target=sociallogin.user)


def _proconnect_removed(socialaccount: Any, **_facts: Any) -> None:
    activity.record(verb="accounts.proconnect_removed", actor=socialaccount.user, target=socialaccount.user)


def _session_began(request: HttpRequest, user: Any, **_facts: Any) -> None:
    """Note when the session began, for it ends a week later; and that the account is used."""
    request.session[BEGAN] = int(time.time())
    kept_form.forget_unless_for(request, str(user.pk))
    unused.stays(user)


def _refused(credentials: dict[str, Any], request: HttpRequest | None = None, **_facts: Any) -> None:
    """Log a refused sign-in; the address typed may be anyone's: its digest is enough to count by."""
    logger.warning("sign-in refused for %s from %s", digest_of(credentials), place_of(request))


def digest_of(credentials: dict[str, Any]) -> str:
    """Return what tells the addresses typed at the sign-in apart, and says none of them."""
    typed = str(credentials.get("email") or credentials.get("username") or "").lower()
    return hashlib.sha256(typed.encode()).hexdigest()[:12]
