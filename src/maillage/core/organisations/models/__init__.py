"""Structures: who they are, where they are, who belongs to them, and where all this is known from."""

from maillage.core.organisations.models.duplicates import MatchCandidate, Merge, NameKey
from maillage.core.organisations.models.ess import EssPerimeterRule
from maillage.core.organisations.models.organisations import Answer, Membership, Organisation
from maillage.core.organisations.models.places import AccessFact, Site
from maillage.core.organisations.models.registry import RegistryTurn
from maillage.core.organisations.models.sheet import ContactPoint, Label, Picture
from maillage.core.organisations.models.sources import (
    FieldProvenance,
    Source,
    SourceIdentity,
    SourceRecord,
)

__all__ = [
    "AccessFact",
    "Answer",
    "ContactPoint",
    "EssPerimeterRule",
    "FieldProvenance",
    "Label",
    "MatchCandidate",
    "Membership",
    "Merge",
    "NameKey",
    "Organisation",
    "Picture",
    "RegistryTurn",
    "Site",
    "Source",
    "SourceIdentity",
    "SourceRecord",
]
