"""People for the tests: fictitious, each with a verified address under example.org."""

import time
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
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
        client.force_login(person)
    return client


def confirmed_client_for(person: Person) -> Client:
    """Return a client whose person has just confirmed who they are, as pages on security ask."""
    client = client_for(person)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client
