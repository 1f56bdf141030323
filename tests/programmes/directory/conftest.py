"""What several tests of the directory start."""

from tests.core.organisations.conftest import server

__all__ = ["server"]
