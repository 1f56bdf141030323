"""What is done without a planner, to compare with: first come first served, and the dearest first."""

import random
from collections.abc import Iterator

from maillage.engines.meetings.problem import Problem
from maillage.engines.meetings.rules import Candidate, Rules
from maillage.engines.meetings.seating import meetings_of
from maillage.engines.meetings.solution import Meeting
from maillage.engines.meetings.timetable import Timetable


def first_come_first_served(problem: Problem, seed: int = 0) -> tuple[Meeting, ...]:
    """In a random order, each participant takes the first common slot for each of its wishes in turn.
    Imposed meetings are placed before; promised minimums are not looked at."""
    rules = Rules(problem)
    asked: dict[str, list[Candidate]] = {code: [] for code in rules.participants}
    for candidate in rules.candidates:
        for code in candidate.asked_by:
            asked[code].append(candidate)
    rank = {(wish.source, wish.target): wish.rank for wish in problem.wishes}

    def rank_for(code: str, candidate: Candidate) -> int:
        return rank.get((code, candidate.b if code == candidate.a else candidate.a), 0)

    arrivals = list(asked)
    random.Random(seed).shuffle(arrivals)
    turns = [
        candidate
        for code in arrivals
        for candidate in sorted(asked[code], key=lambda candidate: rank_for(code, candidate))
    ]
    return _book(rules, turns)


def greedy(problem: Problem) -> tuple[Meeting, ...]:
    """The dearest pair first, in its first common slot with a table; imposed meetings before."""
    rules = Rules(problem)
    return _book(rules, sorted(rules.candidates, key=lambda candidate: -candidate.weight))


def _book(rules: Rules, turns: list[Candidate]) -> tuple[Meeting, ...]:
    timetable = Timetable(rules)
    timetable.book(_once([candidate for candidate in rules.candidates if candidate.imposed] + turns))
    return meetings_of(rules, timetable.held)


def _once(turns: list[Candidate]) -> Iterator[Candidate]:
    """Each meeting at its first turn; a meeting that found no slot then would find none later."""
    seen: set[tuple[str, str, str]] = set()
    for candidate in turns:
        meeting = (candidate.a, candidate.b, candidate.request)
        if meeting not in seen:
            seen.add(meeting)
            yield candidate
