"""Verifies a plan from its file alone: the plan, its proof, and what a plan made again says it changes."""

from collections.abc import Iterable, Iterator

from maillage.engines.meetings import Meeting, Violation, check
from maillage.programmes.esspresso.document import Planning, Replanned, differences

Key = tuple[frozenset[str], str]


def verify(planning: Planning) -> tuple[Violation, ...]:
    """All that is wrong in a plan, empty when all holds. The solver has no part in it."""
    found = check(planning.event.problem, planning.solution)
    if found or planning.replanned is None:
        return found
    return (*_change_violations(planning, planning.replanned), *_option_violations(planning))


def plan_before(planning: Planning) -> tuple[Meeting, ...]:
    """The meetings of the plan before this one, as its changes tell them."""
    replanned, meetings = planning.replanned, planning.solution.meetings
    if replanned is None:
        return meetings
    changed = {_key(now) for _was, now in replanned.moved} | {_key(new) for new in replanned.added}
    kept = (meeting for meeting in meetings if _key(meeting) not in changed)
    return (*kept, *(was for was, _now in replanned.moved), *replanned.dropped)


def people_moved(
    before: Iterable[Meeting], still: Iterable[Meeting], other: Iterable[Meeting]
) -> tuple[str, ...]:
    """Whose meetings, known before and held in the plan `still`, the plan `other` moves or drops."""
    known = {_key(meeting) for meeting in before}
    places = {_key(meeting): (meeting.slot, meeting.table) for meeting in other}
    moved = [
        code
        for meeting in still
        if _key(meeting) in known and places.get(_key(meeting)) != (meeting.slot, meeting.table)
        for code in (meeting.a, meeting.b)
    ]
    return tuple(sorted(set(moved)))


def _key(meeting: Meeting) -> Key:
    return frozenset((meeting.a, meeting.b)), meeting.request


def _facts(meeting: Meeting) -> dict[str, str | int | tuple[str | int, ...]]:
    return {"a": meeting.a, "b": meeting.b, "slot": meeting.slot, "table": meeting.table}


def _change_violations(planning: Planning, replanned: Replanned) -> Iterator[Violation]:
    """Changes that are not those between two plans, that touch the past, or that hide a meeting moved."""
    meetings = set(planning.solution.meetings)
    problem = planning.event.problem
    for meeting in (*replanned.added, *(now for _was, now in replanned.moved)):
        if meeting not in meetings:
            yield Violation("change_not_in_plan", _facts(meeting))
    told = (set(replanned.moved), set(replanned.dropped), set(replanned.added))
    if told != tuple(map(set, differences(plan_before(planning), planning.solution.meetings))):
        yield Violation("changes_contradict")
    touched = (
        *replanned.added,
        *replanned.dropped,
        *(meeting for move in replanned.moved for meeting in move),
    )
    for meeting in touched:
        if meeting.slot <= problem.played:
            yield Violation("past_changed", _facts(meeting))
    if not replanned.announced or replanned.people_moved:
        return
    staying = {(frozenset((demand.a, demand.b)), demand.slot) for demand in problem.imposed}
    new = set(replanned.added) | {now for _was, now in replanned.moved}
    for meeting in meetings - new:
        if not meeting.request and (frozenset((meeting.a, meeting.b)), meeting.slot) not in staying:
            yield Violation("told_kept_but_free", _facts(meeting))


def _option_violations(planning: Planning) -> Iterator[Violation]:
    if planning.replanned is None:
        return
    before, solution = plan_before(planning), planning.solution
    for number, option in enumerate(planning.replanned.options, start=1):
        for violation in check(option.problem, option.solution):
            yield Violation(violation.code, {**violation.facts, "option": number})
        if not set(option.problem.imposed) <= set(planning.event.problem.imposed):
            yield Violation("option_elsewhere", {"option": number})
        if option.solution.value - solution.value != option.gain:
            yield Violation("option_gain_wrong", {"option": number, "told": option.gain})
        moved = people_moved(before, solution.meetings, option.solution.meetings)
        if set(moved) != set(option.moved):
            yield Violation("option_moves_others", {"option": number, "true": moved})
