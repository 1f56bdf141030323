"""Finds what makes no sense in a problem, all of it at once, each thing as a coded fault."""

from collections import Counter
from collections.abc import Iterator

from maillage.engines.meetings.problem import Fault, Problem


def faults_of(problem: Problem) -> Iterator[Fault]:
    """Every fault of the problem. Faults of pairs are looked for once all codes are known to be right."""
    found = [*_room_faults(problem), *_participant_faults(problem), *_naming_faults(problem)]
    yield from found
    if not found:
        yield from _wish_faults(problem)
        yield from _imposed_faults(problem)
        yield from _request_faults(problem)
        yield from _people_faults(problem)


def _repeated(values: Iterator[str]) -> list[str]:
    return sorted(value for value, count in Counter(values).items() if count > 1)


def _room_faults(problem: Problem) -> Iterator[Fault]:
    if problem.slot_count < 1:
        yield Fault("no_slot", {"slots": problem.slot_count})
    if not problem.tables and not any(participant.stand for participant in problem.participants):
        yield Fault("no_table")
    for name in _repeated(table.name for table in problem.tables):
        yield Fault("repeated_table", {"table": name})
    for table in problem.tables:
        if table.slots is not None and not table.slots <= set(problem.slots):
            yield Fault("table_slot_outside", {"table": table.name, "slots": _outside(problem, table.slots)})


def _outside(problem: Problem, slots: frozenset[int]) -> tuple[int, ...]:
    return tuple(sorted(slots - set(problem.slots)))


def _participant_faults(problem: Problem) -> Iterator[Fault]:
    if not problem.participants:
        yield Fault("no_participant")
    for code in _repeated(participant.code for participant in problem.participants):
        yield Fault("repeated_code", {"code": code})
    for name in _repeated(participant.stand for participant in problem.participants if participant.stand):
        yield Fault("repeated_stand", {"table": name})
    for participant in problem.participants:
        facts = {"code": participant.code}
        if participant.quota_min < 0 or participant.quota_max < 0:
            yield Fault("negative_quota", facts)
        elif participant.quota_min > participant.quota_max:
            limits = {"quota_min": participant.quota_min, "quota_max": participant.quota_max}
            yield Fault("quota_min_above_max", {**facts, **limits})
        if participant.representatives < 1:
            yield Fault("no_representative", facts)
        if participant.slots is not None and not participant.slots <= set(problem.slots):
            yield Fault("slot_outside", {**facts, "slots": _outside(problem, participant.slots)})


def _naming_faults(problem: Problem) -> Iterator[Fault]:
    """Codes, tables and requests that are named but do not exist, and things said of oneself."""
    known = {participant.code for participant in problem.participants}
    pairs = [
        *(("wish", wish.source, wish.target) for wish in problem.wishes),
        *(("refusal", refusal.source, refusal.target) for refusal in problem.refusals),
        *(("forbidden", pair.a, pair.b) for pair in problem.forbidden),
        *(("imposed", pair.a, pair.b) for pair in problem.imposed),
        *(("request", request.a, request.b) for request in problem.requests),
    ]
    for where, a, b in pairs:
        for code in sorted({a, b} - known):
            yield Fault("unknown_code", {"code": code, "where": where})
        if a == b:
            yield Fault("pair_with_itself", {"code": a, "where": where})
    for group in problem.people:
        for code in sorted(group - known):
            yield Fault("unknown_code", {"code": code, "where": "people"})
    requests = {request.code for request in problem.requests}
    for code in _repeated(request.code for request in problem.requests):
        yield Fault("repeated_request", {"request": code})
    for precedence in problem.precedences:
        for code in sorted({precedence.first, precedence.then} - requests):
            yield Fault("unknown_request", {"request": code})


def _wish_faults(problem: Problem) -> Iterator[Fault]:
    refused = {(refusal.source, refusal.target) for refusal in problem.refusals}
    seen: set[tuple[str, str]] = set()
    for wish in problem.wishes:
        pair = (wish.source, wish.target)
        facts = {"source": wish.source, "target": wish.target}
        if pair in seen:
            yield Fault("repeated_wish", facts)
        seen.add(pair)
        if pair in refused:
            yield Fault("wished_and_refused", facts)
        if wish.rank < 1:
            yield Fault("rank_below_one", {**facts, "rank": wish.rank})
        if wish.weight < 0:
            yield Fault("negative_weight", {**facts, "weight": wish.weight})


