"""Who helps with what, where, since when: contacts, what they cover, their absences, what nobody covers."""

from maillage.core.contacts.models.contacts import Absence, Contact, Subject
from maillage.core.contacts.models.reports import WrongContactReport
from maillage.core.contacts.models.zones import Coverage, DeclaredGap, Scope

__all__ = ["Absence", "Contact", "Coverage", "DeclaredGap", "Scope", "Subject", "WrongContactReport"]
