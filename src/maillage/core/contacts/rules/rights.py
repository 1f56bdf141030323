"""Who may change a contact: the coordination all of them, an officer the one that they answer for."""

from maillage.core.accounts.models import Person
from maillage.core.accounts.rules import is_coordinator, is_officer
from maillage.core.contacts.models import Contact


def may_look_after(person: Person, contact: Contact) -> bool:
    """Tell whether the person may correct, confirm and excuse this contact."""
    return is_coordinator(person) or (is_officer(person) and contact.person_id == person.pk)
