"""What is asked: members, each in a place or in none, and the ties between them.

A ``Network`` refuses nonsense at construction with a ``NetworkError`` that lists every fault at once, as
stable codes and facts that a surface translates.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the network; ``place`` is the key of its territory, None when it has none."""

    key: int
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """One tie: two members or more that do something together. Several ties may join the same members."""

    key: int
    members: frozenset[int]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a network: a stable code, and the keys that it is about."""

    code: str
    facts: Mapping[str, int]


class NetworkError(ValueError):
    """A network that makes no sense; ``faults`` says everything that is wrong."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(", ".join(f"{fault.code} {dict(fault.facts)}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Network:
    """Members and ties. Raises NetworkError: a key given twice, a tie of one member, or of unknown ones."""

    members: tuple[Member, ...]
    ties: tuple[Tie, ...] = field(default=())

    def __post_init__(self) -> None:
        faults: list[Fault] = []
        known: set[int] = set()
        for member in self.members:
            if member.key in known:
                faults.append(Fault("member_twice", {"member": member.key}))
            known.add(member.key)
        seen: set[int] = set()
        for tie in self.ties:
            if tie.key in seen:
                faults.append(Fault("tie_twice", {"tie": tie.key}))
            seen.add(tie.key)
            if len(tie.members) < 2:
                faults.append(Fault("tie_of_one", {"tie": tie.key}))
            if not tie.members <= known:
                faults.append(Fault("unknown_member", {"tie": tie.key, "member": min(tie.members - known)}))
        if faults:
            raise NetworkError(tuple(faults))
