"""People for the tests: fictitious, each with a verified address under example.org."""

import time
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client

from maillage.core.accounts.models import Person, Role, RoleGrant

PASSWORD = "quatre mots faciles à retenir"

_numbers = count(1)


def make_person(
    role: Role | str | None = None, *, roles: tuple[Role | str, ...] = (), **fields: Any
) -> Person:
    """Create an active person with a verified address, holding ``role`` and ``roles`` now.

    ``email``, ``name``, ``password`` and any other field of ``Person`` may be given; without ``password`` the
    person signs in by code, or by ``client_for``.
    """
    number = next(_numbers)
    held = [*([role] if role else []), *roles]
    email = fields.pop("email", f"personne-{number}@example.org")
    fields.setdefault("name", f"Personne {number} (démonstration)")
    person = Person.objects.create_user(email, fields.pop("password", None), **fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    RoleGrant.objects.bulk_create(RoleGrant(person=person, role=Role(key)) for key in held)
    return person


def client_for(person: Person | None = None, **headers: Any) -> Client:
    """Return a browser-like client, signed in as ``person`` (nobody: anonymous)."""
    client = Client(**headers)
    if person is not None:
        _sign_in(client, person, {})
    return client


def confirmed_client_for(person: Person) -> Client:
    """Return a client whose person has just confirmed who they are, as pages on security ask."""
    client = Client()
    confirmed = {"method": "password", "at": time.time(), "reauthenticated": True}
    _sign_in(
        client,
        person,
        {
            "account_authentication_methods": [confirmed],
            "account_authentication_methods_user": str(person.pk),
        },
    )
    return client


def _sign_in(client: Client, person: Person, noted: dict[str, Any]) -> None:
    """Sign in and note more in the session: two writes, where ``force_login`` of the client makes five."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, person, settings.AUTHENTICATION_BACKENDS[0])
    request.session.update(noted)
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key or ""
