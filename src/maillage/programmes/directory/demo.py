"""Demonstration data of the directory: the demonstration's structures, listed."""

from maillage.programmes.directory.domain.listing import catch_up


def load() -> None:
    """List what the demonstration published; nothing is invented here."""
    catch_up()
