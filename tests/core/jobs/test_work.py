"""What somebody who asks for long work can count on."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from maillage.core.activity.models import Entry
from maillage.core.jobs import domain, queries
from maillage.core.jobs.domain import lease
from maillage.core.jobs.models import Job
from maillage.core.jobs.rules import State
from maillage.core.jobs.worker import run_waiting_jobs
from tests.core.jobs import sample_tasks
from tests.core.jobs.sample_tasks import effects

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=20)


def asked(task: Any, **arguments: Any) -> Job:
    return domain.start(task, title="Planning", owner=None, arguments=arguments)


def state(job: Job) -> State:
    return queries.job_state(job).state


def due_again(job: Job) -> None:
    """Let the pause before the next attempt pass."""
    DBTaskResult.objects.filter(pk=job.pk).update(run_after=timezone.now() - timedelta(seconds=1))


def test_work_waits_then_is_done_with_its_effect() -> None:
    job = asked(sample_tasks.quick, name="a")
    assert state(job) is State.WAITING
    assert run_waiting_jobs() == 1
    assert state(job) is State.DONE
    assert effects("a") == 1
    assert queries.job(job.pk).result.return_value == "a"


def test_work_asked_in_a_transaction_that_is_undone_was_never_asked() -> None:
    with transaction.atomic():
        asked(sample_tasks.quick, name="a")
        transaction.set_rollback(True)
    assert run_waiting_jobs() == 0
    assert not Job.objects.exists()


def test_work_put_in_the_queue_by_django_s_own_interface_has_its_lease_too() -> None:
    result = sample_tasks.quick.enqueue(name="a")
    assert run_waiting_jobs() == 1
    assert Job.objects.get(pk=result.id).effect_done_at


def test_urgent_work_goes_first() -> None:
    ordinary = asked(sample_tasks.quick, name="ordinary")
    pressing = asked(sample_tasks.urgent, name="pressing")
    held = lease.claim(worker="w", lease=LEASE)
    assert held is not None
    assert held.pk == pressing.pk
    assert state(ordinary) is State.WAITING


def test_progress_is_seen_while_the_work_goes_on() -> None:
    job = asked(sample_tasks.steps, name="a", number=3, seconds=0)
    held = lease.claim(worker="w", lease=LEASE)
    assert held is not None
    held.report(1, 3, "Je compte")
    seen = queries.job_state(job)
    assert (seen.state, seen.done, seen.total, seen.message) == (State.RUNNING, 1, 3, "Je compte")


def test_the_same_words_are_written_twice_a_second_at_most_but_the_last_step_always() -> None:
    job = asked(sample_tasks.steps, name="a", number=3, seconds=0)
    held = lease.claim(worker="w", lease=LEASE)
    assert held is not None
    for step in range(99):
        held.report(step, 100, "Je compte")
    assert queries.job_state(job).done == 0
    held.report(100, 100, "Je compte")
    assert queries.job_state(job).done == 100


def test_an_unforeseen_error_undoes_the_effect_and_the_work_is_tried_again_later_then_declared_dead() -> None:
    job = asked(sample_tasks.failing, name="a")
    for attempt in range(1, 6):
        assert run_waiting_jobs() == 1
        assert run_waiting_jobs() == 0, "the next attempt waits"
        assert queries.job_state(job).attempts == attempt
        due_again(job)
    seen = queries.job_state(job)
    assert seen.state is State.DEAD
    assert seen.reason
    assert effects("a") == 0
    assert list(queries.dead_letters()) == [job]


def test_the_pause_before_another_attempt_is_no_longer_where_the_clock_of_a_machine_is_ahead() -> None:
    job = asked(sample_tasks.failing, name="a")
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        assert run_waiting_jobs() == 1
    again = queries.job_state(job).starts_at
    assert again is not None
    assert again < timezone.now() + timedelta(seconds=10)


def test_a_refusal_in_words_is_final_and_reaches_the_person() -> None:
    job = asked(sample_tasks.refusing)
    assert run_waiting_jobs() == 1
    assert queries.job_state(job).reason == "Il manque la liste des participants."
    assert state(job) is State.DEAD


def test_work_of_a_version_that_is_gone_waits_for_one_that_knows_it_and_the_next_goes_on() -> None:
    gone, known = asked(sample_tasks.quick, name="a"), asked(sample_tasks.quick, name="b")
    DBTaskResult.objects.filter(pk=gone.pk).update(task_path="tests.core.jobs.sample_tasks.renamed")
    assert run_waiting_jobs() == 2
    assert (state(gone), state(known)) == (State.RETRYING, State.DONE)


def test_an_error_after_the_effect_does_not_run_it_again() -> None:
    job = asked(sample_tasks.failing_after, name="a")
    run_waiting_jobs()
    assert state(job) is State.DONE
    assert effects("a") == 1


def test_a_second_effect_is_an_error_of_the_program_and_the_first_stays() -> None:
    job = asked(sample_tasks.twice, name="a")
    run_waiting_jobs()
    assert state(job) is State.DONE
    assert effects("a") == 1


def test_waiting_work_is_cancelled_at_once() -> None:
    job = asked(sample_tasks.quick, name="a")
    domain.cancel(job=job)
    assert state(job) is State.CANCELLED
    assert run_waiting_jobs() == 0
    assert Entry.objects.filter(verb="jobs.cancelled").count() == 1


def test_running_work_stops_at_its_next_check() -> None:
    job = asked(sample_tasks.quick, name="a")
    held = lease.claim(worker="w", lease=LEASE)
    assert held is not None
    domain.cancel(job=job)
    assert state(job) is State.STOPPING
    with pytest.raises(domain.JobCancelled):
        held.check_cancelled()
    lease.fail(held, domain.JobCancelled())
    assert state(job) is State.CANCELLED
    assert not queries.dead_letters().exists()


def test_a_cancellation_asked_before_the_effect_wins_and_afterwards_comes_too_late() -> None:
    early, late = asked(sample_tasks.quick, name="a"), asked(sample_tasks.quick, name="b")
    for job in (early, late):
        held = lease.claim(worker="w", lease=LEASE)
        assert held is not None
        assert held.pk == job.pk
        if job == early:
            domain.cancel(job=job)
            with pytest.raises(domain.JobCancelled), held.effect():
                sample_tasks.add_one("early")
        else:
            with held.effect():
                sample_tasks.add_one("late")
            domain.cancel(job=job)
            lease.fail(held, domain.JobCancelled())
    assert (effects("early"), effects("late")) == (0, 1)
    assert state(late) is State.DONE


def test_what_may_not_be_interrupted_is_not() -> None:
    job = domain.start(
        sample_tasks.quick, title="Sauvegarde", owner=None, arguments={"name": "a"}, cancellable=False
    )
    with pytest.raises(domain.JobRefusal):
        domain.cancel(job=job)
    run_waiting_jobs()
    assert state(job) is State.DONE


def test_dead_or_cancelled_work_is_asked_again_with_all_its_attempts() -> None:
    job = asked(sample_tasks.quick, name="a")
    domain.cancel(job=job)
    domain.retry(job=job)
    assert state(job) is State.WAITING
    run_waiting_jobs()
    assert state(job) is State.DONE
    assert queries.job_state(job).attempts == 1
    with pytest.raises(domain.JobRefusal):
        domain.retry(job=job)
    with pytest.raises(domain.JobRefusal):
        domain.cancel(job=job)


def test_messages_are_in_the_language_of_whoever_asked() -> None:
    with translation.override("en"):
        job = asked(sample_tasks.quick, name="a")
    assert queries.job(job.pk).language == "en"


def test_thirty_days_after_its_end_work_is_forgotten_and_what_waits_is_kept() -> None:
    old, waiting = asked(sample_tasks.quick, name="a"), asked(sample_tasks.quick, name="b")
    domain.cancel(job=old)
    DBTaskResult.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=31))
    before = timezone.now() - timedelta(days=30)
    assert domain.purge(before, dry_run=True) == 1
    assert Job.objects.count() == 2
    assert domain.purge(before, dry_run=False) == 1
    assert list(Job.objects.all()) == [waiting]


def test_outside_a_worker_there_is_no_current_job() -> None:
    with pytest.raises(LookupError):
        domain.current_job()
