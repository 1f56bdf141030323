"""Reads of démarches and their charters."""

from maillage.core.initiatives.queries.charters import CharterSheet, charter_sheet, to_renew
from maillage.core.initiatives.queries.initiatives import Sheet, actions_to_do, initiatives_for, sheet

__all__ = [
    "CharterSheet",
    "Sheet",
    "actions_to_do",
    "charter_sheet",
    "initiatives_for",
    "sheet",
    "to_renew",
]
