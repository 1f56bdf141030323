"""What the builders of samples are given, and what they give."""

from dataclasses import dataclass, field

from maillage.core.accounts.models import Person, Role
from tests.factories import make_person


@dataclass(frozen=True)
class Sample:
    """Arguments of an address; ``opens_to`` names the roles that may open that object (none: all)."""

    arguments: dict[str, object]
    opens_to: frozenset[str] = frozenset()


@dataclass
class World:
    """One person a role, each with a password, so that every page of their account exists."""

    people: dict[str, Person] = field(default_factory=dict)

    @classmethod
    def peopled(cls) -> "World":
        return cls({role.value: make_person(role, password="quatre mots de passage") for role in Role})
