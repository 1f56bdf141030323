"""On the day: nobody who can stay is moved, and no plan that moves nobody is worth more."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.meetings.generator import event
from maillage.engines.meetings import (
    Changes,
    Meeting,
    Participant,
    Problem,
    Refusal,
    Status,
    Wish,
    check,
    numbered_tables,
    replan,
    solve,
)
from tests.engines.meetings.brute import best
from tests.engines.meetings.small_events import small_events

small = settings(max_examples=40)


@small
@given(small_events(most=4), st.data())
def test_the_new_plan_is_the_best_that_moves_nobody(problem: Problem, data: st.DataObject) -> None:
    solution = solve(problem)
    absent = frozenset(
        data.draw(st.lists(st.sampled_from([p.code for p in problem.participants]), max_size=1))
    )
    first = data.draw(st.integers(1, problem.slot_count))
    new = replan(problem, solution.meetings, Changes(first, absent=absent))
    assert check(new.problem, new.solution) == ()
    assert new.moved == ()
    for meeting in new.dropped:
        assert meeting.slot >= first
        assert absent & {meeting.a, meeting.b}
    assert new.solution.status is Status.OPTIMAL
    found = best(new.problem, fair=True)
    assert found is not None
    assert found[1] == new.solution.value
    for option in new.options:
        assert check(option.problem, option.solution) == ()
        assert option.gain > 0


def absents(problem: Problem, share: float) -> frozenset[str]:
    codes = [participant.code for participant in problem.participants]
    return frozenset(codes[:: round(1 / share)])


def test_absents_leave_every_other_meeting_in_its_place() -> None:
    problem = event(48)
    solution = solve(problem)
    gone = absents(problem, 0.06)
    new = replan(problem, solution.meetings, Changes(3, absent=gone))
    assert check(new.problem, new.solution) == ()
    assert new.moved == ()
    assert all(gone & {meeting.a, meeting.b} and meeting.slot >= 3 for meeting in new.dropped)
    assert all(meeting.slot >= 3 for meeting in new.added)


def test_a_lost_table_costs_no_more_meetings_than_it_must() -> None:
    problem = event(48)
    solution = solve(problem)
    fewer = numbered_tables(len(problem.tables) - 1)
    new = replan(problem, solution.meetings, Changes(2, tables=fewer))
    assert check(new.problem, new.solution) == ()
    for slot in range(2, 9):
        there = [meeting for meeting in new.solution.meetings if meeting.slot == slot]
        assert len(there) <= len(fewer)
    assert all(old.table == problem.tables[-1].name and now.slot >= 2 for old, now in new.moved)


def test_a_newcomer_meets_those_who_have_room() -> None:
    problem = event(48, spare_tables=3)
    solution = solve(problem)
    wish = Wish("NEW", problem.participants[0].code)
    newcomer = Participant("NEW", ess=True)
    new = replan(problem, solution.meetings, Changes(2, newcomers=(newcomer,), wishes=(wish,)))
    assert check(new.problem, new.solution) == ()
    assert new.moved == new.dropped == ()
    assert all(meeting.slot >= 2 for meeting in new.added)
    assert any("NEW" in {meeting.a, meeting.b} for meeting in new.added)


def test_late_and_leaving_participants_are_only_met_while_they_are_there() -> None:
    problem = event(48)
    solution = solve(problem)
    late, leaving = problem.participants[1].code, problem.participants[2].code
    new = replan(problem, solution.meetings, Changes(2, late={late: 5}, leaving={leaving: 4}))
    assert check(new.problem, new.solution) == ()
    for meeting in new.solution.meetings:
        if late in {meeting.a, meeting.b}:
            assert meeting.slot < 2 or meeting.slot >= 5
        if leaving in {meeting.a, meeting.b}:
            assert meeting.slot <= 4


def agenda(meetings: tuple[Meeting, ...], code: str) -> set[tuple[str, str, int, str]]:
    return {(m.a, m.b, m.slot, m.table) for m in meetings if code in {m.a, m.b}}


def test_an_option_moves_only_those_it_names_for_the_gain_it_states() -> None:
    problem = event(48, seed=3)
    announced = solve(problem)
    new = replan(problem, announced.meetings, Changes(3, absent=absents(problem, 0.06)))
    assert new.options
    most = 0
    for option in new.options:
        assert check(option.problem, option.solution) == ()
        assert option.gain == option.solution.value - new.solution.value > most
        most = option.gain
        for participant in problem.participants:
            kept = agenda(new.kept, participant.code)
            stays = kept <= agenda(option.solution.meetings, participant.code)
            assert stays == (participant.code not in option.moved)


def test_options_are_not_looked_for_when_they_are_not_wanted() -> None:
    problem = event(48, seed=3)
    changes = Changes(3, absent=absents(problem, 0.06))
    assert replan(problem, solve(problem).meetings, changes, options=False).options == ()


def test_a_meeting_that_one_refuses_on_the_day_is_dropped_unless_it_was_held() -> None:
    problem = event(24)
    announced = solve(problem).meetings
    held, due = announced[0], announced[-1]
    apart = [Refusal(m.a, m.b) if m.b in m.asked_by else Refusal(m.b, m.a) for m in (held, due)]
    wishes = {frozenset((held.a, held.b)), frozenset((due.a, due.b))}
    problem = replace(
        problem, wishes=tuple(w for w in problem.wishes if frozenset((w.source, w.target)) not in wishes)
    )
    new = replan(problem, announced, Changes(3, refusals=tuple(apart)), options=False)
    pairs = {frozenset((m.a, m.b)) for m in new.solution.meetings}
    assert frozenset((held.a, held.b)) in pairs
    assert frozenset((due.a, due.b)) not in pairs
    assert {frozenset((m.a, m.b)) for m in new.dropped} == {frozenset((due.a, due.b))}


def test_what_was_not_announced_is_planned_afresh_after_what_was_held() -> None:
    problem = event(48)
    solution = solve(problem)
    changes = Changes(3, absent=absents(problem, 0.06))
    still = replan(problem, solution.meetings, changes)
    afresh = replan(problem, solution.meetings, changes, announced=False)
    assert check(afresh.problem, afresh.solution) == ()
    held = {meeting for meeting in solution.meetings if meeting.slot < 3}
    assert held <= set(afresh.kept) | {old for old, _ in afresh.moved}
    assert afresh.solution.fairness is not None
    assert still.solution.fairness is not None
    assert afresh.solution.fairness.served >= still.solution.fairness.served


def test_promises_that_no_plan_can_keep_any_more_lapse_and_are_told() -> None:
    participants = tuple(Participant(code, ess=True, quota_min=1, quota_max=2) for code in "ABC")
    problem = Problem(participants, 3, numbered_tables(1), (Wish("A", "B"), Wish("B", "C")))
    new = replan(problem, solve(problem).meetings, Changes(1, absent=frozenset("BC")))
    assert new.solution.meetings == ()
    assert new.lapsed == {"A": 1}
    assert new.problem.participants[0].quota_min == 0


def test_promises_are_kept_on_the_day_even_at_the_cost_of_a_wish() -> None:
    """C was promised a meeting and its partner goes away: A meets C rather than D, whom A wished."""
    participants = tuple(
        Participant(code, ess=True, quota_max=1, quota_min=int(code == "C")) for code in "ABCDE"
    )
    wishes = (Wish("A", "D", 1), Wish("C", "B", 1), Wish("D", "A", 2))
    problem = Problem(participants[:4], 3, numbered_tables(1), wishes)
    meetings = solve(problem).meetings
    assert {frozenset((meeting.a, meeting.b)) for meeting in meetings} == {frozenset("AD"), frozenset("BC")}
    new = replan(problem, meetings, Changes(1, absent=frozenset("B")), announced=False)
    assert new.lapsed == {}
    assert check(new.problem, new.solution) == ()
    assert [meeting for meeting in new.solution.meetings if "C" in (meeting.a, meeting.b)]
