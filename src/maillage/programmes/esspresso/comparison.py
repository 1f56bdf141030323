"""How a plan stands beside what is done without a planner: first come, first served."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from maillage.engines.meetings import Meeting, Problem, first_come_first_served


@dataclass(frozen=True, slots=True)
class Tally:
    """What a set of meetings gives.

    `by_granted[k]`: structures (that wished for something) with exactly k own wishes granted, from 0 to the
    highest; `full`: structures whose agenda reaches their maximum; `mutual`: meetings both sides wished for.
    """

    meetings: int
    full: int
    granted: int
    mutual: int
    value: int
    by_granted: tuple[int, ...]

    @property
    def none(self) -> int:
        """Structures that wished and obtained nothing they wished for."""
        return self.by_granted[0] if self.by_granted else 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """The plan beside first come, first served (one random order of arrival, from the same seed)."""

    first_come: Tally
    planned: Tally
    wishing: int


def tally(problem: Problem, meetings: Iterable[Meeting]) -> Tally:
    """Count what these meetings give."""
    meetings = tuple(meetings)
    met = {frozenset((meeting.a, meeting.b)) for meeting in meetings}
    agenda = Counter(code for meeting in meetings for code in (meeting.a, meeting.b))
    granted = Counter({wish.source: 0 for wish in problem.wishes})
    wished = {(wish.source, wish.target) for wish in problem.wishes}
    value = 0
    for wish in problem.wishes:
        if frozenset((wish.source, wish.target)) in met:
            granted[wish.source] += 1
            value += wish.weight
    by_granted = Counter(granted.values())
    return Tally(
        meetings=len(meetings),
        full=sum(agenda[participant.code] >= participant.quota_max for participant in problem.participants),
        granted=granted.total(),
        mutual=sum((a, b) in wished and (b, a) in wished for a, b in map(sorted, met)),
        value=value,
        by_granted=tuple(by_granted[count] for count in range(max(by_granted, default=-1) + 1)),
    )


def compare(problem: Problem, meetings: Iterable[Meeting], seed: int) -> Comparison:
    """Play first come, first served on the same demand, and count both."""
    wishing = len({wish.source for wish in problem.wishes})
    return Comparison(
        tally(problem, first_come_first_served(problem, seed)), tally(problem, meetings), wishing
    )
