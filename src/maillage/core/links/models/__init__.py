"""The ledger of links: who with whom, where it came from, its state and who said so, what came of it."""

from maillage.core.links.models.links import Link, LinkParty
from maillage.core.links.models.outcomes import Outcome, OutcomeUnit
from maillage.core.links.models.steps import LinkReminder, LinkStep

__all__ = ["Link", "LinkParty", "LinkReminder", "LinkStep", "Outcome", "OutcomeUnit"]
