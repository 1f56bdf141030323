"""On the day: absents, late comers, newcomers, tables lost or added, from a given slot on.

What was held stays. What was announced and can still take place stays in its slot, and at its table unless
the table is lost: these meetings are imposed on a new problem, which the planner solves with its proof. The
answer is thus the best among the plans that move nobody. Beside it, options move a few people for a stated
gain.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from maillage.engines.meetings.budget import Budget
from maillage.engines.meetings.changes import Changes, Option, Replan
from maillage.engines.meetings.memory import collection_paused
from maillage.engines.meetings.moving import options_of
from maillage.engines.meetings.pairing import InfeasibleError
from maillage.engines.meetings.problem import (
    Imposed,
    ImpossibleDemandError,
    Participant,
    Problem,
    Request,
    Table,
)
from maillage.engines.meetings.rules import Candidate, Rules, mask_of
from maillage.engines.meetings.solution import Meeting, Progress, Solution
from maillage.engines.meetings.solver import planned
from maillage.engines.meetings.timetable import Timetable

Pair = tuple[str, str]


def replan(
    problem: Problem,
    meetings: Sequence[Meeting],
    changes: Changes,
    *,
    announced: bool = True,
    seconds: float | None = None,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
    options: bool = True,
    stopped: Callable[[], bool] = lambda: False,
) -> Replan:
    """The best plan after these changes that moves no meeting that can stay; the best found so far when
    `seconds` are over or once `stopped` says so.

    Promised minimums are kept when they can all be, those of the absent apart; otherwise they lapse.

    When the plan was not `announced`, only meetings before `from_slot` stay. Options move nothing that
    `problem` imposes; without `options` none is looked for, which takes two thirds of the time. Raises
    `ProblemError` when the changes make no sense.
    """
    budget = Budget(seconds, stopped)
    with collection_paused():
        held = {frozenset((old.a, old.b)) for old in meetings if old.slot < changes.from_slot}
        changed = _changed(problem, changes, held)
        refused = {frozenset((refusal.source, refusal.target)) for refusal in changed.refusals}
        staying = [
            old
            for old in meetings
            if (announced or old.slot < changes.from_slot) and frozenset((old.a, old.b)) not in refused
        ]
        kept = _surviving(changed, staying)
        frozen = _frozen(changed, kept, frozenset(range(changes.from_slot, problem.slot_count + 1)))

    def solved(frozen: Problem) -> Solution:
        return planned(frozen, budget, seed=seed, progress=progress, before=kept)

    lapsed: dict[str, int] = {}
    try:
        solution = solved(frozen)
    except (InfeasibleError, ImpossibleDemandError):
        lapsed = {each.code: each.quota_min for each in frozen.participants if each.quota_min}
        frozen = _without_promises(frozen)
        solution = solved(frozen)
    before = {_key(meeting): meeting for meeting in meetings}
    after = {_key(meeting): meeting for meeting in solution.meetings}
    both = [(before[key], after[key]) for key in before if key in after]
    found: tuple[Option, ...] = ()
    if announced and options:
        pins = frozenset(frozenset((demand.a, demand.b)) for demand in problem.imposed)
        fixed = tuple(
            demand
            for demand in frozen.imposed
            if (demand.slot or 0) < changes.from_slot or frozenset((demand.a, demand.b)) in pins
        )
        found = options_of(frozen, kept, solution, fixed, seed, budget)
    return Replan(
        frozen,
        solution,
        tuple(new for old, new in both if _place(old) == _place(new)),
        tuple((old, new) for old, new in both if _place(old) != _place(new)),
        tuple(meeting for key, meeting in before.items() if key not in after),
        tuple(meeting for key, meeting in after.items() if key not in before),
        found,
        lapsed,
    )


def _without_promises(problem: Problem) -> Problem:
    participants = tuple(
        replace(participant, quota_min=0) if participant.quota_min else participant
        for participant in problem.participants
    )
    return replace(problem, participants=participants)


def _key(meeting: Meeting) -> tuple[frozenset[str], str]:
    return frozenset((meeting.a, meeting.b)), meeting.request


def _place(meeting: Meeting) -> tuple[int, str]:
    return meeting.slot, meeting.table


def _changed(problem: Problem, changes: Changes, held: AbstractSet[frozenset[str]]) -> Problem:
    """The problem after the changes. What was held cannot be refused any more, and a wish gives way to a
    refusal made since."""
    everybody = (*problem.participants, *changes.newcomers)
    participants = tuple(_there_from_now(problem, participant, changes) for participant in everybody)
    refusals = [new for new in changes.refusals if frozenset((new.source, new.target)) not in held]
    withdrawn = {(refusal.source, refusal.target) for refusal in refusals}
    wishes = (
        *(wish for wish in problem.wishes if (wish.source, wish.target) not in withdrawn),
        *changes.wishes,
    )
    if changes.tables is None:
        tables = problem.tables
    else:
        past = frozenset(range(1, changes.from_slot))
        tables = _tables(problem, changes.tables, past)
    return replace(
        problem,
        participants=participants,
        wishes=wishes,
        refusals=(*problem.refusals, *refusals),
        imposed=(),
        tables=tables,
        played=changes.from_slot - 1,
    )


def _there_from_now(problem: Problem, participant: Participant, changes: Changes) -> Participant:
    slots = _presence(problem, participant, changes)
    before = frozenset(problem.slots) if participant.slots is None else participant.slots
    absent = participant.code in changes.absent
    if slots == before and not absent:
        return participant
    return replace(participant, quota_min=0 if absent else participant.quota_min, slots=slots)


def _presence(problem: Problem, participant: Participant, changes: Changes) -> frozenset[int]:
    slots = frozenset(problem.slots) if participant.slots is None else participant.slots
    code = participant.code
    first = changes.late.get(code, 1)
    last = 0 if code in changes.absent else changes.leaving.get(code, problem.slot_count)
    new = any(participant is newcomer for newcomer in changes.newcomers)
    return frozenset(
        slot
        for slot in slots
        if (slot < changes.from_slot and not new) or (slot >= changes.from_slot and first <= slot <= last)
    )


def _tables(problem: Problem, now: Sequence[Table], past: frozenset[int]) -> tuple[Table, ...]:
    """Tables of the past in the past, tables of now from now on."""
    everywhere = frozenset(problem.slots)

    def hours(table: Table | None) -> frozenset[int]:
        if table is None:
            return frozenset()
        return everywhere if table.slots is None else table.slots

    old = {table.name: table for table in problem.tables}
    new = {table.name: table for table in now}
    return tuple(
        replace(new.get(name, old.get(name, Table(name))), slots=slots if slots != everywhere else None)
        for name in dict.fromkeys([*old, *new])
        for slots in [(hours(old.get(name)) & past) | (hours(new.get(name)) - past)]
    )


def _surviving(problem: Problem, meetings: Sequence[Meeting]) -> list[Meeting]:
    """Meetings that can stay in their slot: those whose table stays first, then the dearest."""
    rules = Rules(problem)
    weight: dict[frozenset[str], int] = {}
    for wish in problem.wishes:
        pair = frozenset((wish.source, wish.target))
        weight[pair] = weight.get(pair, 0) + wish.weight
    open_tables = {
        (table.name, slot)
        for table in problem.tables
        for slot in problem.slots
        if rules.is_open(table.name, slot)
    }

    def dearest_first(meeting: Meeting) -> tuple[bool, int]:
        stays = meeting.table in rules.stands or (meeting.table, meeting.slot) in open_tables
        return not stays, -weight.get(frozenset((meeting.a, meeting.b)), 0)

    timetable = Timetable(rules)
    requests = {request.code: request for request in problem.requests}
    surviving = []
    for meeting in sorted(meetings, key=dearest_first):
        candidate = _candidate(rules, meeting, requests.get(meeting.request))
        if timetable.free_slots(candidate) & mask_of((meeting.slot,)):
            timetable.hold(candidate, meeting.slot)
            surviving.append(meeting)
    return surviving


def _candidate(rules: Rules, meeting: Meeting, request: Request | None) -> Candidate:
    a, b = rules.pair(meeting.a, meeting.b)
    request_code = "" if request is None else request.code
    return Candidate(a, b, rules.slots(a, b), rules.tables(a, b), request=request_code)


def _frozen(problem: Problem, kept: Sequence[Meeting], future: frozenset[int]) -> Problem:
    """The problem where these meetings stay in their slots, and the others are in the future."""
    slot_of = {meeting.request: meeting.slot for meeting in kept if meeting.request}
    requests = tuple(
        replace(
            request,
            slots=frozenset((slot_of[request.code],))
            if request.code in slot_of
            else future & (future if request.slots is None else request.slots),
        )
        for request in problem.requests
    )
    imposed = tuple(Imposed(meeting.a, meeting.b, meeting.slot) for meeting in kept if not meeting.request)
    return replace(problem, imposed=imposed, requests=requests)
