"""What is asked of the planner of meetings.

A `Problem` says who comes, who wishes to meet whom, what is forbidden or imposed, and which slots and
tables the event has. It refuses nonsense at construction with a `ProblemError` that lists every fault at
once, as stable codes and facts that a surface translates.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

BEST_RANK_WEIGHT = 9
WEIGHT_STEP = 10


def default_weight(rank: int) -> int:
    """Weight of a wish of this rank (1 is the best): 80, 70, 60 … and never less than 10."""
    return WEIGHT_STEP * max(1, BEST_RANK_WEIGHT - rank)


@dataclass(frozen=True, slots=True)
class Participant:
    """One structure at the event.

    `slots` are the slots (counted from 1) where it is present, None for all of them. `ess` None means
    unknown, which counts as no in the guarantee. `stand` names its own table: its meetings take place
    there, as many at once as it has representatives. `group` serves pair rules by groups.
    """

    code: str
    ess: bool | None
    quota_max: int = 5
    quota_min: int = 0
    representatives: int = 1
    slots: frozenset[int] | None = None
    stand: str | None = None
    needs_accessible_table: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """`source` wishes to meet `target`. Rank 1 is the dearest. A weight of 0 means the rank's default."""

    source: str
    target: str
    rank: int = 1
    weight: int = 0

    def __post_init__(self) -> None:
        if self.weight == 0:
            object.__setattr__(self, "weight", default_weight(self.rank))


@dataclass(frozen=True, slots=True)
class Refusal:
    """`source` does not want to meet `target` (« surtout pas »). Never shown to the target."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Forbidden:
    """The organisers keep this pair apart."""

    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Imposed:
    """The organisers want this pair to meet, possibly in a given slot and at a given table."""

    a: str
    b: str
    slot: int | None = None
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the room, shared by all, usable in `slots` (None: in every slot)."""

    name: str
    accessible: bool = False
    slots: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A meeting already agreed by both sides, to be placed within `slots` (None: anywhere).

    The same pair may hold several requests: each is a meeting of its own. A request escapes the pair rule:
    those who agreed it answer for it.
    """

    code: str
    a: str
    b: str
    slots: frozenset[int] | None = None
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Precedence:
    """Request `first` is held in a slot strictly before request `then`, when both are held."""

    first: str
    then: str


@dataclass(frozen=True, slots=True)
class PairRule:
    """Who may meet whom: at least one ESS actor, and, when `groups` is given, only these pairs of groups."""

    at_least_one_ess: bool = True
    groups: frozenset[tuple[str, str]] | None = None

    def allows(self, a: Participant, b: Participant) -> bool:
        """True when the rule lets these two meet; an unknown ESS status counts as no."""
        if self.at_least_one_ess and not (a.ess or b.ess):
            return False
        if self.groups is None:
            return True
        return (a.group, b.group) in self.groups or (b.group, a.group) in self.groups


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the input: a stable code, and the facts a sentence about it needs."""

    code: str
    facts: Mapping[str, str | int | tuple[str | int, ...]] = field(default_factory=dict)


class ProblemError(ValueError):
    """The demand makes no sense as it stands. `faults` lists everything that was found."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(", ".join(fault.code for fault in faults))
        self.faults = faults


class ImpossibleDemandError(ProblemError):
    """Each demand makes sense, together they clash. `faults` is an irreducible set: without any one of
    them, the others could be met."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything the planner knows. Raises `ProblemError` with all faults when it makes no sense.

    `people` are groups of codes represented by the same person, who can be at one meeting at a time.
    `fillers` lets the planner add meetings nobody asked for, to fill quotas. Slots up to `played` are over:
    only imposed meetings and requests are there.
    """

    participants: tuple[Participant, ...]
    slot_count: int
    tables: tuple[Table, ...]
    wishes: tuple[Wish, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    imposed: tuple[Imposed, ...] = ()
    requests: tuple[Request, ...] = ()
    precedences: tuple[Precedence, ...] = ()
    people: tuple[frozenset[str], ...] = ()
    pair_rule: PairRule = PairRule()
    fillers: bool = True
    played: int = 0

    def __post_init__(self) -> None:
        # validation reads the classes above, hence the import once they exist
        from maillage.engines.meetings.validation import faults_of

        faults = tuple(faults_of(self))
        if faults:
            raise ProblemError(faults)

    @property
    def slots(self) -> range:
        """All slots of the event, counted from 1."""
        return range(1, self.slot_count + 1)


def numbered_tables(count: int) -> tuple[Table, ...]:
    """Tables named 1, 2, … `count`."""
    return tuple(Table(str(number)) for number in range(1, count + 1))
