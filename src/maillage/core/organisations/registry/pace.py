"""How fast all processes together ask the registry: each request takes a turn in the database.

The turns are dealt by the lock of one row and by the database's clock, which all machines share. It costs one
short transaction a request, and requests are few: two a second at most.
"""

from datetime import datetime, timedelta
from time import sleep
from typing import NamedTuple

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from maillage.core.organisations.models import RegistryTurn

# The service takes seven requests a second from one address, thirty from one network.
BETWEEN = timedelta(seconds=0.5)


class Turn(NamedTuple):
    """When it is one's turn, and what the database's clock says now."""

    at: datetime
    now: datetime

    @property
    def wait(self) -> float:
        """Seconds until the turn."""
        return (self.at - self.now).total_seconds()


def take(patience: float) -> float:
    """Wait for one's turn and take it: return 0. Return the wait, in seconds, if longer than ``patience``.

    Never within a transaction: what is not committed yet is seen by no other process.
    """
    with transaction.atomic(durable=True):
        turn = _next()
        if turn.wait > patience:
            return turn.wait
        _write(turn.at + BETWEEN)
    sleep(turn.wait)
    return 0.0


def hold(seconds: float) -> None:
    """Let nobody ask anything for that long."""
    with transaction.atomic(durable=True):
        turn = _next()
        _write(max(turn.at, turn.now + timedelta(seconds=seconds)))


def _next() -> Turn:
    """Lock the row and read it; the first process of all makes it."""
    RegistryTurn.objects.get_or_create(pk=RegistryTurn.ONLY, defaults={"next_at": timezone.now()})
    row = RegistryTurn.objects.select_for_update().annotate(now=Now()).get(pk=RegistryTurn.ONLY)
    return Turn(max(row.next_at, row.now), row.now)


def _write(at: datetime) -> None:
    RegistryTurn.objects.filter(pk=RegistryTurn.ONLY).update(next_at=at)
