"""Tables of démarches."""

from maillage.core.initiatives.models.initiatives import Initiative, Member
from maillage.core.initiatives.models.parts import Action, Actor, Document, Funding, Stage, TimelineEntry

__all__ = ["Action", "Actor", "Document", "Funding", "Initiative", "Member", "Stage", "TimelineEntry"]
