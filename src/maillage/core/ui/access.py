"""Who may open a page, declared on its view and read by the test of every address × role.

``view.access`` is ``"public"``, ``"signed-in"`` or the tuple of the role keys that open the page. A view
that says nothing is for any signed-in person (``LoginRequiredMiddleware``). Apps under ``accounts`` restrict
a page to the coordination with :func:`staff_required`; the others name roles with ``accounts.access``.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PUBLIC = "public"
SIGNED_IN = "signed-in"
COORDINATOR = "coordinator"

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Access = str | tuple[str, ...]


class HasHouseRole(Protocol):
    """What a signed-in person answers, whatever the model behind."""

    def has_house_role(self, *keys: str) -> bool: ...


def access_of(view: Callable[..., Any]) -> Access:
    """Return the declared access of a view; a view that declares nothing is for any signed-in person."""
    declared: Access = getattr(view, "access", SIGNED_IN)
    return declared


def public(view: View) -> View:
    """Open a view to everyone, signed in or not."""
    opened = login_not_required(view)
    opened.access = PUBLIC  # type: ignore[attr-defined]  # functions carry attributes, types do not say so
    return opened


def signed_in(view: View) -> View:
    """Declare, on a view of a library, that any signed-in person may open it."""

    @wraps(view)
    def declared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    declared.login_required = True  # type: ignore[attr-defined]  # some libraries open their views themselves
    declared.access = SIGNED_IN  # type: ignore[attr-defined]  # functions carry attributes, types do not say so
    return declared  # type: ignore[return-value]  # the wrapper keeps the view's signature


def restricted(view: View, *, keys: tuple[str, ...], refusal: str | Promise) -> View:
    """Let in holders of one of the role ``keys``; ``refusal`` tells the others who may open the page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person: HasHouseRole = request.user  # type: ignore[assignment]  # anonymous people never reach a private view
        if not person.has_house_role(*keys):
            raise PermissionDenied(refusal)
        return view(request, *args, **kwargs)

    guarded.access = keys  # type: ignore[attr-defined]  # functions carry attributes, types do not say so
    return guarded  # type: ignore[return-value]  # the wrapper keeps the view's signature


def staff_required(view: View) -> View:
    """Restrict a view to the département's coordination."""
    return restricted(
        view, keys=(COORDINATOR,), refusal=_("This page is kept for the département's coordination.")
    )
