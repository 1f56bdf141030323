"""Small fictitious links for the tests."""

from decimal import Decimal
from typing import Any

from maillage.core.links.domain.ledger import Proposal, propose
from maillage.core.links.domain.outcomes import record_outcome
from maillage.core.links.models import Link, Outcome, OutcomeUnit
from maillage.core.organisations.models import Organisation


def make_link(*organisations: Organisation, actor: Any = None, **said: Any) -> Link:
    """Write a link between structures; ``said`` are fields of the proposal."""
    said = {"title": "Des chutes de tissu (essai)", "programme": "synergies", **said}
    return propose(Proposal(parties=[(each, "") for each in organisations], **said), actor=actor)


def make_outcome(link: Link, quantity: Decimal, unit: str = "tonnes", **said: Any) -> Outcome:
    """Record an outcome of a link."""
    said = {"evidence": "Bon de pesée (essai)", "actor": None, **said}
    return record_outcome(link=link, unit=OutcomeUnit.objects.get(key=unit), quantity=quantity, **said)
