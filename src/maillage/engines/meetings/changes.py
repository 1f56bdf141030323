"""What changes on the day, and the new plan that answers it, with its options."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from maillage.engines.meetings.problem import Participant, Problem, Refusal, Table, Wish
from maillage.engines.meetings.solution import Meeting, Solution


@dataclass(frozen=True, slots=True)
class Changes:
    """What changes from slot `from_slot` on (1: the evening before).

    `late` gives the first slot where a participant is there, `leaving` the last one. `tables` replaces the
    tables of the room from then on.
    """

    from_slot: int = 1
    absent: frozenset[str] = frozenset()
    late: Mapping[str, int] = field(default_factory=dict)
    leaving: Mapping[str, int] = field(default_factory=dict)
    newcomers: tuple[Participant, ...] = ()
    wishes: tuple[Wish, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    tables: tuple[Table, ...] | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A plan in which the people of `moved` have some announced meeting changed or dropped.

    `gain` is the weight it adds to the plan that moves nobody. `check` verifies it against `problem`.
    """

    problem: Problem
    solution: Solution
    moved: tuple[str, ...]
    gain: int


@dataclass(frozen=True, slots=True)
class Replan:
    """A new plan. `problem` is what it solves and what `check` verifies it against.

    `kept` are meetings that stay as they were, `moved` those that could not and are held at another table or
    in another slot (as they were, as they are), `dropped` those that cannot take place any more, `added` the
    new ones. `lapsed` are the minimums promised, by code, when no plan was found that keeps them all: then
    none is demanded.
    """

    problem: Problem
    solution: Solution
    kept: tuple[Meeting, ...]
    moved: tuple[tuple[Meeting, Meeting], ...]
    dropped: tuple[Meeting, ...]
    added: tuple[Meeting, ...]
    options: tuple[Option, ...]
    lapsed: Mapping[str, int] = field(default_factory=dict)
