"""Workers killed at any instant: each job ends, its effect is done once. The drill is shown to fail."""

import random
import signal
import subprocess
import time
from typing import Any

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from maillage.core.jobs import domain, queries
from maillage.core.jobs.models import Job
from maillage.core.jobs.rules import State
from tests.core.jobs import sample_tasks
from tests.core.jobs.processes import STOCK_WORKER, Workers, wait_until, workers
from tests.core.jobs.sample_tasks import effects

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS_TO_FINISH = 60


def asked(task: Any, **arguments: Any) -> Job:
    return domain.start(task, title="Planning", owner=None, arguments=arguments)


def state(job: Job) -> State:
    return queries.job_state(job).state


def done(*jobs: Job) -> bool:
    return all(state(job) is State.DONE for job in jobs)


def taken(job: Job) -> bool:
    return DBTaskResult.objects.get(pk=job.pk).status == TaskResultStatus.RUNNING


def kill_whoever_works(company: Workers, job: Job) -> bool:
    """Kill the process that holds the job; False when nobody does."""
    result = DBTaskResult.objects.get(pk=job.pk)
    holder = company.holder(result.worker_ids)
    if result.status != TaskResultStatus.RUNNING or holder is None:
        return False
    company.kill(holder)
    return True


def kill_drill(*, kills: int, lease: int, seed: int) -> None:
    """Ask for jobs one after the other and kill whoever works on them, at random instants, ``kills`` times.

    A job that is not finished a minute after the kill, or whose effect was not done once, fails.
    """
    chance = random.Random(seed)  # noqa: S311 -- instants, not secrets
    work: list[Job] = []
    with workers() as company:
        for _ in range(2):
            company.start(lease=lease)
        killed = 0
        while killed < kills:
            job = asked(sample_tasks.steps, name=f"job {len(work)}", number=4, seconds=0.1)
            work.append(job)
            assert wait_until(lambda job=job: taken(job) or done(job), seconds=SECONDS_TO_FINISH)
            # The work lasts 0.6 s: in the steps, in the effect, after it, sometimes past its end.
            time.sleep(chance.uniform(0, 0.7))
            if kill_whoever_works(company, job):
                killed += 1
                company.start(lease=lease)
                # Now and then, whoever takes it over is killed too.
                assert wait_until(lambda job=job: taken_over(job), seconds=SECONDS_TO_FINISH)
                if killed < kills and chance.random() < 0.3 and kill_whoever_works(company, job):
                    killed += 1
                    company.start(lease=lease)
        assert wait_until(lambda: done(*work), seconds=SECONDS_TO_FINISH), [state(job) for job in work]
        assert [effects(f"job {number}") for number in range(len(work))] == [1] * len(work)


def taken_over(job: Job) -> bool:
    """Say whether another worker did something about a job whose worker was killed."""
    return done(job) or queries.job_state(job).attempts > 1


def test_jobs_end_and_take_effect_once_though_their_workers_are_killed() -> None:
    kill_drill(kills=3, lease=1, seed=20261124)


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(6))
def test_long_drill(seed: int) -> None:
    kill_drill(kills=8, lease=1, seed=seed)


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(3))
def test_long_drill_with_the_lease_of_production(seed: int) -> None:
    kill_drill(kills=2, lease=20, seed=seed)


def test_negative_control_the_queue_as_it_comes_leaves_the_job_running_for_ever() -> None:
    with workers() as company:
        lost = asked(sample_tasks.unfenced, name="lost", seconds=1)
        first = company.start(*STOCK_WORKER, settings="tests.core.jobs.stock_settings")
        assert wait_until(lambda: taken(lost), seconds=SECONDS_TO_FINISH)
        company.kill(first)
        other = asked(sample_tasks.unfenced, name="other", seconds=0)
        company.start(*STOCK_WORKER, settings="tests.core.jobs.stock_settings")
        assert wait_until(lambda: done(other), seconds=SECONDS_TO_FINISH), "the second worker works"
        assert not wait_until(lambda: done(lost), seconds=3)
        assert taken(lost)


def test_negative_control_an_effect_outside_its_transaction_is_done_twice() -> None:
    with workers() as company:
        job = asked(sample_tasks.unfenced, name="careless", seconds=1)
        first = company.start()
        assert wait_until(lambda: effects("careless") == 1, seconds=SECONDS_TO_FINISH)
        company.kill(first)
        company.start()
        assert wait_until(lambda: done(job), seconds=SECONDS_TO_FINISH)
        assert effects("careless") == 2


