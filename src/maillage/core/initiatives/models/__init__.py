"""Tables of démarches."""

from maillage.core.initiatives.models.charters import (
    Assessment,
    CharterVersion,
    Commitment,
    Review,
    Signature,
    Subcontractor,
)
from maillage.core.initiatives.models.initiatives import Initiative, Member
from maillage.core.initiatives.models.parts import Action, Actor, Document, Funding, Stage, TimelineEntry

__all__ = [
    "Action",
    "Actor",
    "Assessment",
    "CharterVersion",
    "Commitment",
    "Document",
    "Funding",
    "Initiative",
    "Member",
    "Review",
    "Signature",
    "Stage",
    "Subcontractor",
    "TimelineEntry",
]
