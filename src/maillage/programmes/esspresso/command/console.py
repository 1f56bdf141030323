"""Speaks to the person at the keyboard: results on standard output, the rest on standard error."""

import sys


def say(text: str) -> None:
    """A line of result."""
    sys.stdout.write(f"{text}\n")


def tell(text: str) -> None:
    """A note or an error, kept apart from results."""
    sys.stderr.write(f"{text}\n")
