"""The best plan of a small event, by trying every set of pairs and every timetable."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from maillage.engines.meetings import Problem, Table

Pair = tuple[str, str]


def best(problem: Problem, *, fair: bool) -> tuple[tuple[int, ...], int] | None:
    """(participants served at each level, value) of the best plan; levels are empty unless `fair`.

    None when no plan keeps the promises and the imposed meetings.
    """
    keys = [
        (_served(problem, pairs) if fair else (), _value(problem, pairs))
        for pairs in _choices(problem)
        if _placeable(problem, pairs, {})
    ]
    return max(keys, default=None)


def most_alone(problem: Problem, code: str) -> int:
    """Most own wishes that any plan grants to this participant."""
    counts = [_granted(problem, pairs)[code] for pairs in _choices(problem) if _placeable(problem, pairs, {})]
    return max(counts, default=0)


def _choices(problem: Problem) -> Iterator[tuple[Pair, ...]]:
    imposed = {frozenset((demand.a, demand.b)) for demand in problem.imposed}
    wished = {frozenset((wish.source, wish.target)) for wish in problem.wishes}
    codes = [participant.code for participant in problem.participants]
    possible = [
        pair
        for pair in combinations(codes, 2)
        if _allowed(problem, pair) and (problem.fillers or frozenset(pair) in wished | imposed)
    ]
    quota_max = {participant.code: participant.quota_max for participant in problem.participants}
    quota_min = {participant.code: participant.quota_min for participant in problem.participants}
    for size in range(len(possible) + 1):
        for pairs in combinations(possible, size):
            degree = Counter(code for pair in pairs for code in pair)
            if (
                all(degree[code] <= quota_max[code] for code in degree)
                and all(degree[code] >= least for code, least in quota_min.items())
                and imposed <= {frozenset(pair) for pair in pairs}
            ):
                yield pairs


def _allowed(problem: Problem, pair: Pair) -> bool:
    a, b = (next(p for p in problem.participants if p.code == code) for code in pair)
    apart = {frozenset((r.source, r.target)) for r in problem.refusals}
    apart |= {frozenset((f.a, f.b)) for f in problem.forbidden}
    if problem.pair_rule.at_least_one_ess and a.ess is not True and b.ess is not True:
        return False
    return frozenset(pair) not in apart and not any({*pair} <= group for group in problem.people)


def _placeable(problem: Problem, pairs: tuple[Pair, ...], placed: dict[Pair, tuple[int, str]]) -> bool:
    if len(placed) == len(pairs):
        return True
    pair = pairs[len(placed)]
    return any(
        _placeable(problem, pairs, {**placed, pair: (slot, table)})
        for slot in problem.slots
        for table in _tables(problem, pair)
        if _fits(problem, pair, slot, table, placed)
    )


def _tables(problem: Problem, pair: Pair) -> list[str]:
    """Tables that suit the pair; interchangeable ones are all tried, events are small."""
    both = [p for p in problem.participants if p.code in pair]
    accessible = {table.name for table in problem.tables if table.accessible}
    stands = {p.stand for p in problem.participants if p.stand}
    imposed = next((d.table for d in problem.imposed if {d.a, d.b} == {*pair}), None)
    if imposed:
        return [imposed]
    needs = any(p.needs_accessible_table for p in both)
    own = [p.stand for p in both if p.stand and (not needs or p.stand in accessible)]
    shared = [t.name for t in problem.tables if t.name not in stands and (not needs or t.accessible)]
    return own or shared


def _fits(problem: Problem, pair: Pair, slot: int, table: str, placed: dict[Pair, tuple[int, str]]) -> bool:
    participants = {p.code: p for p in problem.participants}
    for code in pair:
        slots = participants[code].slots
        if slots is not None and slot not in slots:
            return False
    for demand in problem.imposed:
        if {demand.a, demand.b} == {*pair} and demand.slot not in {None, slot}:
            return False
    demanded = any({demand.a, demand.b} == {*pair} for demand in problem.imposed)
    if slot <= problem.played and not demanded:
        return False
    found = next((t for t in problem.tables if t.name == table), Table(table))
    if found.slots is not None and slot not in found.slots:
        return False
    stand_of = next((p for p in problem.participants if p.stand == table), None)
    there = sum(
        1 for other_slot, other_table in placed.values() if (other_slot, other_table) == (slot, table)
    )
    if there >= (stand_of.representatives if stand_of else 1):
        return False
    for code in pair:
        person = next((group for group in problem.people if code in group), frozenset((code,)))
        busy = sum(
            1
            for other, (other_slot, _) in placed.items()
            if other_slot == slot
            for other_code in other
            if other_code in person
        )
        if busy >= (1 if len(person) > 1 else participants[code].representatives):
            return False
    return True


def _granted(problem: Problem, pairs: tuple[Pair, ...]) -> Counter[str]:
    met = {frozenset(pair) for pair in pairs}
    return Counter(w.source for w in problem.wishes if frozenset((w.source, w.target)) in met)


def _served(problem: Problem, pairs: tuple[Pair, ...]) -> tuple[int, ...]:
    granted = _granted(problem, pairs)
    return tuple(sum(1 for count in granted.values() if count >= level) for level in range(1, 6))


def _value(problem: Problem, pairs: tuple[Pair, ...]) -> int:
    met = {frozenset(pair) for pair in pairs}
    return sum(w.weight for w in problem.wishes if frozenset((w.source, w.target)) in met)
