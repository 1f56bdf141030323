"""Restrict a view to roles: ``@roles_required(Role.COORDINATOR, Role.OFFICER)``.

Every role that opens the page is named, coordination included: the declaration is the whole truth.
"""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.functional import lazystr
from django.utils.text import get_text_list
from django.utils.translation import gettext

from maillage.core.accounts.models import Person, Role
from maillage.core.ui.access import restricted
from maillage.core.ui.http import SignedInRequest

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class PersonRequest(SignedInRequest):
    """A request past the sign-in: its user is a Person."""

    user: Person


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form sent, None when the page is only opened; a form may send nothing but its token."""
    return request.POST if request.method == "POST" else None


class _Refusal:
    """Says who may open the page, in the language of the reader."""

    def __init__(self, roles: tuple[Role, ...]) -> None:
        self._roles = roles

    def __str__(self) -> str:
        names = get_text_list([str(role.label) for role in self._roles], gettext("or"))
        return gettext("This page is kept for: %(roles)s.") % {"roles": names}


def roles_required(*roles: Role) -> Callable[[View], View]:
    """Return a decorator: people who hold one of ``roles`` now come in; others are refused in words."""
    if not roles:
        raise ValueError("Name at least one role; a page for any signed-in person takes no decorator.")

    def decorate(view: View) -> View:
        keys = tuple(role.value for role in roles)
        return restricted(view, keys=keys, refusal=lazystr(_Refusal(roles)))

    return decorate
