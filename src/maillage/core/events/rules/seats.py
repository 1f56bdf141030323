"""Who gets a seat: first come, first served, and whoever waits comes before whoever arrives."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


@dataclass(frozen=True)
class Seats:
    """How many seats there are (None: no limit), how many are taken, how many people wait."""

    capacity: int | None
    taken: int
    waiting: int

    @property
    def free(self) -> int | None:
        """Seats left; none when a smaller limit was set afterwards; None without a limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def newcomer_waits(self) -> bool:
        """Tell whether whoever arrives now goes to the waiting list."""
        return self.free is not None and (self.free == 0 or self.waiting > 0)

    @property
    def promotions(self) -> int:
        """How many of those who wait get a seat now."""
        return self.waiting if self.free is None else min(self.free, self.waiting)


class Shut(Enum):
    """Why nobody can register by themselves now."""

    DRAFT = "draft"
    CLOSED = "closed"
    TOO_LATE = "too_late"
    CANCELLED = "cancelled"
    OVER = "over"


def shut(*, state: str, starts_at: datetime, closes_at: datetime | None, now: datetime) -> Shut | None:
    """Return why registrations are not open now; None when they are."""
    if state == "draft":
        return Shut.DRAFT
    if state == "cancelled":
        return Shut.CANCELLED
    if state == "held" or now >= starts_at:
        return Shut.OVER
    if state == "closed":
        return Shut.CLOSED
    return Shut.TOO_LATE if closes_at and now >= closes_at else None
