"""Lets a person end a long search from the keyboard and keep its best plan."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from django.utils.translation import gettext as _

from maillage.programmes.esspresso.command.console import tell


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Say that a search begins, and yield a function that is true once Ctrl-C was pressed.

    A second Ctrl-C gives up.
    """
    pressed = False

    def press(number: int, frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            signal.default_int_handler(number, frame)
        pressed = True
        tell(_("Interrupted: the best plan so far follows. Interrupt again to give up."))

    before = signal.signal(signal.SIGINT, press)
    tell(_("Searching. Ctrl-C ends the search and keeps the best plan so far."))
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)
