"""Periodic chores: each is run on time, by one worker at a time, again after a failure or a crash."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import import_string

from maillage.core.jobs.chores import Chore, declared
from maillage.core.jobs.domain.chore_turns import end_turn, renew_turn, take_turn, wind_clocks
from maillage.core.jobs.models import ChoreClock
from maillage.core.jobs.worker import Worker
from tests.core.jobs.processes import wait_until, workers
from tests.core.jobs.sample_tasks import effects

CHORE = Chore("tests.core.jobs.sample_tasks.chore", timedelta(hours=1))
BROKEN = Chore("tests.core.jobs.sample_tasks.broken_chore", timedelta(days=1))
LEASE = timedelta(seconds=20)


def clock(chore: Chore) -> ChoreClock:
    return ChoreClock.objects.get(name=chore.name)


def seconds_to_go(chore: Chore) -> float:
    return (clock(chore).due_at - timezone.now()).total_seconds()


def test_each_declared_chore_is_a_function_without_argument_and_has_a_pace() -> None:
    for chore in declared():
        assert callable(import_string(chore.name)), chore.name
        assert chore.every >= timedelta(seconds=1)


@pytest.mark.django_db
class TestTurns:
    def test_a_new_chore_is_due_at_once_then_at_its_pace(self) -> None:
        wind_clocks([CHORE])
        turn = take_turn([CHORE], lease=LEASE)
        assert turn is not None
        assert take_turn([CHORE], lease=LEASE) is None, "one worker at a time"
        end_turn(turn)
        assert take_turn([CHORE], lease=LEASE) is None, "not before its time"
        assert 3590 < seconds_to_go(CHORE) < 3610

    def test_a_new_chore_is_due_at_once_where_the_clock_of_a_machine_is_ahead(self) -> None:
        with time_machine.travel(timezone.now() + timedelta(minutes=3)):
            wind_clocks([CHORE])
        assert take_turn([CHORE], lease=LEASE) is not None

    def test_winding_again_changes_nothing(self) -> None:
        wind_clocks([CHORE])
        turn = take_turn([CHORE], lease=LEASE)
        assert turn is not None
        end_turn(turn)
        wind_clocks([CHORE, BROKEN])
        next_turn = take_turn([CHORE, BROKEN], lease=LEASE)
        assert next_turn is not None
        assert next_turn.chore == BROKEN

    def test_a_chore_whose_worker_died_is_taken_over_and_the_first_holds_it_no_more(self) -> None:
        wind_clocks([CHORE])
        first = take_turn([CHORE], lease=LEASE)
        assert first is not None
        ChoreClock.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
        second = take_turn([CHORE], lease=LEASE)
        assert second is not None
        assert not renew_turn(first, lease=LEASE)
        end_turn(first)
        assert clock(CHORE).lease_token == second.token

    def test_a_failed_chore_comes_back_within_ten_minutes_and_its_message_is_not_kept(self) -> None:
        wind_clocks([BROKEN])
        turn = take_turn([BROKEN], lease=LEASE)
        assert turn is not None
        Worker(lease=LEASE, beats=False)._do_chore(turn)
        assert 590 < seconds_to_go(BROKEN) < 610
        assert (clock(BROKEN).failures, clock(BROKEN).last_error) == (1, "ConnectionError")


@pytest.fixture
def one_more_chore() -> Iterator[None]:
    config = apps.get_app_config("jobs")
    config.chores = (CHORE,)
    yield
    del config.chores


@pytest.mark.django_db(transaction=True)
def test_two_workers_beside_each_other_run_a_chore_once(one_more_chore: None) -> None:
    pair = []
    for _ in range(2):
        worker = Worker(lease=timedelta(seconds=2))
        thread = threading.Thread(target=worker.run)
        thread.start()
        pair.append((worker, thread))
    ended = ChoreClock.objects.filter(name=CHORE.name, last_ended_at__isnull=False)
    assert wait_until(ended.exists, seconds=20)
    for worker, thread in pair:
        worker.stopping.set()
        thread.join()
    assert effects("chore") == 1


@pytest.mark.django_db(transaction=True)
def test_the_chores_of_every_app_are_run_by_a_real_worker() -> None:
    names = [chore.name for chore in declared()]
    with workers() as company:
        company.start()
        ended = ChoreClock.objects.filter(name__in=names, last_ended_at__isnull=False)
        assert wait_until(lambda: ended.count() == len(names), seconds=60)
        assert not ended.filter(failures__gt=0)
