"""Whatever workers and people do to jobs, in whatever order, an effect is done once at most."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from maillage.core.jobs import domain, queries
from maillage.core.jobs.domain import lease
from maillage.core.jobs.domain.running import RunningJob
from maillage.core.jobs.models import Job
from maillage.core.jobs.rules import OVER, State
from tests.core.jobs import sample_tasks
from tests.core.jobs.sample_tasks import effects

LEASE = timedelta(seconds=20)
OUTCOMES_OF_TASKS = st.sampled_from(
    [None, ValueError(), domain.GiveUp("impossible"), domain.JobCancelled(), domain.WorkerStopping()]
)
REACHED: set[str] = set()


class JobsAndWorkers(RuleBasedStateMachine):
    """Workers that claim, compute, freeze and wake up late; people who cancel and ask again."""

    jobs = Bundle("jobs")
    holds = Bundle("holds")

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.savepoint()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.undo)

    def is_holder(self, held: RunningJob) -> bool:
        return Job.objects.filter(pk=held.pk, lease_token=held.token).exists()

    @initialize(target=jobs)
    def there_is_work(self) -> Job:
        return self.somebody_asks()

    @rule(target=jobs)
    def somebody_asks(self) -> Job:
        return domain.start(sample_tasks.quick, title="Planning", owner=None, arguments={"name": "x"})

    @rule(target=holds)
    def a_worker_looks_for_work(self) -> Any:
        # Pauses between attempts are not waited for.
        a_moment_ago = timezone.now() - timedelta(seconds=1)
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=a_moment_ago)
        held = lease.claim(worker="w", lease=LEASE)
        return multiple(held) if held else multiple()

    @rule(held=holds)
    def a_worker_applies_its_effect(self, held: RunningJob) -> None:
        job = queries.job(held.pk)
        holder, before = self.is_holder(held), effects(str(held.pk))
        assert lease.renew(held, lease=LEASE) == holder
        try:
            with held.effect():
                sample_tasks.add_one(str(held.pk))
        except domain.LeaseLost:
            assert not holder
            REACHED.add("a stale worker's effect refused")
        except domain.JobCancelled:
            assert job.cancel_requested_at
            REACHED.add("a cancelled effect refused")
        except RuntimeError:
            assert job.effect_done_at
            REACHED.add("a second effect refused")
        else:
            assert holder
            REACHED.add("an effect")
            return
        assert effects(str(held.pk)) == before

    @rule(held=consumes(holds), error=OUTCOMES_OF_TASKS)
    def a_worker_ends(self, held: RunningJob, error: Exception | None) -> None:
        holder = self.is_holder(held)
        try:
            if error:
                lease.fail(held, error)
            else:
                lease.succeed(held, None)
        except domain.LeaseLost:
            assert not holder
        else:
            assert holder

    @rule(job=jobs)
    def a_lease_ends_without_a_sign_of_life(self, job: Job) -> None:
        Job.objects.filter(pk=job.pk, lease_token__isnull=False).update(
            leased_until=timezone.now() - timedelta(seconds=1)
        )
        lease.take_over_expired()

    @rule(job=jobs)
    def somebody_cancels(self, job: Job) -> None:
        over = queries.job_state(job).is_over
        try:
            domain.cancel(job=job)
        except domain.JobRefusal:
            assert over

    @rule(job=jobs)
    def somebody_asks_again(self, job: Job) -> None:
        state = queries.job_state(job).state
        try:
            domain.retry(job=job)
        except domain.JobRefusal:
            assert state not in {State.DEAD, State.CANCELLED}

    @invariant()
    def an_effect_is_done_once_at_most_and_ends_a_job_well(self) -> None:
        for job in Job.objects.select_related("result").order_by("pk"):
            state = queries.snapshot(job).state
            assert effects(str(job.pk)) == (1 if job.effect_done_at else 0)
            if job.effect_done_at:
                assert state in {State.DONE, State.RUNNING, State.STOPPING}
            REACHED.add(state)
            assert (job.lease_token is not None) == (state in {State.RUNNING, State.STOPPING})
            assert (job.result.finished_at is not None) == (state in OVER)
            assert job.attempts <= job.max_attempts
            assert bool(job.cause) == (state in {State.DEAD, State.CANCELLED})


def walk(**how: Any) -> None:
    """Walk at random through what may happen."""
    REACHED.clear()
    run_state_machine_as_test(JobsAndWorkers, settings=settings(**how))


@pytest.mark.django_db
def test_effects_are_done_once_at_most_whatever_happens() -> None:
    # The same walk at each run, so that what it meets can be asked of it; the long one draws another.
    walk(max_examples=20, stateful_step_count=25, derandomize=True)
    assert {"an effect", "a stale worker's effect refused", *OVER} <= REACHED, "the walk met too little"


# 3 600 steps, each a few queries: minutes on a quiet machine, more beside other work.
@pytest.mark.timeout(1800)
@pytest.mark.drill
@pytest.mark.django_db
def test_long_walk() -> None:
    walk(max_examples=60, stateful_step_count=60)
    assert "an effect" in REACHED, "the walk met too little"
