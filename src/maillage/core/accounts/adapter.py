"""How django-allauth behaves in this house: no open sign-up, mail by the outbox, words that help."""

import hashlib
import logging
from typing import Any, ClassVar

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.core.accounts.journal import digest_of
from maillage.core.accounts.language import remember_language
from maillage.core.accounts.message_kinds import kind_of_template
from maillage.core.accounts.models import Person
from maillage.core.accounts.proconnect import end_session_url
from maillage.core.accounts.rules import second_factor_required
from maillage.core.accounts.visitors import place_of
from maillage.core.messaging import domain as messaging
from maillage.core.portal.queries import the_portal

logger = logging.getLogger(__name__)

ErrorMessages = dict[str, str | Promise]


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation; every message goes through the outbox, in the reader's language."""

    error_messages: ClassVar[ErrorMessages] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Ask the coordination of your département."),
        "email_password_mismatch": _(
            "This address and this password do not go together. Try again, or ask for a code by e-mail."
        ),
        "too_many_login_attempts": _(
            "Too many attempts in a short time. Nothing is lost: wait five minutes, then try again."
        ),
        "rate_limited": _("Too many requests in a short time. Wait a minute, then try again."),
        "incorrect_code": _("This is not the right code. Check it, or ask for another one."),
        "incorrect_password": _("This is not your password. Try again."),
        "enter_current_password": _("This is not your present password. Try again."),
        "invalid_password_reset": _("This link was used already or is too old. Ask for another one."),
        "duplicate_email": _("This is your present address already."),
        "email_taken": _("Another account has this address."),
        "same_as_current": _("This is the same as now. Nothing was changed."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- the library's signature
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Hold back whoever tries too often, and write it to the server's log."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            logger.warning("sign-in held back for %s from %s", digest_of(credentials), place_of(request))
            raise

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the message to the outbox; the same words to the same address leave once an hour at most."""
        reader = Person.objects.filter(email=email).first()
        language = (reader and reader.language) or settings.LANGUAGE_CODE
        with translation.override(language):
            message = self.render_mail(
                template_prefix, email, {**context, "email": email, "portal": the_portal()}
            )
            text = str(message.body)
            hour = timezone.now().strftime("%Y%m%d%H")
            digest = hashlib.sha256(f"{email}|{text}|{hour}".encode()).hexdigest()
            messaging.post(
                kind=kind_of_template(template_prefix),
                to=email,
                subject=message.subject,
                text=text + "\n",
                key=f"{kind_of_template(template_prefix)}:{digest[:32]}",
                person=reader,
            )

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Leave by ProConnect when one came in by it: its session ends too."""
        return end_session_url(request) or super().get_logout_redirect_url(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 -- library's signature
        return reverse("accounts:me")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:  # noqa: ARG002 -- library's signature
        return reverse("accounts:me" if self.request.user.is_authenticated else "account_login")

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """Speak the language that the person chose in their account."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if user.language:
            remember_language(response, user.language)
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names and words of the second factor."""

    error_messages: ClassVar[ErrorMessages] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This is not the right code. A code lasts thirty seconds: try the one shown now."
        ),
        "unverified_email": _("Confirm your e-mail address first: a link to it is in your mailbox."),
        "cannot_delete_authenticator": _(
            "Your role needs a second factor: add another one before removing this."
        ),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second factor of those whose role needs one."""
        if not second_factor_required(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def get_totp_issuer(self) -> str:
        return the_portal().name

    def _get_site_name(self) -> str:
        return the_portal().name


class ProConnectAccountAdapter(DefaultSocialAccountAdapter):
    """ProConnect opens accounts that exist; it creates none."""

    error_messages: ClassVar[ErrorMessages] = {
        **DefaultSocialAccountAdapter.error_messages,
        "connected_other": _("This ProConnect identity opens another account already. Nothing was changed."),
        "no_password": _("Choose a password first, then detach ProConnect."),
    }

    def get_requests_session(self) -> requests.Session:
        """Follow no redirection: ProConnect answers at the addresses that it publishes, or not at all."""
        session: requests.Session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 -- the signature is allauth’s
        return False
