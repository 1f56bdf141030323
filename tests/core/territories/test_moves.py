"""Communes move between territories at a date, and every date keeps its truth."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.core.activity.models import Entry
from maillage.core.territories import summaries
from maillage.core.territories.domain.assignments import confirm, create_territory, move, undo_move
from maillage.core.territories.models import TerritoryAssignment
from maillage.core.territories.queries import (
    assignments_of,
    municipalities_of,
    territories_at,
    territories_of,
    territory_of,
)
from tests.core.territories.places import SINCE, assign, make_commune, make_epci, make_territory
from tests.factories import make_person

pytestmark = pytest.mark.django_db
NEW_YEAR = date(timezone.localdate().year + 1, 1, 1)
EVE = NEW_YEAR - timedelta(days=1)


def moved(communes, territory, valid_from=NEW_YEAR, actor=None):
    return move(
        municipalities=communes,
        territory=territory,
        valid_from=valid_from,
        source="Délibération",
        actor=actor,
    )


def test_a_move_next_january_leaves_today_as_it_is():
    commune, north, south = make_commune(), make_territory("Nord"), make_territory("Sud")
    assign(commune, north)
    moved([commune], south)
    assert territory_of(commune) == north
    assert territory_of(commune, EVE) == north
    assert territory_of(commune, NEW_YEAR) == south
    assert [(row.territory, row.valid_from, row.valid_to) for row in assignments_of(commune)] == [
        (north, SINCE, NEW_YEAR),
        (south, NEW_YEAR, None),
    ]
    assert list(territories_at()) == [north]
    assert list(territories_at(NEW_YEAR)) == [south]
    assert list(municipalities_of(south)) == []
    assert list(municipalities_of(south, NEW_YEAR)) == [commune]


def test_a_planned_move_is_announced_to_the_one_it_leaves_and_the_one_it_joins():
    commune, north, south, east = make_commune(), *(make_territory(name) for name in ("Nord", "Sud", "Est"))
    assign(commune, north)
    moved([commune], south)
    today = timezone.localdate()
    for territory in (north, south):
        [change] = summaries.planned_changes(today, territory)
        assert (change.municipality, change.on, change.leaves, change.joins) == (
            commune,
            NEW_YEAR,
            north,
            south,
        )
    assert summaries.planned_changes(today, east) == []
    assert summaries.planned_changes(NEW_YEAR) == []


def test_a_planned_move_can_be_taken_back():
    commune, north = make_commune(), make_territory()
    assign(commune, north)
    [row] = moved([commune], make_territory())
    undo_move(assignment=row, actor=None)
    assert territory_of(commune, NEW_YEAR) == north
    undo_move(assignment=row, actor=None)  # a second click


def test_what_is_in_force_is_not_taken_back():
    row = assign(make_commune(), make_territory())
    with pytest.raises(ValidationError, match="en vigueur"):
        undo_move(assignment=row, actor=None)
    assert TerritoryAssignment.objects.filter(pk=row.pk).exists()


def test_moving_where_it_already_is_changes_nothing_and_says_so():
    commune, north = make_commune(), make_territory()
    assign(commune, north)
    with pytest.raises(ValidationError) as refusal:
        moved([commune], north)
    assert refusal.value.code == "no_change"
    assert commune.assignments.count() == 1


def test_a_move_written_twice_for_a_day_keeps_the_last():
    commune, north, south = make_commune(), make_territory(), make_territory()
    moved([commune], north)
    moved([commune], south)
    assert [row.territory for row in assignments_of(commune)] == [south]


def test_only_the_communes_that_change_are_moved():
    first, second, north = make_commune(), make_commune(), make_territory()
    assign(first, north)
    assert [row.municipality for row in moved([first, second], north)] == [second]


def test_a_commune_may_leave_for_no_territory():
    commune, north = make_commune(), make_territory()
    assign(commune, north)
    moved([commune], None)
    assert territory_of(commune, NEW_YEAR) is None
    assert list(summaries.without_territory(EVE)) == []


def test_a_commune_without_any_territory_is_seen():
    neighbour, alone = make_commune(), make_commune()
    assign(neighbour, make_territory())
    assert list(summaries.without_territory(timezone.localdate())) == [alone]


def test_a_part_of_a_commune_follows_it_and_does_not_move_alone():
    whole, north = make_commune(), make_territory()
    part = make_commune(kind="COMD", parent=whole)
    assign(whole, north)
    assert territory_of(part) == north
    assert territories_of([part, whole]) == {part.pk: north, whole.pk: north}
    with pytest.raises(ValidationError) as refusal:
        moved([part], north)
    assert refusal.value.code == "part"


def test_moves_and_their_explanation_are_in_the_journal():
    commune, south, person = make_commune(), make_territory(), make_person("coordinator")
    move(
        municipalities=[commune],
        territory=south,
        valid_from=NEW_YEAR,
        source="Délibération",
        actor=person,
        note="Demande du conseil municipal",
    )
    entry = Entry.objects.get(verb="territories.moved")
    assert entry.target == f"territories.municipality:{commune.pk}"
    assert entry.facts == {"from": NEW_YEAR.isoformat(), "confidence": "high"}
    assert entry.note.text == "Demande du conseil municipal"


def test_a_doubtful_line_is_confirmed_with_its_source():
    row = assign(make_commune(), make_territory(), confidence="to_confirm")
    sure = assign(make_commune(), make_territory())
    assert confirm(assignments=[row, sure], source="Courrier", actor=None) == 1
    row.refresh_from_db()
    assert (row.confidence, row.source) == ("high", "Courrier")


def test_a_territory_keeps_its_code_and_name_for_itself():
    create_territory(code="nrd", name="Nord", actor=None)
    with pytest.raises(ValidationError):
        create_territory(code="NRD", name="Autre", actor=None)


def test_a_territory_divided_next_january_is_two_then_and_one_until_then():
    whole = make_territory("Entier")
    communes = [make_commune(epci=make_epci()) for _ in range(4)]
    for commune in communes:
        assign(commune, whole)
    for half, name in ((communes[:2], "Ouest"), (communes[2:], "Est")):
        moved(half, create_territory(code=name, name=name, actor=None))
    assert [fact.territory.name for fact in summaries.territory_facts(EVE)] == ["Entier"]
    after = summaries.territory_facts(NEW_YEAR)
    assert [(fact.territory.name, fact.communes) for fact in after] == [("Est", 2), ("Ouest", 2)]


def test_the_database_itself_refuses_two_territories_on_one_day():
    commune = make_commune()
    assign(commune, make_territory())
    with pytest.raises(IntegrityError), transaction.atomic():
        assign(commune, make_territory())


@pytest.mark.parametrize("fault", [{"confidence": "perhaps"}, {"source": ""}])
def test_the_database_refuses_a_line_without_source_or_with_an_unknown_confidence(fault):
    line = {"valid_from": SINCE, "source": "Essai", "confidence": "high"} | fault
    with pytest.raises(IntegrityError), transaction.atomic():
        TerritoryAssignment.objects.create(municipality=make_commune(), territory=make_territory(), **line)


days = st.integers(-400, 400).map(lambda days: timezone.localdate() + timedelta(days=days))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(0, 2), st.integers(0, 2), days),
        st.tuples(st.just("undo"), st.integers(0, 2), st.integers(0, 5), days),
    ),
    max_size=10,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps, st.lists(days, min_size=1, max_size=3))
def test_whatever_moves_are_made_a_commune_has_at_most_one_territory_at_any_date(steps, asked):
    """Moves of three communes between two territories and none, replayed beside a plain dictionary."""
    with transaction.atomic():
        communes = [make_commune() for _ in range(3)]
        places = [make_territory(), make_territory(), None]
        expected: list[dict[date, object]] = [{}, {}, {}]
        for action, which, choice, day in steps:
            if action == "move":
                before = truth(expected[which], day)
                if before != places[choice]:
                    moved([communes[which]], places[choice], day)
                    expected[which][day] = places[choice]
            else:
                planned = sorted(on for on in expected[which] if on > timezone.localdate())
                if planned:
                    on = planned[choice % len(planned)]
                    undo_move(assignment=communes[which].assignments.get(valid_from=on), actor=None)
                    del expected[which][on]
        for day in asked:
            held = TerritoryAssignment.objects.at(day).order_by("pk").values_list("municipality", flat=True)
            assert len(held) == len(set(held))
            for commune, dates in zip(communes, expected, strict=True):
                assert territory_of(commune, day) == truth(dates, day)
        transaction.set_rollback(True)


def truth(dates, day):
    """Return what a plain reading of the moves says of a day."""
    past = [on for on in dates if on <= day]
    return dates[max(past)] if past else None
