"""Proving again who one is, before what touches the security of an account."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from maillage.core.accounts.access import PersonRequest
from maillage.core.accounts.middleware import BEGAN

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def if_one_can_confirm(view: View) -> View:
    """Tell people who have neither password nor second factor what to set first; the others confirm."""

    @wraps(view)
    def told(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not get_adapter().get_reauthentication_methods(request.user):
            raise PermissionDenied(
                _(
                    "You sign in by a code alone: there is nothing yet to confirm with. Nothing was changed. "
                    "Choose a password on the page « My account » first."
                )
            )
        return view(request, *args, **kwargs)

    return cast("View", told)


def proved_again(view: View, *, to_read: bool = True) -> View:
    """Ask again who one is: by what one has to confirm with, else, with a code alone, by a new sign-in.

    ``to_read=False`` lets the page be read without; what it sends is asked for all the same.
    """
    confirmed = reauthentication_required(view, allow_get=not to_read)

    @wraps(view)
    def asked(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asks = to_read or request.method == "POST"
        if asks and not get_adapter().get_reauthentication_methods(request.user) and not _just_came(request):
            here = request.get_full_path()
            logout(request)
            messages.info(request, _("Before going on, prove that it is you: sign in by a new code."))
            door = reverse("account_request_login_code")
            return HttpResponseRedirect(f"{door}?{urlencode({'next': here})}")
        return cast("HttpResponseBase", confirmed(request, *args, **kwargs))

    return cast("View", asked)


def _just_came(request: PersonRequest) -> bool:
    """Tell whether the person signed in as lately as a confirmation would count."""
    began = request.session.get(BEGAN, 0)
    return bool(time.time() - began < app_settings.REAUTHENTICATION_TIMEOUT)
