"""Verifies any plan, and the proof that comes with it, without the solver.

Everything is read again from the problem: nothing here trusts the modules that made the plan.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from maillage.engines.meetings.explain import Explainer
from maillage.engines.meetings.problem import Problem
from maillage.engines.meetings.proof import MalformedProofError
from maillage.engines.meetings.rules import Rules
from maillage.engines.meetings.solution import Meeting, Reason, Solution, Status


@dataclass(frozen=True, slots=True)
class Violation:
    """Something a plan may not do: a stable code and its facts."""

    code: str
    facts: Mapping[str, str | int | tuple[str | int, ...]] = field(default_factory=dict)


def check(problem: Problem, solution: Solution) -> tuple[Violation, ...]:
    """All that is wrong in the plan, its figures or its proof; empty when all holds."""
    found = [*check_meetings(problem, solution.meetings)]
    if not found:
        found += [*_figure_violations(problem, solution), *_proof_violations(problem, solution)]
    return tuple(found)


def check_meetings(problem: Problem, meetings: tuple[Meeting, ...]) -> Iterator[Violation]:
    """What the meetings themselves do wrong."""
    codes = {participant.code for participant in problem.participants}
    tables = {table.name for table in problem.tables}
    tables |= {participant.stand for participant in problem.participants if participant.stand}
    for meeting in meetings:
        if meeting.a not in codes or meeting.b not in codes:
            yield Violation("unknown_participant", _facts(meeting))
            return
        if meeting.slot not in problem.slots or meeting.table not in tables:
            yield Violation("unknown_place", _facts(meeting))
            return
    yield from _pair_violations(problem, meetings)
    yield from _person_violations(problem, meetings)
    yield from _table_violations(problem, meetings)
    yield from _demand_violations(problem, meetings)


def _facts(meeting: Meeting) -> dict[str, str | int | tuple[str | int, ...]]:
    return {"a": meeting.a, "b": meeting.b, "slot": meeting.slot, "table": meeting.table}


def _pair_violations(problem: Problem, meetings: tuple[Meeting, ...]) -> Iterator[Violation]:
    rules = Rules(problem)
    requests = {request.code: request for request in problem.requests}
    seen: set[tuple[str, str, str]] = set()
    wishes = {(wish.source, wish.target) for wish in problem.wishes}
    for meeting in meetings:
        pair = rules.pair(meeting.a, meeting.b)
        if meeting.a == meeting.b or (*pair, meeting.request) in seen:
            yield Violation("pair_twice", _facts(meeting))
        seen.add((*pair, meeting.request))
        if meeting.request:
            request = requests.get(meeting.request)
            if request is None or rules.pair(request.a, request.b) != pair:
                yield Violation("unknown_request", {**_facts(meeting), "request": meeting.request})
            elif request.slots is not None and meeting.slot not in request.slots:
                yield Violation("request_outside_window", {**_facts(meeting), "request": meeting.request})
            continue
        if not rules.allowed(*pair):
            yield Violation("pair_not_allowed", _facts(meeting))
        askers = {a for a, b in (pair, pair[::-1]) if (a, b) in wishes}
        if askers != set(meeting.asked_by):
            yield Violation("asked_by_wrong", _facts(meeting))
        imposed = any(rules.pair(demand.a, demand.b) == pair for demand in problem.imposed)
        if not imposed and meeting.slot <= problem.played:
            yield Violation("slot_already_played", _facts(meeting))
        if not askers and not imposed and not problem.fillers:
            yield Violation("meeting_nobody_asked", _facts(meeting))


def _person_violations(problem: Problem, meetings: tuple[Meeting, ...]) -> Iterator[Violation]:
    rules = Rules(problem)
    at_once = Counter[tuple[str, int]]()
    total = Counter[str]()
    for meeting in meetings:
        for code in (meeting.a, meeting.b):
            total[code] += 1
            at_once[rules.person[code], meeting.slot] += 1
            present = rules.participants[code].slots
            if present is not None and meeting.slot not in present:
                yield Violation("absent", {**_facts(meeting), "code": code})
    for (person, slot), count in at_once.items():
        if count > rules.capacity(person):
            yield Violation("double_booked", {"code": person, "slot": slot})
    for code, participant in rules.participants.items():
        if total[code] > participant.quota_max:
            yield Violation("above_quota", {"code": code, "count": total[code]})
        if total[code] < participant.quota_min:
            yield Violation("below_quota", {"code": code, "count": total[code]})


def _table_violations(problem: Problem, meetings: tuple[Meeting, ...]) -> Iterator[Violation]:
    participants = {participant.code: participant for participant in problem.participants}
    owner = {participant.stand: participant for participant in problem.participants if participant.stand}
    shared = {table.name: table for table in problem.tables}
    used = Counter[tuple[str, int]]()
    for meeting in meetings:
        both = (participants[meeting.a], participants[meeting.b])
        used[meeting.table, meeting.slot] += 1
        table = shared.get(meeting.table)
        if table and table.slots is not None and meeting.slot not in table.slots:
            yield Violation("table_closed", _facts(meeting))
        needs_access = any(participant.needs_accessible_table for participant in both)
        if needs_access and not (table and table.accessible) and not _imposed_there(problem, meeting):
            yield Violation("table_not_accessible", _facts(meeting))
        if meeting.table in owner and owner[meeting.table] not in both:
            yield Violation("stand_of_other", _facts(meeting))
    for (name, slot), count in used.items():
        capacity = owner[name].representatives if name in owner else 1
        if count > capacity:
            yield Violation("table_twice", {"table": name, "slot": slot})


def _imposed_there(problem: Problem, meeting: Meeting) -> bool:
    pair = {meeting.a, meeting.b}
    return any({demand.a, demand.b} == pair and demand.table == meeting.table for demand in problem.imposed)


def _demand_violations(problem: Problem, meetings: tuple[Meeting, ...]) -> Iterator[Violation]:
    held = {frozenset((meeting.a, meeting.b)): meeting for meeting in meetings if not meeting.request}
    for demand in problem.imposed:
        meeting = held.get(frozenset((demand.a, demand.b)))
        if meeting is None:
            yield Violation("imposed_missing", {"a": demand.a, "b": demand.b})
        elif demand.slot not in {None, meeting.slot} or demand.table not in {None, meeting.table}:
            yield Violation("imposed_elsewhere", _facts(meeting))
    slot = {meeting.request: meeting.slot for meeting in meetings if meeting.request}
    for precedence in problem.precedences:
        first, then = slot.get(precedence.first), slot.get(precedence.then)
        if first is not None and then is not None and first >= then:
            yield Violation("order_broken", {"first": precedence.first, "then": precedence.then})


def value_of(problem: Problem, meetings: tuple[Meeting, ...]) -> int:
    """Sum of the weights of the wishes granted and the requests placed by these meetings."""
    pairs = {frozenset((meeting.a, meeting.b)) for meeting in meetings if not meeting.request}
    placed = {meeting.request for meeting in meetings if meeting.request}
    return sum(
        wish.weight for wish in problem.wishes if frozenset((wish.source, wish.target)) in pairs
    ) + sum(request.weight for request in problem.requests if request.code in placed)


def _figure_violations(problem: Problem, solution: Solution) -> Iterator[Violation]:
    value = value_of(problem, solution.meetings)
    if value != solution.value:
        yield Violation("wrong_value", {"told": solution.value, "true": value})
    if solution.bound < solution.value:
        yield Violation("bound_below_value", {"bound": solution.bound, "value": solution.value})
    if (solution.status is Status.OPTIMAL) != (solution.bound == solution.value):
        yield Violation("wrong_status", {"told": str(solution.status)})
    met = {frozenset((meeting.a, meeting.b)) for meeting in solution.meetings}
    told = {(outcome.source, outcome.target): outcome for outcome in solution.wishes}
    for wish in problem.wishes:
        outcome = told.get((wish.source, wish.target))
        granted = frozenset((wish.source, wish.target)) in met
        if outcome is None or outcome.granted != granted or outcome.weight != wish.weight:
            yield Violation("wrong_outcome", {"source": wish.source, "target": wish.target})
    placed = {meeting.request for meeting in solution.meetings}
    left_out = {request.code for request in problem.requests} - placed
    if left_out != set(solution.unplaced):
        yield Violation("wrong_unplaced", {"true": tuple(sorted(left_out))})


def _proof_violations(problem: Problem, solution: Solution) -> Iterator[Violation]:
    fairness = solution.fairness
    served: tuple[int, ...] = ()
    if fairness:
        served = _served(problem, solution, len(fairness.served))
        if served != fairness.served:
            yield Violation("wrong_fairness", {"told": fairness.served, "true": served})
            return
    try:
        explainer = Explainer(Rules(problem), solution.meetings, served)
        reader = explainer.reader
        certified = reader.value(solution.certificate)
        if certified > solution.certified_bound:
            yield Violation("forged_bound", {"told": solution.certified_bound, "true": certified})
        yield from _fairness_violations(explainer, solution)
        if fairness and fairness.proved and not reader.fairest(fairness.proofs):
            yield Violation("fairness_not_proved")
        yield from _reason_violations(explainer, solution)
    except MalformedProofError as error:
        yield Violation("proof_malformed", {"where": str(error)})
    if solution.certified_bound < solution.value:
        yield Violation("bound_below_value", {"bound": solution.certified_bound, "value": solution.value})


def _fairness_violations(explainer: Explainer, solution: Solution) -> Iterator[Violation]:
    """What is told of the worst served, and of those who could get nothing."""
    if solution.fairness is None:
        return
    granted = Counter(outcome.source for outcome in solution.wishes if outcome.granted)
    able = {code for code, most in explainer.reader.alone.items() if most}
    level = min((granted[code] for code in able), default=0)
    if level != solution.fairness.level:
        yield Violation("wrong_level", {"told": solution.fairness.level, "true": level})
    excluded = set(explainer.reader.alone) - able
    if excluded != set(solution.fairness.excluded):
        yield Violation("wrong_excluded", {"true": tuple(sorted(excluded))})


def _reason_violations(explainer: Explainer, solution: Solution) -> Iterator[Violation]:
    """Reasons that are missing, or say more than the rules and the certificate show."""
    proofs = solution.fairness.proofs if solution.fairness else ()
    shown = explainer.reasons(solution.value, solution.certificate, proofs)
    for outcome in solution.wishes:
        true, told = shown.get((outcome.source, outcome.target)), outcome.reason
        facts = {"source": outcome.source, "target": outcome.target}
        if true is None or told is None:
            if true is not told:
                yield Violation("reason_missing", facts)
        elif told.code == "costs" == true.code:
            if _cost(told) > _cost(true):
                yield Violation("reason_overstated", {**facts, "told": _cost(told), "true": _cost(true)})
        elif (told.code, dict(told.facts)) != (true.code, dict(true.facts)):
            yield Violation("reason_wrong", {**facts, "told": told.code, "true": true.code})


def _cost(reason: Reason) -> int:
    cost = reason.facts.get("cost")
    return cost if isinstance(cost, int) else 0


def _served(problem: Problem, solution: Solution, levels: int) -> tuple[int, ...]:
    """Participants with at least 1, 2, 3 … own wishes granted."""
    met = {frozenset((meeting.a, meeting.b)) for meeting in solution.meetings if not meeting.request}
    granted = Counter(wish.source for wish in problem.wishes if frozenset((wish.source, wish.target)) in met)
    return tuple(sum(1 for count in granted.values() if count >= level) for level in range(1, levels + 1))
