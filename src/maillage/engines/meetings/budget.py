"""Time given to a solve."""

import time
from collections.abc import Callable


class Budget:
    """A stopwatch with a limit in seconds (None: no limit), which `stopped` may end at any moment.

    `clock` gives seconds that only go up.
    """

    def __init__(
        self,
        seconds: float | None,
        stopped: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds = seconds
        self._stopped = stopped
        self._clock = clock
        self._start = clock()

    def spent(self) -> float:
        """Seconds since the start."""
        return self._clock() - self._start

    def left(self) -> float | None:
        """Seconds left, never negative; None without a limit."""
        if self._stopped():
            return 0.0
        return None if self._seconds is None else max(0.0, self._seconds - self.spent())

    @property
    def over(self) -> bool:
        """True when the time is over."""
        return self._stopped() or (self._seconds is not None and self.spent() >= self._seconds)