def _imposed_faults(problem: Problem) -> Iterator[Fault]:
    """An imposed pair that another rule forbids outright. Clashes of several demands are found by solving."""
    participants = {participant.code: participant for participant in problem.participants}
    refused = {frozenset((refusal.source, refusal.target)) for refusal in problem.refusals}
    forbidden = {frozenset((pair.a, pair.b)) for pair in problem.forbidden}
    tables = {table.name: table for table in problem.tables}
    stands = {participant.stand for participant in problem.participants if participant.stand}
    seen: set[frozenset[str]] = set()
    for imposed in problem.imposed:
        pair, facts = frozenset((imposed.a, imposed.b)), {"a": imposed.a, "b": imposed.b}
        a, b = participants[imposed.a], participants[imposed.b]
        if pair in seen:
            yield Fault("repeated_imposed", facts)
        seen.add(pair)
        if pair in forbidden:
            yield Fault("imposed_and_forbidden", facts)
        if pair in refused:
            yield Fault("imposed_and_refused", facts)
        if not problem.pair_rule.allows(a, b):
            yield Fault("imposed_against_pair_rule", facts)
        if any(pair <= group for group in problem.people):
            yield Fault("imposed_same_person", facts)
        if imposed.slot is not None:
            if imposed.slot not in problem.slots:
                yield Fault("imposed_slot_outside", {**facts, "slot": imposed.slot})
            for participant in (a, b):
                if participant.slots is not None and imposed.slot not in participant.slots:
                    yield Fault(
                        "imposed_when_absent", {**facts, "code": participant.code, "slot": imposed.slot}
                    )
        if imposed.table is not None and imposed.table not in tables and imposed.table not in stands:
            yield Fault("imposed_unknown_table", {**facts, "table": imposed.table})
        elif imposed.table in stands - {a.stand, b.stand}:
            yield Fault("imposed_at_stand_of_other", {**facts, "table": imposed.table})


def _request_faults(problem: Problem) -> Iterator[Fault]:
    apart = {frozenset((refusal.source, refusal.target)) for refusal in problem.refusals}
    apart |= {frozenset((pair.a, pair.b)) for pair in problem.forbidden}
    wished = {frozenset((wish.source, wish.target)) for wish in problem.wishes}
    wished |= {frozenset((pair.a, pair.b)) for pair in problem.imposed}
    for request in problem.requests:
        pair, facts = frozenset((request.a, request.b)), {"request": request.code}
        if pair in apart:
            yield Fault("requested_and_kept_apart", facts)
        if pair in wished:
            yield Fault("requested_and_wished", facts)
        if request.weight < 1:
            yield Fault("negative_weight", facts)
        if request.slots is not None and not request.slots <= set(problem.slots):
            yield Fault("request_slot_outside", {**facts, "slots": _outside(problem, request.slots)})
    yield from _precedence_faults(problem)


def _precedence_faults(problem: Problem) -> Iterator[Fault]:
    """Requests that would each have to come before themselves."""
    after: dict[str, set[str]] = {request.code: set() for request in problem.requests}
    waiting = Counter[str]()
    for precedence in problem.precedences:
        if precedence.then not in after[precedence.first]:
            after[precedence.first].add(precedence.then)
            waiting[precedence.then] += 1
    free = [code for code in after if not waiting[code]]
    for code in free:
        for then in after[code]:
            waiting[then] -= 1
            if not waiting[then]:
                free.append(then)
    circular = tuple(sorted(set(after) - set(free)))
    if circular:
        yield Fault("circular_precedence", {"requests": circular})


def _people_faults(problem: Problem) -> Iterator[Fault]:
    representatives = {participant.code: participant.representatives for participant in problem.participants}
    for code in _repeated(code for group in problem.people for code in group):
        yield Fault("person_in_two_groups", {"code": code})
    for group in problem.people:
        for code in sorted(group):
            if representatives[code] > 1:
                yield Fault("shared_person_with_representatives", {"code": code})
