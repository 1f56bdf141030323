"""A personal key in the header « Authorization: Bearer … » says on whose behalf a program reads."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja.security import HttpBearer

from maillage.api.domain import note_use
from maillage.api.models import ApiKey
from maillage.api.queries import usable_key
from maillage.core.accounts.models import Role
from maillage.core.accounts.rules import has_role


class PersonalKey(HttpBearer):
    """A personal key, as created on the page « Mon compte »."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:  # noqa: ARG002 -- ninja's signature
        key = usable_key(token)
        if key:
            note_use(key)
        return key


def key_of(request: HttpRequest) -> ApiKey:
    """Return the key that opened a read."""
    return cast("ApiKey", request.auth)  # type: ignore[attr-defined]  # ninja puts there what authenticate gave


def for_roles(*roles: Role) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Refuse a read to keys whose person holds none of the roles now."""

    def decorate(endpoint: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(endpoint)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not has_role(key_of(request).person, *roles):
                raise PermissionDenied
            return endpoint(request, *args, **kwargs)

        return guarded

    return decorate
