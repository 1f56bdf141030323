"""Seats are given first come, first served, and never twice, however many ask at once."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.accounts.models import Role
from maillage.core.events.domain import attending, preparing, registering
from maillage.core.events.models import Event, Registration
from maillage.core.events.queries import place_in_queue, seats_of
from maillage.core.events.rules.seats import Seats, Shut, shut
from tests.core.events.gatherings import calls, comes, fresh, in_days, make_event, subjects_to
from tests.core.jobs.processes import ROOT, database_url
from tests.factories import make_person

State = Registration.State
ARRIVE_AT_ONCE = Path(__file__).parent / "arrive_at_once.py"


@given(st.one_of(st.none(), st.integers(1, 50)), st.integers(0, 60), st.integers(0, 60))
def test_nobody_overtakes_those_who_wait(capacity: int | None, taken: int, waiting: int) -> None:
    seats = Seats(capacity, taken, waiting)
    assert 0 <= seats.promotions <= waiting
    if capacity is None:
        assert not seats.newcomer_waits
    else:
        assert seats.taken + seats.promotions <= max(capacity, taken)
        assert seats.newcomer_waits == (waiting > 0 or taken >= capacity)


def test_registrations_close_at_their_hour_and_when_the_event_begins() -> None:
    begins, closes = in_days(2), in_days(1)
    assert shut(state="open", starts_at=begins, closes_at=closes, now=timezone.now()) is None
    assert shut(state="open", starts_at=begins, closes_at=closes, now=closes) is Shut.TOO_LATE
    assert shut(state="open", starts_at=begins, closes_at=None, now=begins) is Shut.OVER


@pytest.mark.django_db
class TestWaitingList:
    def test_the_last_seat_is_given_then_people_wait_in_order(self) -> None:
        event = make_event(capacity=2)
        rows = [comes(event, number) for number in (1, 2, 3, 4)]
        assert [row.state for row in rows] == [State.REGISTERED] * 2 + [State.WAITING] * 2
        assert [place_in_queue(row) for row in rows] == [0, 0, 1, 2]
        assert "attente" in subjects_to("invitee-3@example.org")[0]

    def test_a_seat_given_back_goes_to_the_first_who_waits_who_is_told(self) -> None:
        event = make_event(capacity=1)
        first, second, third = (comes(event, number) for number in (1, 2, 3))
        registering.withdraw(registration=first)
        assert fresh(second).state == State.REGISTERED
        assert fresh(third).state == State.WAITING
        assert len(subjects_to("invitee-2@example.org")) == 2
        registering.withdraw(registration=first)
        assert fresh(third).state == State.WAITING, "the same seat is not given back twice"

    def test_someone_without_e_mail_who_gets_a_seat_is_left_to_be_called(self) -> None:
        officer = make_person(Role.OFFICER)
        event = make_event(capacity=1, organiser=officer)
        first = comes(event)
        caller = calls(event, officer)
        assert caller.state == State.WAITING
        registering.withdraw(registration=first)
        assert fresh(caller).to_tell == "seat"
        registering.tell(registration=caller, by=officer)
        assert fresh(caller).to_tell == ""

    def test_more_seats_are_given_at_once_and_fewer_take_none_back(self) -> None:
        event = make_event(capacity=1)
        rows = [comes(event, number) for number in (1, 2, 3)]
        preparing.change(event=event, changes={"capacity": 2}, by=None)
        assert [fresh(row).state for row in rows] == [State.REGISTERED, State.REGISTERED, State.WAITING]
        preparing.change(event=event, changes={"capacity": 1}, by=None)
        assert seats_of(event) == Seats(1, 2, 1)
        registering.withdraw(registration=rows[0])
        assert fresh(rows[2]).state == State.WAITING, "one seat, still taken by the second"
        preparing.change(event=event, changes={"capacity": None}, by=None)
        assert fresh(rows[2]).state == State.REGISTERED

    def test_who_withdrew_and_comes_back_stands_at_the_end(self) -> None:
        event = make_event(capacity=1)
        first = comes(event)
        second = comes(event, 2)
        registering.withdraw(registration=first)
        again = comes(event)
        assert (again.pk != first.pk, again.number, again.state) == (True, 3, State.WAITING)
        assert fresh(second).state == State.REGISTERED

    def test_nobody_registers_for_what_is_cancelled_closed_or_over(self) -> None:
        officer = make_person(Role.OFFICER)
        closed = preparing.close(event=make_event(), by=officer)
        cancelled = preparing.cancel(event=make_event(), by=officer)
        for event in (closed, cancelled, make_event(published=False)):
            with pytest.raises(ValidationError):
                comes(event)
        assert calls(closed, officer).state == State.REGISTERED

    def test_a_flood_of_invented_people_is_held_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(registering, "MOST_ONLINE", 3)
        event = make_event()
        for number in range(3):
            comes(event, number)
        with pytest.raises(ValidationError, match="dix minutes"):
            comes(event, 4)

    def test_only_whoever_has_a_seat_is_checked_in_once(self) -> None:
        officer = make_person(Role.OFFICER)
        event = make_event(capacity=1)
        first, second = comes(event), comes(event, 2)
        there = attending.check_in(registration=first, by=officer).arrived_at
        assert attending.check_in(registration=first, by=officer).arrived_at == there
        with pytest.raises(ValidationError):
            attending.check_in(registration=second, by=officer)
        with pytest.raises(ValidationError):
            registering.withdraw(registration=first)
        assert attending.undo_check_in(registration=first, by=officer).arrived_at is None


@pytest.mark.django_db
class TestSameAddressTwice:
    def test_it_counts_once_and_gets_its_link_again(self) -> None:
        event = make_event()
        first = comes(event, email="Invitee@Example.org")
        again = comes(event, email="invitee@example.org", name="Quelqu’un d’autre")
        assert again.pk == first.pk
        assert fresh(first).name == "Invitée 1 (démonstration)"
        assert len(subjects_to("invitee@example.org")) == 2
        comes(event, email="invitee@example.org")
        assert len(subjects_to("invitee@example.org")) <= 3, "a mailbox is not filled by insisting"

    def test_an_officer_is_told_that_the_address_is_known(self) -> None:
        officer = make_person(Role.OFFICER)
        event = make_event()
        comes(event)
        with pytest.raises(ValidationError, match="numéro 1"):
            calls(event, officer, email="invitee-1@example.org")


def rush(people: int, register: Callable[[int], object]) -> list[BaseException]:
    """Let so many people register at once, from 20 threads; return what failed."""
    failures: list[BaseException] = []

    def one(number: int) -> None:
        try:
            register(number)
        except BaseException as error:  # noqa: BLE001 -- whatever fails is what the test counts
            failures.append(error)

    def close() -> None:
        connections.close_all()

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(one, range(people)))
        barrier = threading.Barrier(20)
        for _ in range(20):
            threads.submit(lambda: (close(), barrier.wait(10)))
    return failures


@pytest.mark.django_db(transaction=True)
def test_two_hundred_people_at_once_for_thirty_seats() -> None:
    event = make_event(capacity=30)
    failures = rush(200, lambda number: comes(Event.objects.get(pk=event.pk), number))
    assert failures == []
    rows = list(event.registrations.order_by("number"))
    assert [row.number for row in rows] == list(range(1, 201))
    assert [row.state for row in rows] == [State.REGISTERED] * 30 + [State.WAITING] * 170


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_same_rush_gives_too_many_seats() -> None:
    """Negative control: seats counted before the transaction that takes one."""
    event = make_event(capacity=30)
    counted = threading.Barrier(10)

    def careless(number: int) -> None:
        waits = seats_of(event).newcomer_waits
        if number < 40:
            counted.wait(20)  # several people read the number of seats before any of them takes one
        Registration.objects.create(
            event=event,
            number=number + 1,
            token=f"jeton-{number}",
            name="Invitée (démonstration)",
            state=State.WAITING if waits else State.REGISTERED,
        )

    def forty(start: int) -> None:
        try:
            for number in range(start, 40, 10):
                careless(number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=forty, args=(start,)) for start in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert event.registrations.filter(state=State.REGISTERED).count() > 30


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_give_ten_seats() -> None:
    event = make_event(capacity=10)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "maillage.config.settings",
        "MAILLAGE_DEMO": "1",
        "DATABASE_URL": database_url(),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
    }
    connection.close()
    processes = [
        subprocess.Popen(
            [sys.executable, str(ARRIVE_AT_ONCE), str(event.pk), str(first), "15"],
            env=environment,
            cwd=ROOT,
            stderr=subprocess.PIPE,
        )
        for first in (0, 100)
    ]
    errors = [process.communicate(timeout=120)[1].decode() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], errors
    rows = list(event.registrations.order_by("number"))
    assert [row.number for row in rows] == list(range(1, 31))
    assert [row.state for row in rows] == [State.REGISTERED] * 10 + [State.WAITING] * 20
