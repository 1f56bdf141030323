"""How many requests one address may send, counted in the memory of each web process.

A bucket of ``allowed`` requests refills evenly over ``seconds``: a short burst passes, a flood waits. The
count is not shared between processes: writing to the database at each read would cost more than the reads.
"""

from collections import OrderedDict
from math import ceil
from threading import Lock


class Visits:
    """Counts requests by visitor; remembers the last ``remembered`` visitors and forgets the others."""

    def __init__(self, *, allowed: int, seconds: float, remembered: int = 20_000) -> None:
        self.allowed = allowed
        self.seconds = seconds
        self.remembered = remembered
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, visitor: str, now: float) -> int:
        """Count one request at ``now`` (seconds of a clock that never goes back).

        Return 0 when it passes, else how many whole seconds to wait before the next one passes.
        """
        with self._lock:
            left, at = self._left.pop(visitor, (float(self.allowed), now))
            left = min(self.allowed, left + (now - at) * self.allowed / self.seconds)
            passes = left >= 1
            self._left[visitor] = (left - 1 if passes else left, now)
            while len(self._left) > self.remembered:
                self._left.popitem(last=False)
        return 0 if passes else ceil((1 - left) * self.seconds / self.allowed)
