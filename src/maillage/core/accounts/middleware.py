"""A session ends a week after it began; whoever holds other people's data sets a second factor first."""

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from maillage.core.accounts.rules import second_factor_required

# What it takes to set the second factor, or to leave.
WAY_THERE = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "account_reauthenticate",
        "account_set_password",
        "account_logout",
        "account_email",
        "account_confirm_email",
    }
)


# Where a session keeps the second at which it began.
BEGAN = "began"


class SessionEndMiddleware:
    """Sign out whoever signed in longer ago than a session lasts: using it does not make it last."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = request.session.get(BEGAN)
        if began is not None and time.time() - began >= settings.SESSION_COOKIE_AGE:
            logout(request)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Lead officers and coordinators without a second factor to the page that sets one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        del args, kwargs
        match = request.resolver_match
        if not getattr(view, "login_required", True) or (match and match.view_name in WAY_THERE):
            return None
        if not second_factor_required(request.user) or is_mfa_enabled(request.user):
            return None
        return HttpResponseRedirect(reverse("mfa_index"))
