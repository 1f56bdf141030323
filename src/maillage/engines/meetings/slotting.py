"""When each chosen pair meets."""

import random
from collections.abc import Callable, Mapping, Sequence

from maillage.engines.meetings.colouring import Colouring
from maillage.engines.meetings.ejection import EjectionChains, Placing, Room
from maillage.engines.meetings.rules import Candidate, Rules


def place(
    rules: Rules,
    chosen: Sequence[Candidate],
    rng: random.Random,
    keep_on: Callable[[int], bool],
    before: Mapping[tuple[str, str], int],
) -> list[int]:
    """Slot (from 1) of each chosen meeting, 0 for those without one. `before` are slots that pairs had and
    leave only when needed.

    Colouring always succeeds when it applies; otherwise ejection chains go on as long as `keep_on` says.
    """
    if not before and _plain(rules, chosen):
        return _colour(rules, chosen)
    chains = EjectionChains(*placings(rules, chosen), rules.problem.slot_count, rng)
    chains.start_from(
        {
            number: before[candidate.a, candidate.b]
            for number, candidate in enumerate(chosen)
            if (candidate.a, candidate.b) in before
        }
    )
    chains.run(keep_on)
    return chains.slot


def _plain(rules: Rules, chosen: Sequence[Candidate]) -> bool:
    """True when every slot and shared table suits every meeting and a slot is to spare for each person, so
    that colouring cannot fail."""
    everywhere = (1 << rules.problem.slot_count) - 1
    degree: dict[str, int] = {}
    pairs = set()
    for candidate in chosen:
        pair = frozenset((rules.person[candidate.a], rules.person[candidate.b]))
        free_everywhere = candidate.slots & everywhere == everywhere
        if not free_everywhere or pair in pairs or candidate.tables is None:
            return False
        pairs.add(pair)
        for person in pair:
            degree[person] = degree.get(person, 0) + 1
    seated = [candidate.tables for candidate in chosen]
    tables = rules.table_families[0] if rules.table_families else frozenset[str]()
    return (
        all(suitable == tables for suitable in seated)
        and len(chosen) <= rules.problem.slot_count * _tables_always_open(rules, tables)
        and not rules.problem.precedences
        and max(degree.values(), default=0) < rules.problem.slot_count
    )


def _tables_always_open(rules: Rules, family: frozenset[str]) -> int:
    return min(rules.table_count(family, slot) for slot in rules.problem.slots)


def _colour(rules: Rules, chosen: Sequence[Candidate]) -> list[int]:
    number: dict[str, int] = {}
    edges = [
        (
            number.setdefault(rules.person[candidate.a], len(number)),
            number.setdefault(rules.person[candidate.b], len(number)),
        )
        for candidate in chosen
    ]
    return [slot + 1 for slot in Colouring(len(number), edges, rules.problem.slot_count).slot]


def placings(rules: Rules, chosen: Sequence[Candidate]) -> tuple[list[Placing], Room]:
    """The chosen meetings and the room, by numbers, as ejection chains read them."""
    families = rules.table_families
    persons = {person: number for number, person in enumerate(rules.attendance)}
    everywhere = (1 << rules.problem.slot_count) - 1
    index = {candidate.request: number for number, candidate in enumerate(chosen) if candidate.request}
    before: dict[int, list[int]] = {}
    after: dict[int, list[int]] = {}
    for precedence in rules.problem.precedences:
        first, then = index.get(precedence.first), index.get(precedence.then)
        if first is not None and then is not None:
            before.setdefault(then, []).append(first)
            after.setdefault(first, []).append(then)
    placed = [
        Placing(
            persons[rules.person[candidate.a]],
            persons[rules.person[candidate.b]],
            candidate.slots & everywhere,
            rules.families_of(candidate.tables),
            tuple(before.get(number, ())),
            tuple(after.get(number, ())),
        )
        for number, candidate in enumerate(chosen)
    ]
    tables = [[0, *(rules.table_count(family, slot) for slot in rules.problem.slots)] for family in families]
    return placed, Room([rules.capacity(person) for person in rules.attendance], tables)
