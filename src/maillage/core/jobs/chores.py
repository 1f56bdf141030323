"""Periodic chores: what each app asks the workers to do again and again.

An app lists them in ``AppConfig.chores``: ``(Chore("dotted.function", every=timedelta(minutes=1)), ...)``.
An app below this one in the layers writes the plain pair ``("dotted.function", timedelta(...))``.
The function takes no argument; it may be run again after a crash, so it must be safe to repeat.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from django.apps import apps


class Chore(NamedTuple):
    """A function to run every so often, by one worker at a time."""

    name: str
    every: timedelta


def declared() -> Iterator[Chore]:
    """Yield the chores of every installed app."""
    for config in apps.get_app_configs():
        for name, every in getattr(config, "chores", ()):
            yield Chore(name, every)
