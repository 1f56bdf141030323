"""When a session ends; whoever holds other people's data sets a second factor first."""

import time
from collections.abc import Callable
from typing import Any, cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from maillage.core.accounts import kept_form
from maillage.core.accounts.rules import holds_data_of_others, second_factor_required

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

# Where a session keeps the second at which it began, and the one at which it was last used.
BEGAN = "began"
SEEN = "seen"
# Use is written down once in so many seconds at most: a page read costs no write.
SEEN_EVERY = 15 * 60


class _EndedRequest(HttpRequest):
    """A request whose session ended as it came in: whose it was."""

    ended_for: str


class SessionEndMiddleware:
    """Sign out whoever signed in too long ago, or left the session unused; keep what they were sending.

    Using a session does not make it last longer than ``SESSION_COOKIE_AGE``. Unused, it ends after
    ``IDLE_HOURS`` for whoever holds other people's data, after ``IDLE_HOURS_MEMBERS`` for the others.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session, now = request.session, int(time.time())
        began = session.get(BEGAN)
        if began is not None:
            seen = session.get(SEEN, began)
            if now - began >= settings.SESSION_COOKIE_AGE or _unused_too_long(request, now - seen):
                ended_for = session.get(SESSION_KEY)
                logout(request)
                if ended_for:
                    cast("_EndedRequest", request).ended_for = ended_for
            elif now - seen >= SEEN_EVERY:
                session[SEEN] = now
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Say that the session ended; past the check of the form's token, keep what it was sending."""
        del args, kwargs
        ended_for = getattr(request, "ended_for", None)
        if ended_for is None:
            kept_form.forget_if_sent_again(request)
            return None
        over = _("Your session is over: it lasts a week at most, less when it is not used.")
        if not getattr(view, "login_required", True) or not kept_form.keep(request, ended_for):
            messages.info(request, over)
            return None
        waits = _("What you were sending is kept for an hour: sign in, then send it again.")
        messages.info(request, f"{over} {waits}")
        door = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': reverse('accounts:kept')})}"
        return (
            HttpResponseClientRedirect(door)
            if request.headers.get("HX-Request")
            else HttpResponseRedirect(door)
        )


def _unused_too_long(request: HttpRequest, unused: int) -> bool:
    """Tell whether a session unused for so many seconds is over; roles are read only when they decide."""
    if unused < settings.IDLE_HOURS * 3600:
        return False
    return unused >= settings.IDLE_HOURS_MEMBERS * 3600 or holds_data_of_others(request.user)


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
