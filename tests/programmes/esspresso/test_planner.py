"""A plan is checked before it is shown, survives its file, and can be had before its time."""

import json
import os
import signal
from dataclasses import replace
from datetime import time

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.engines.meetings import check
from maillage.programmes.esspresso import document, telling
from maillage.programmes.esspresso.agenda import Rest, Why, agendas
from maillage.programmes.esspresso.command.interruption import interruptible
from maillage.programmes.esspresso.comparison import tally
from maillage.programmes.esspresso.document import DocumentError, Planning
from maillage.programmes.esspresso.event import Pause
from maillage.programmes.esspresso.example import example_brief, example_files
from maillage.programmes.esspresso.files import read_event
from maillage.programmes.esspresso.planner import plan


@pytest.fixture(scope="module")
def planning() -> Planning:
    """The example, planned."""
    return plan(read_event(example_brief(), *example_files()).event, seconds=30)


def test_a_plan_read_from_its_file_is_the_same(planning):
    assert document.loads(document.dumps(planning)) == planning


@settings(max_examples=40)
@given(st.data())
def test_an_altered_file_is_refused_or_checked_never_trusted_blindly(planning, data):
    plan = json.loads(document.dumps(planning))
    key = data.draw(st.sampled_from(sorted(plan)))
    plan[key] = data.draw(st.sampled_from([None, 0, -1, "x", [], {}, [1], {"a": 1}, 1e308]))
    try:
        read = document.from_json(plan)
    except DocumentError:
        return
    check(read.event.problem, read.solution)


def test_agendas_hold_every_meeting_twice_and_only_what_was_wished(planning):
    everyone = agendas(planning)
    assert sum(len(agenda.appointments) for agenda in everyone) == 2 * len(planning.solution.meetings)
    wished = {(wish.source, wish.target) for wish in planning.event.problem.wishes}
    for agenda in everyone:
        for meeting in agenda.appointments:
            asked = (agenda.guest.code, meeting.other.code) in wished
            assert asked == (meeting.why in {Why.MINE, Why.BOTH})


def test_rests_fill_the_time_between_meetings(planning):
    for agenda in agendas(planning):
        minutes = 15 * len(agenda.appointments) + sum(rest.minutes for rest in agenda.rests)
        first, last = agenda.appointments[0].start, agenda.appointments[-1].start
        assert minutes == (last.hour - first.hour) * 60 + last.minute - first.minute + 15


def test_a_pause_between_two_meetings_is_told_as_such(planning):
    """In the example the rounds follow one another; here everybody stops after the fourth one."""
    hours = replace(planning.event.timetable, pauses=(Pause(time(15), time(15, 20)),))
    later = replace(planning, event=replace(planning.event, timetable=hours))
    assert hours.starts()[3:5] == (time(14, 45), time(15, 20))
    pauses = [rest for agenda in agendas(later) for rest in agenda.rests if rest.pause]
    assert set(pauses) == {Rest(time(15), 20, pause=True)}
    both = [
        agenda for agenda in agendas(later) if {4, 5} <= {meeting.slot for meeting in agenda.appointments}
    ]
    assert len(pauses) == len(both)
    with translation.override("fr"):
        assert telling.rest(pauses[0]) == "Pause de 20 minutes."


def test_planning_beats_first_come_first_served(planning):
    first, planned = planning.comparison.first_come, planning.comparison.planned
    assert planned == tally(planning.event.problem, planning.solution.meetings)
    assert planned.none == 0 < first.none
    assert planned.granted > first.granted


def test_each_structure_of_the_example_leaves_with_its_five_meetings(planning):
    assert [len(agenda.appointments) for agenda in agendas(planning)] == [5] * 48
    assert len(planning.solution.meetings) == 120


def test_a_search_that_is_stopped_gives_a_plan_that_holds(planning):
    problem = planning.event.problem
    unpromised = replace(
        problem,
        participants=tuple(replace(participant, quota_min=0) for participant in problem.participants),
    )

    stopped = plan(replace(planning.event, problem=unpromised), seconds=30, stopped=lambda: True)

    assert stopped.solution.meetings
    assert check(unpromised, stopped.solution) == ()


def test_control_c_stops_the_search_and_a_second_one_gives_up(capsys):
    with interruptible() as stopped:
        assert not stopped()
        os.kill(os.getpid(), signal.SIGINT)
        assert stopped()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert "Interrompu" in capsys.readouterr().err
