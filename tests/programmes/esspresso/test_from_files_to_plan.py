"""Each thing that a list may say goes from the file to the plan."""

import io
from collections import Counter
from datetime import time

import pypdf
import pytest
from django.utils import translation

from maillage.engines.meetings import Meeting
from maillage.programmes.esspresso.balance import unlocked
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.event import Pause, Timetable
from maillage.programmes.esspresso.exports import wall_plan_pdf
from maillage.programmes.esspresso.planner import plan
from maillage.programmes.esspresso.reasons import why_not
from maillage.programmes.esspresso.views.grid import grid_of
from tests.french import as_typed
from tests.programmes.esspresso.lists import read

FOUR = "code;ess\nA;oui\nB;oui\nC;oui\nD;oui\n"
CIRCLE = "de;vers;rang\nA;B;1\nB;C;1\nC;D;1\nD;A;1\n"


def planned(
    participants: str = FOUR, wishes: str = CIRCLE, constraints: str | None = None, **room: object
) -> Planning:
    """The plan of these lists; four slots at two tables, two meetings each, unless changed."""
    reading = read(participants, wishes, constraints, **room)
    assert reading.errors == ()
    assert reading.event is not None
    return plan(reading.event, seconds=20)


def held(planning: Planning) -> dict[str, Meeting]:
    """Each meeting by its two codes, such as « AB »."""
    return {"".join(sorted((each.a, each.b))): each for each in planning.solution.meetings}


def test_an_unknown_status_counts_as_no_and_what_a_yes_would_unlock_is_said():
    planning = planned("code;ess\nA;oui\nB;\nC;non\nD;oui\n", "de;vers;rang\nB;C;1\nC;B;1\nB;A;2\nC;D;2\n")
    assert "BC" not in held(planning)
    reasons = {(wish.source, wish.target): wish.reason for wish in planning.solution.wishes if wish.reason}
    with translation.override("fr"):
        (line,) = unlocked(planning.event)
        assert as_typed(line.label) == "À vérifier : B"
        assert "2 souhaits deviennent possibles" in line.text
        assert "un « oui » vérifié" in as_typed(why_not(reasons["B", "C"], planning.event.names))


def test_minimums_and_maximums_are_kept():
    lists = "code;ess;quota_min;quota_max\nA;oui;3;3\nB;oui;1;1\nC;oui;1;2\nD;oui;1;2\n"
    count = Counter(code for pair in held(planned(lists)) for code in pair)
    assert count["A"] == 3
    assert count["B"] == 1


def test_nobody_meets_while_away():
    lists = "code;ess;disponible\nA;oui;1-2\nB;oui;3,4\nC;oui;\nD;oui;2 à 3\n"
    planning = planned(lists)
    assert "AB" not in held(planning)
    there = {"A": {1, 2}, "B": {3, 4}, "C": {1, 2, 3, 4}, "D": {2, 3}}
    for pair, meeting in held(planning).items():
        assert all(meeting.slot in there[code] for code in pair)


def test_several_representatives_hold_meetings_at_once():
    lists = "code;ess;quota_max;representants\nA;oui;3;3\nB;oui;1;1\nC;oui;1;1\nD;oui;1;1\n"
    wishes = "de;vers;rang\nA;B;1\nA;C;2\nA;D;3\n"
    planning = planned(lists, wishes, timetable=Timetable(slots=1), tables=3)
    assert set(held(planning)) == {"AB", "AC", "AD"}


def test_all_the_meetings_of_a_stand_are_shown_at_once():
    lists = "code;ess;quota_max;representants;table\nA;oui;3;3;Stand\nB;oui;1;1;\nC;oui;1;1;\nD;oui;1;1;\n"
    planning = planned(lists, "de;vers;rang\nA;B;1\nA;C;2\nA;D;3\n", timetable=Timetable(slots=1), tables=1)
    (round_,) = grid_of(planning).rounds
    assert [[side.code for side in cell.sides if side.code != "A"] for cell in round_.cells] == [
        ["B", "C", "D"]
    ]
    paper = pypdf.PdfReader(io.BytesIO(wall_plan_pdf(planning))).pages[0].extract_text()
    assert all(code in paper.split() for code in "ABCD")


def test_one_person_for_two_structures_is_at_one_table_at_a_time():
    lists = "code;ess;personne\nA;oui;Bénévole des deux\nB;oui;bénévole des deux\nC;oui;\nD;oui;\n"
    planning = planned(lists, "de;vers;rang\nA;B;1\nA;C;2\nB;D;1\nB;C;2\n")
    assert "AB" not in held(planning)
    slots = [meeting.slot for pair, meeting in held(planning).items() if set(pair) & {"A", "B"}]
    assert len(slots) == len(set(slots)) == 4


def test_a_stand_receives_all_the_meetings_of_its_owner():
    planning = planned("code;ess;table\nA;oui;Stand du Moulin\nB;oui;\nC;oui;\nD;oui;\n")
    for pair, meeting in held(planning).items():
        assert (meeting.table == "Stand du Moulin") == ("A" in pair)


def test_who_needs_an_accessible_table_has_one():
    lists = "code;ess;accessible\nA;oui;oui\nB;oui;\nC;oui;\nD;oui;\n"
    planning = planned(lists, accessible_tables=frozenset({"2"}))
    assert [meeting for pair, meeting in held(planning).items() if "A" in pair]
    assert all(meeting.table == "2" for pair, meeting in held(planning).items() if "A" in pair)


@pytest.mark.parametrize("forbidding", ["souhait", "contrainte"])
def test_a_refusal_or_the_organisers_keep_two_apart(forbidding):
    wishes = CIRCLE + ("B;A;non\n" if forbidding == "souhait" else "")
    constraints = "type;a;b\ninterdit;A;B\n" if forbidding == "contrainte" else None
    assert "AB" not in held(planned(FOUR, wishes, constraints))


def test_groups_decide_who_meets_whom():
    lists = "code;groupe\nA;acheteurs\nB;acheteurs\nC;vendeurs\nD;vendeurs\n"
    planning = planned(lists, constraints="type;a;b\ngroupes;acheteurs;vendeurs\n")
    assert set(held(planning)) == {"AC", "AD", "BC", "BD"}
    with translation.override("fr"):
        refused = [wish.reason for wish in planning.solution.wishes if wish.source + wish.target == "AB"]
        assert why_not(refused[0], planning.event.names) == "Leurs groupes ne se rencontrent pas."


def test_an_imposed_meeting_is_held_and_a_pinned_one_stays_in_its_slot_at_its_table():
    planning = planned(constraints="type;a;b;creneau;table\nimpose;A;C;;\nimpose;B;D;3;2\n")
    assert "AC" in held(planning)
    assert (held(planning)["BD"].slot, held(planning)["BD"].table) == (3, "2")


def test_slots_wait_for_the_pauses():
    timetable = Timetable(
        slots=3, start=time(9, 30), pauses=(Pause(time(10), time(10, 15)), Pause(time(10, 30), time(11)))
    )
    assert planned(timetable=timetable).event.timetable.starts() == (time(9, 30), time(9, 45), time(10, 15))


def test_named_tables_receive_meetings():
    planning = planned(table_names=("Bleue", "Verte"))
    assert {meeting.table for meeting in held(planning).values()} == {"Bleue", "Verte"}
