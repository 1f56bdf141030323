"""Who may hold a personal key, and what it opens."""

from maillage.core.accounts.models import Role
from maillage.core.accounts.rules import Visitor, has_role

# What a key reads beyond the open interface is for these roles; the others would have a key to nothing.
KEY_HOLDERS = (Role.COORDINATOR, Role.OFFICER)
COVERAGE_READERS = (Role.COORDINATOR, Role.OFFICER)
HISTORY_READERS = (Role.COORDINATOR,)


def may_hold_keys(person: Visitor) -> bool:
    """Tell whether the person may create a key now."""
    return has_role(person, *KEY_HOLDERS)
