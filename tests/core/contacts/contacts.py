"""Small fictitious contacts for the tests: roles, what they cover, the subjects that one may ask about."""

from datetime import date
from itertools import count
from typing import Any

from maillage.core.contacts.models import Contact, Coverage, Scope, Subject
from maillage.core.territories.models import Epci, Municipality, Territory

_numbers = count(1)
SINCE = date(2020, 1, 1)


def make_subject(key: str = "", family: str = "officer", **fields: Any) -> Subject:
    """Create a subject of the officers' offer, or of the partners'."""
    number = next(_numbers)
    key = key or f"sujet-{number}"
    return Subject.objects.create(key=key, name=key.capitalize(), family=family, position=number, **fields)


def make_contact(function: str = "", kind: str = "officer", **fields: Any) -> Contact:
    """Create a role that answers at a telephone, in post since 2020 and confirmed lately."""
    fields.setdefault("since", SINCE)
    fields.setdefault("phone", "03 53 01 00 00")
    fields.setdefault("confirmed_on", date.today())  # noqa: DTZ011 -- a day is enough
    return Contact.objects.create(
        function=function or f"Fonction {next(_numbers)} (démonstration)", kind=kind, **fields
    )


def cover(
    contact: Contact,
    zone: Municipality | Epci | Territory | None = None,
    subject: Subject | None = None,
    since: date = SINCE,
    **fields: Any,
) -> Coverage:
    """Let a contact answer in a zone (None: the whole département), on a subject (None: all)."""
    scope, named = Scope.DEPARTEMENT, {}
    if isinstance(zone, Municipality):
        scope, named = Scope.COMMUNE, {"commune": zone}
    elif isinstance(zone, Epci):
        scope, named = Scope.EPCI, {"epci": zone}
    elif isinstance(zone, Territory):
        scope, named = Scope.TERRITORY, {"territory": zone}
    fields.setdefault("confirmed_on", date.today())  # noqa: DTZ011 -- a day is enough
    return Coverage.objects.create(
        contact=contact, scope=scope, subject=subject, valid_from=since, source="Essai", **named, **fields
    )
