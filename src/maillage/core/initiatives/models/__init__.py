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
from maillage.core.initiatives.models.snoozes import Snooze

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
    "Snooze",
    "Stage",
    "Subcontractor",
    "TimelineEntry",
]