def test_a_worker_frozen_past_its_lease_cannot_write_when_it_wakes() -> None:
    with workers() as company:
        job = asked(sample_tasks.deaf, name="frozen", seconds=3)
        frozen = company.start()
        assert wait_until(lambda: taken(job), seconds=SECONDS_TO_FINISH)
        company.freeze(frozen)
        other = company.start()
        assert wait_until(lambda: done(job), seconds=SECONDS_TO_FINISH)
        company.kill(other)
        frozen.send_signal(signal.SIGCONT)
        after = asked(sample_tasks.quick, name="after")
        assert wait_until(lambda: done(after), seconds=SECONDS_TO_FINISH), "it goes on with the next job"
        assert effects("frozen") == 1


def test_work_longer_than_the_lease_stays_with_the_worker_that_gives_signs_of_life() -> None:
    with workers() as company:
        job = asked(sample_tasks.deaf, name="long", seconds=5)
        for _ in range(2):
            company.start(lease=2)
        assert wait_until(lambda: done(job), seconds=SECONDS_TO_FINISH)
        assert queries.job_state(job).attempts == 1


def test_a_worker_told_to_stop_gives_its_job_back_at_once_and_the_attempt_does_not_count() -> None:
    with workers() as company:
        job = asked(sample_tasks.steps, name="long", number=200, seconds=0.1)
        worker = company.start(lease=20)
        assert wait_until(lambda: queries.job_state(job).done > 0, seconds=SECONDS_TO_FINISH)
        worker.terminate()
        assert ended(worker, company) == 0
        seen = queries.job_state(job)
        assert (seen.state, seen.attempts) == (State.WAITING, 0)


def test_a_worker_told_to_stop_leaves_a_deaf_task_after_the_grace_period() -> None:
    script = (
        "from maillage.cli.startup import set_up_django; set_up_django()\n"
        "from datetime import timedelta\n"
        "from maillage.core.jobs.worker import Worker, when_told_to_stop\n"
        "worker = Worker(lease=timedelta(seconds=20), grace=timedelta(seconds=0.5))\n"
        "when_told_to_stop(worker.wind_down)\n"
        "worker.run()\n"
    )
    with workers() as company:
        job = asked(sample_tasks.deaf, name="deaf", seconds=120)
        worker = company.start("-c", script)
        assert wait_until(lambda: taken(job), seconds=SECONDS_TO_FINISH)
        worker.terminate()
        assert ended(worker, company) == 0
        assert state(job) is State.WAITING


def test_a_work_that_kills_its_workers_ends_among_the_dead_letters_and_the_next_one_is_done() -> None:
    with workers() as company:
        Job.objects.filter(pk=asked(sample_tasks.deadly).pk).update(max_attempts=1)
        fatal = Job.objects.get()
        first = company.start()
        assert wait_until(lambda: first.poll() is not None, seconds=SECONDS_TO_FINISH)
        company.running.remove(first)
        harmless = asked(sample_tasks.quick, name="harmless")
        company.start()
        assert wait_until(lambda: done(harmless) and state(fatal) is State.DEAD, seconds=SECONDS_TO_FINISH)


def test_several_processes_are_kept_alive_and_stopped_together() -> None:
    with workers() as company:
        supervisor = company.start("-m", "maillage.cli", "worker", "--processes", "2")
        fatal = asked(sample_tasks.deadly)
        Job.objects.filter(pk=fatal.pk).update(max_attempts=2)
        assert wait_until(lambda: state(fatal) is State.DEAD, seconds=SECONDS_TO_FINISH), "two workers died"
        harmless = asked(sample_tasks.quick, name="harmless")
        assert wait_until(lambda: done(harmless), seconds=SECONDS_TO_FINISH)
        supervisor.terminate()
        assert ended(supervisor, company) == 0


def ended(process: subprocess.Popen[bytes], company: Workers) -> int | None:
    """Wait for a process to leave by itself and return its exit code, None when it stays."""
    wait_until(lambda: process.poll() is not None, seconds=15)
    if process.poll() is not None:
        company.running.remove(process)
    return process.poll()
