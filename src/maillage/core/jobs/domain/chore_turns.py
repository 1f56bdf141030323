"""Whose turn it is to run a chore: one worker at a time, by the same kind of lease as jobs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from maillage.core.jobs.chores import Chore
from maillage.core.jobs.models import ChoreClock

LONGEST_WAIT_AFTER_FAILURE = timedelta(minutes=10)


@dataclass(frozen=True)
class ChoreTurn:
    """The hold of one worker on one chore."""

    chore: Chore
    token: UUID


def wind_clocks(chores: Iterable[Chore]) -> None:
    """Give each new chore its clock, due at once; known chores keep theirs.

    The database's time, like all that follows: by the time of another machine it would be due too late.
    """
    clocks = [ChoreClock(name=chore.name, due_at=Now()) for chore in chores]
    ChoreClock.objects.bulk_create(clocks, ignore_conflicts=True)


def hasten(name: str) -> None:
    """Make a chore due now instead of at its next turn; a chore that is running is left alone."""
    ChoreClock.objects.filter(name=name, leased_until=None, due_at__gt=Now()).update(due_at=Now())


def take_turn(chores: Iterable[Chore], *, lease: timedelta) -> ChoreTurn | None:
    """Take one chore that is due and that nobody runs; None when there is none."""
    by_name = {chore.name: chore for chore in chores}
    free = Q(leased_until=None) | Q(leased_until__lt=Now())
    due = ChoreClock.objects.filter(free, name__in=by_name, due_at__lte=Now())
    for name in due.order_by("due_at").values_list("name", flat=True):
        token = uuid4()
        # Compare and set: of several workers that saw the chore due, one updates the row.
        if due.filter(name=name).update(lease_token=token, leased_until=Now() + lease):
            return ChoreTurn(chore=by_name[name], token=token)
    return None


def _mine(turn: ChoreTurn) -> QuerySet[ChoreClock]:
    return ChoreClock.objects.filter(name=turn.chore.name, lease_token=turn.token)


def renew_turn(turn: ChoreTurn, *, lease: timedelta) -> bool:
    """Hold the chore for ``lease`` more; False when another worker took it over."""
    return bool(_mine(turn).update(leased_until=Now() + lease))


def end_turn(turn: ChoreTurn, *, error: str = "") -> None:
    """Release the chore and set its clock; after a failure it comes back within ten minutes."""
    every = turn.chore.every
    _mine(turn).update(
        lease_token=None,
        leased_until=None,
        last_ended_at=Now(),
        due_at=Now() + (min(every, LONGEST_WAIT_AFTER_FAILURE) if error else every),
        failures=F("failures") + 1 if error else 0,
        last_error=error[:300],
    )
