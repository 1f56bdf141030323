"""A job whose worker died goes on with another; whoever lost it can no longer write."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from maillage.core.jobs import domain, queries
from maillage.core.jobs.domain import lease
from maillage.core.jobs.domain.running import RunningJob
from maillage.core.jobs.models import Job
from maillage.core.jobs.rules import State, pause_before
from tests.core.jobs import sample_tasks
from tests.core.jobs.sample_tasks import effects

LEASE = timedelta(seconds=20)


def waiting(name: str = "a") -> Job:
    return domain.start(sample_tasks.quick, title="Planning", owner=None, arguments={"name": name})


def taken() -> RunningJob:
    held = lease.claim(worker="w", lease=LEASE)
    assert held is not None
    return held


def worker_dies(held: RunningJob) -> None:
    """Let the lease end without a sign of life."""
    Job.objects.filter(pk=held.pk).update(leased_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.django_db
class TestTakingOver:
    def test_a_lease_in_force_is_respected(self) -> None:
        waiting()
        taken()
        assert lease.claim(worker="other", lease=LEASE) is None
        assert lease.take_over_expired() == 0

    def test_a_renewed_lease_goes_on(self) -> None:
        waiting()
        held = taken()
        worker_dies(held)
        assert lease.renew(held, lease=LEASE)
        assert lease.take_over_expired() == 0

    def test_after_its_end_another_worker_takes_the_job_and_the_first_can_write_nothing(self) -> None:
        job = waiting()
        first = taken()
        worker_dies(first)
        assert lease.take_over_expired() == 1
        second = taken()
        assert (second.pk, second.attempt) == (job.pk, 2)
        assert not lease.renew(first, lease=LEASE)
        for writes in (
            lambda: first.report(1, 2, "encore moi"),
            first.check_cancelled,
            lambda: lease.succeed(first, None),
            lambda: lease.fail(first, ValueError()),
            first.effect().__enter__,
        ):
            with pytest.raises(domain.LeaseLost):
                writes()
        with second.effect():
            sample_tasks.add_one("a")
        lease.succeed(second, None)
        assert effects("a") == 1
        assert queries.job_state(job).state is State.DONE

    def test_a_worker_that_dies_between_the_effect_and_the_end_leaves_the_job_done(self) -> None:
        job = waiting()
        held = taken()
        with held.effect():
            sample_tasks.add_one("a")
        worker_dies(held)
        lease.take_over_expired()
        assert queries.job_state(job).state is State.DONE

    def test_work_that_kills_each_worker_ends_among_the_dead_letters(self) -> None:
        job = waiting()
        for _ in range(5):
            worker_dies(taken())
            lease.take_over_expired()
        seen = queries.job_state(job)
        assert seen.state is State.DEAD
        assert "mémoire" in seen.reason or "memory" in seen.reason

    def test_a_job_cancelled_while_its_worker_was_dead_is_cancelled(self) -> None:
        job = waiting()
        held = taken()
        domain.cancel(job=job)
        worker_dies(held)
        lease.take_over_expired()
        assert queries.job_state(job).state is State.CANCELLED

    def test_a_worker_that_is_asked_to_stop_gives_the_job_back_without_counting_the_attempt(self) -> None:
        job = waiting()
        held = taken()
        held.stopping.set()
        with pytest.raises(domain.WorkerStopping):
            held.check_cancelled()
        lease.fail(held, domain.WorkerStopping())
        seen = queries.job_state(job)
        assert (seen.state, seen.attempts) == (State.WAITING, 0)

    def test_half_a_lease_cannot_be_stored(self) -> None:
        job = waiting()
        with pytest.raises(IntegrityError), transaction.atomic():
            Job.objects.filter(pk=job.pk).update(leased_until=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_take_twenty_jobs_once_each() -> None:
    jobs = {waiting().pk for _ in range(20)}
    taken_by_all: list[object] = []

    def work() -> None:
        try:
            while held := lease.claim(worker="w", lease=LEASE):
                taken_by_all.append(held.pk)
                lease.succeed(held, None)
        finally:
            connections.close_all()

    in_threads(work, 8)
    assert len(taken_by_all) == 20
    assert set(taken_by_all) == jobs


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_take_over_a_dead_worker_s_job_once() -> None:
    waiting()
    worker_dies(taken())
    taken_over: list[int] = []

    def work() -> None:
        try:
            taken_over.append(lease.take_over_expired())
        finally:
            connections.close_all()

    in_threads(work, 8)
    assert sum(taken_over) == 1
    assert Job.objects.get().attempts == 1


def in_threads(work: Callable[[], None], number: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_pauses_grow_and_stay_bearable() -> None:
    pauses = [pause_before(attempt).total_seconds() for attempt in range(1, 8)]
    assert pauses[:3] == [5, 20, 80]
    assert pauses == sorted(pauses)
    assert max(pauses) == 600


@pytest.fixture(autouse=True)
def _no_thread_survives() -> Iterator[None]:
    before = threading.active_count()
    yield
    assert threading.active_count() == before
