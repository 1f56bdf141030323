"""Reads of démarches and their charters."""

from maillage.core.initiatives.queries.charters import (
    CharterSheet,
    address_of,
    charter_sheet,
    labels_ending,
    reviews_to_hold,
    signatories,
    to_renew,
)
from maillage.core.initiatives.queries.initiatives import Sheet, actions_to_do, initiatives_for, sheet

__all__ = [
    "CharterSheet",
    "Sheet",
    "actions_to_do",
    "address_of",
    "charter_sheet",
    "initiatives_for",
    "labels_ending",
    "reviews_to_hold",
    "sheet",
    "signatories",
    "to_renew",
]
