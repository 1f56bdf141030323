"""What is done without a planner, to compare with: first come first served, and the dearest first."""

import random
from collections.abc import Iterable

from maillage.engines.meetings.problem import Problem
from maillage.engines.meetings.rules import Candidate, Rules, slots_of
from maillage.engines.meetings.seating import meetings_of
from maillage.engines.meetings.solution import Meeting


def first_come_first_served(problem: Problem, seed: int = 0) -> tuple[Meeting, ...]:
    """In a random order, each participant takes the first common slot for each of its wishes in turn."""
    rules = Rules(problem)
    asked: dict[str, list[Candidate]] = {code: [] for code in rules.participants}
    rank = {(wish.source, wish.target): wish.rank for wish in problem.wishes}
    for candidate in rules.candidates():
        for code in candidate.asked_by or (candidate.a,):
            asked[code].append(candidate)
    arrivals = list(asked)
    random.Random(seed).shuffle(arrivals)
    turns = (
        candidate
        for code in arrivals
        for candidate in sorted(asked[code], key=lambda candidate: _rank_for(candidate, code, rank))
    )
    return _book(rules, turns)


def greedy(problem: Problem) -> tuple[Meeting, ...]:
    """The dearest pair first, in its first common slot with a table."""
    rules = Rules(problem)
    return _book(rules, sorted(rules.candidates(), key=lambda candidate: -candidate.weight))


def _rank_for(candidate: Candidate, code: str, rank: dict[tuple[str, str], int]) -> int:
    other = candidate.b if code == candidate.a else candidate.a
    return rank.get((code, other), 0)


def _book(rules: Rules, turns: Iterable[Candidate]) -> tuple[Meeting, ...]:
    """Give each meeting in turn its first slot where both are free and a table is; imposed ones go first."""
    families = rules.table_families()
    quota = {code: participant.quota_max for code, participant in rules.participants.items()}
    busy: dict[tuple[str, int], int] = {}
    load: dict[tuple[int, int], int] = {}
    held: list[tuple[Candidate, int]] = []
    slot_of_request: dict[str, int] = {}
    done: set[int] = set()
    for candidate in sorted(turns, key=lambda candidate: not candidate.imposed):
        if id(candidate) in done or not (quota[candidate.a] and quota[candidate.b]):
            continue
        persons = [rules.person[code] for code in (candidate.a, candidate.b)]
        counted = [
            number
            for number, family in enumerate(families)
            if candidate.tables is not None and candidate.tables <= family
        ]
        for slot in slots_of(candidate.slots):
            if (
                all(busy.get((person, slot), 0) < rules.capacity(person) for person in persons)
                and all(load.get((f, slot), 0) < rules.table_count(families[f], slot) for f in counted)
                and _in_order(rules, candidate, slot, slot_of_request)
            ):
                done.add(id(candidate))
                held.append((candidate, slot))
                slot_of_request[candidate.request] = slot
                for code in (candidate.a, candidate.b):
                    quota[code] -= 1
                for person in persons:
                    busy[person, slot] = busy.get((person, slot), 0) + 1
                for number in counted:
                    load[number, slot] = load.get((number, slot), 0) + 1
                break
    return meetings_of(rules, held)


def _in_order(rules: Rules, candidate: Candidate, slot: int, slot_of_request: dict[str, int]) -> bool:
    if not candidate.request:
        return True
    return all(
        slot_of_request.get(precedence.first, 0) < slot
        for precedence in rules.problem.precedences
        if precedence.then == candidate.request
    ) and all(
        slot_of_request.get(precedence.then, slot + 1) > slot
        for precedence in rules.problem.precedences
        if precedence.first == candidate.request
    )
