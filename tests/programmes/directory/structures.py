"""Small fictitious structures for the tests of the directory."""

from itertools import count
from typing import Any

from maillage.core.cards.models import Card, CardSubject
from maillage.core.organisations.models import Organisation, Site
from maillage.core.territories.geography.names import folded
from maillage.core.territories.models import Municipality
from maillage.programmes.directory.domain.listing import refresh

_numbers = count(1)


def make_structure(name: str = "", commune: Municipality | None = None, **fields: Any) -> Organisation:
    """Create a structure, published unless ``state`` says otherwise, with its principal site, and list it."""
    number = next(_numbers)
    name = name or f"Structure {number}"
    fields.setdefault("state", Organisation.State.PUBLISHED)
    fields.setdefault("slug", f"{folded(name).replace(' ', '-')}-{number}")
    point = {key: fields.pop(key) for key in ("latitude", "longitude") if key in fields}
    made = Organisation.objects.create(name=name, folded=folded(name), **fields)
    if commune:
        Site.objects.create(organisation=made, commune=commune, principal=True, **point)
    refresh([made.pk])
    return made


def make_card(organisation: Organisation, kind: str, title: str, **fields: Any) -> Card:
    """Create an open public card, and list it."""
    subject, _created = CardSubject.objects.get_or_create(key="essai", defaults={"name": "Essai"})
    fields.setdefault("state", Card.State.OPEN)
    card = Card.objects.create(organisation=organisation, kind=kind, title=title, subject=subject, **fields)
    refresh([organisation.pk])
    return card
