"""Small fictitious offers and needs for the tests."""

from typing import Any

from maillage.core.cards import domain
from maillage.core.cards.models import Card, CardSubject
from maillage.core.organisations.models import Organisation


def make_card(organisation: Organisation, title: str = "Deux bureaux", **fields: Any) -> Card:
    """Write an open offer of a structure."""
    fields.setdefault("kind", Card.Kind.OFFER)
    fields.setdefault("state", Card.State.OPEN)
    # Tests in a browser empty the tables, the first list of subjects with them.
    subject, _created = CardSubject.objects.get_or_create(key="locaux", defaults={"name": "Locaux"})
    fields.setdefault("subject", subject)
    return domain.keep(card=Card(organisation=organisation, title=title, **fields), actor=None)
