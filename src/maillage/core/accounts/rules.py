"""Who may: predicates on people, in terms of the roles they hold now."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from maillage.core.accounts.models import Person, Role

Visitor = Person | AnonymousUser


def has_role(person: Visitor, *roles: Role) -> bool:
    """Tell whether the person is signed in, active, and holds one of these roles now."""
    return isinstance(person, Person) and person.has_house_role(*roles)


def is_coordinator(person: Visitor) -> bool:
    """The département's coordination: sees and sets all."""
    return has_role(person, Role.COORDINATOR)


def is_officer(person: Visitor) -> bool:
    """A territorial solidarity-economy officer."""
    return has_role(person, Role.OFFICER)


def is_partner(person: Visitor) -> bool:
    """An adviser in a partner organisation."""
    return has_role(person, Role.PARTNER)


def is_structure_member(person: Visitor) -> bool:
    """A person of an organisation of the territory."""
    return has_role(person, Role.MEMBER)


def holds_data_of_others(person: Visitor) -> bool:
    """Whoever reads other people's data by their role: the coordination and the officers."""
    return has_role(person, Role.COORDINATOR, Role.OFFICER)


def second_factor_required(person: Visitor) -> bool:
    """Whoever holds other people's data confirms who they are twice, unless the setting says otherwise."""
    return bool(settings.SECOND_FACTOR_REQUIRED) and holds_data_of_others(person)
