"""Reminders: none lost, none doubled, none early; a pure function of facts and now, then the real thing."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.events.histories import faults_of, history
from maillage.core.accounts.models import Role
from maillage.core.events.domain import following, preparing, registering, reminding
from maillage.core.events.models import Event, Registration, Reminder
from maillage.core.events.rules.reminders import EventFacts, Guest, Task, due
from maillage.core.messaging.models import Message
from maillage.core.messaging.reminders import Outcome
from tests.core.events.gatherings import comes, in_days, make_event, over, subjects_to
from tests.factories import make_person

PARIS = ZoneInfo("Europe/Paris")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def facts(starts_at: datetime, *guests: Guest, **more: object) -> EventFacts:
    whole = EventFacts(1, starts_at, starts_at + timedelta(hours=3), guests or (Guest(1, LONG_AGO),))
    return replace(whole, **more)


def kinds_at(known: EventFacts, now: datetime) -> list[tuple[str, Outcome]]:
    return [(each.kind, each.outcome) for each in due(known, now, PARIS)]


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=150)
def test_no_reminder_is_lost_doubled_or_early_whatever_happens(seed: int) -> None:
    assert faults_of(history(seed)) == []


@pytest.mark.parametrize("seed", [604, 720, 1029, 1484, 4629, 6749, 9084])
def test_a_change_of_the_clock_within_the_time_of_a_reminder_is_counted_right(seed: int) -> None:
    """Histories in which hours of the wall and hours that pass differ."""
    assert faults_of(history(seed)) == []


@pytest.mark.parametrize("fault", ["lost", "doubled", "early"])
def test_the_judge_of_histories_sees_each_fault(fault: str) -> None:
    """Negative control: the same histories with one fault sown in."""
    seen = [faults_of(history(seed), sow=fault) for seed in range(40)]
    assert any(fault in word for faults in seen for word in faults)


class TestMoments:
    starts_at = datetime(2026, 12, 8, 14, tzinfo=PARIS)

    def test_a_week_and_a_day_before_at_nine(self) -> None:
        known = facts(self.starts_at)
        assert kinds_at(known, datetime(2026, 12, 1, 8, 59, tzinfo=PARIS)) == []
        assert kinds_at(known, datetime(2026, 12, 1, 9, tzinfo=PARIS)) == [("week", Outcome.SEND)]
        key = "events.week.1.20261208"
        later = replace(known, decided=frozenset({key}))
        assert kinds_at(later, datetime(2026, 12, 7, 9, tzinfo=PARIS)) == [("day", Outcome.SEND)]

    @pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
    def test_nine_o_clock_stays_nine_when_the_clock_changes(self, change: date) -> None:
        """The night of the change lies between the reminder of the eve and the event, or just before both."""
        for day in (change, change + timedelta(days=1)):
            starts_at = datetime.combine(day, time(14), tzinfo=PARIS)
            nine = datetime.combine(day - timedelta(days=1), time(9), tzinfo=PARIS)
            known = facts(starts_at, decided=frozenset({f"events.week.1.{day:%Y%m%d}"}))
            assert kinds_at(known, nine - timedelta(seconds=1)) == []
            assert kinds_at(known, nine) == [("day", Outcome.SEND)]

    def test_after_three_days_down_what_has_passed_is_dropped_and_nothing_comes_in_a_burst(self) -> None:
        guests = [Guest(number, LONG_AGO) for number in range(200)]
        known = facts(self.starts_at, *guests)
        assert {outcome for _kind, outcome in kinds_at(known, datetime(2026, 12, 4, 9, tzinfo=PARIS))} == {
            Outcome.PASSED
        }

    def test_whoever_just_got_a_message_is_not_reminded(self) -> None:
        moment = datetime(2026, 12, 1, 9, tzinfo=PARIS)
        just = Guest(1, LONG_AGO, written_at=moment - timedelta(hours=5))
        earlier = Guest(2, LONG_AGO, written_at=moment - timedelta(days=3))
        assert [outcome for _kind, outcome in kinds_at(facts(self.starts_at, just, earlier), moment)] == [
            Outcome.JUST_WRITTEN,
            Outcome.SEND,
        ]

    def test_whoever_registers_after_the_moment_is_owed_nothing(self) -> None:
        late = Guest(1, datetime(2026, 12, 7, 10, tzinfo=PARIS))
        assert kinds_at(facts(self.starts_at, late), datetime(2026, 12, 7, 12, tzinfo=PARIS)) == []

    def test_put_off_until_later_in_time_it_goes_then_and_otherwise_not_at_all(self) -> None:
        moment = datetime(2026, 12, 1, 9, tzinfo=PARIS)
        known = facts(self.starts_at, put_off=moment + timedelta(hours=10))
        assert kinds_at(known, moment) == []
        assert kinds_at(known, moment + timedelta(hours=10)) == [("week", Outcome.SEND)]
        known = replace(known, put_off=moment + timedelta(days=3))
        assert kinds_at(known, moment + timedelta(days=2)) == [("week", Outcome.PASSED)]

    def test_only_those_who_came_are_thanked_two_days_later(self) -> None:
        guests = (Guest(1, LONG_AGO), Guest(2, LONG_AGO, came=False))
        found = due(facts(self.starts_at, *guests), datetime(2026, 12, 10, 9, tzinfo=PARIS), PARIS)
        assert [each.guest for each in found if each.kind == "after"] == [1]

    def test_an_action_is_recalled_three_days_before_and_on_its_day(self) -> None:
        task = Task(7, LONG_AGO, date(2026, 12, 20))
        known = facts(self.starts_at, tasks=(task,), guests=())
        assert kinds_at(known, datetime(2026, 12, 17, 9, tzinfo=PARIS)) == [("soon", Outcome.SEND)]
        both = kinds_at(known, datetime(2026, 12, 20, 9, tzinfo=PARIS))
        assert both == [("soon", Outcome.PASSED), ("due", Outcome.SEND)]


@pytest.mark.django_db
class TestRealReminders:
    @pytest.fixture
    def eve(self) -> datetime:
        return in_days(13, hour=9)

    @pytest.fixture
    def event(self) -> Event:
        event = make_event(starts_at=in_days(14))
        comes(event)
        comes(event, 2)
        Registration.objects.update(written_at=in_days(-1))
        return event

    def test_everyone_with_a_seat_is_reminded_once_however_often_the_chore_runs(
        self, event: Event, eve: datetime
    ) -> None:
        registering.withdraw(registration=event.registrations.get(number=2))
        assert [reminding.remind(eve) for _ in range(3)] == [1, 0, 0]
        assert subjects_to("invitee-1@example.org")[-1].startswith("Demain")
        assert not any("Demain" in subject for subject in subjects_to("invitee-2@example.org"))
        # The one of the week before had passed, and is said to have.
        assert Counter(Reminder.objects.order_by("pk").values_list("kind", "outcome")) == {
            ("week", "passed"): 1,
            ("day", "sent"): 1,
        }

    def test_nobody_is_reminded_of_what_is_cancelled(self, event: Event, eve: datetime) -> None:
        preparing.cancel(event=event, by=None)
        assert reminding.remind(eve) == 0

    def test_put_to_another_day_people_are_reminded_of_that_day(self, event: Event, eve: datetime) -> None:
        assert reminding.remind(eve) == 2
        later = event.starts_at + timedelta(days=20)
        preparing.change(
            event=event, changes={"starts_at": later, "ends_at": later + timedelta(hours=3)}, by=None
        )
        Registration.objects.update(written_at=in_days(14))
        assert reminding.remind(eve) == 0
        assert reminding.remind(eve + timedelta(days=20)) == 2

    def test_an_action_that_is_due_is_recalled_to_whoever_prepared(self) -> None:
        officer = make_person(Role.OFFICER)
        event = over(make_event(organiser=officer))
        action = following.act(
            event=event, what="Ouvrir le tableau", who="Une structure", due_on=in_days(5).date(), by=officer
        )
        assert reminding.remind(in_days(2, hour=9)) == 1
        assert subjects_to(officer.email) == ["À suivre : Ouvrir le tableau"]
        following.settle(action=action, done=True, by=officer)
        assert reminding.remind(in_days(5, hour=9)) == 0

    def test_put_off_by_an_officer_it_keeps_quiet(self, event: Event, eve: datetime) -> None:
        officer = make_person(Role.OFFICER)
        following.snooze(event=event, until=in_days(15).date(), by=officer)
        assert reminding.remind(eve) == 0
        assert not Message.objects.filter(kind="events.reminder").exists()
