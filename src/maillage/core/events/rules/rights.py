"""Who may prepare an event and read who comes: who organises it, and the coordination."""

from maillage.core.accounts.models import Person
from maillage.core.accounts.rules import is_coordinator, is_officer
from maillage.core.events.models import Event


def may_organise(person: Person, event: Event) -> bool:
    """Tell whether the person may change this event and read its registrations."""
    return is_coordinator(person) or (is_officer(person) and event.organiser_id == person.pk)
