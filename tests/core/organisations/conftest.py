"""What several tests of structures start."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from maillage.core.organisations.registry import pace
from tests.core.organisations.registry_server import running


@pytest.fixture
def server(settings, monkeypatch) -> Iterator[None]:
    """A registry on the loopback, asked without waiting between two requests."""
    monkeypatch.setattr(pace, "BETWEEN", timedelta(0))
    with running() as address:
        settings.COMPANY_REGISTRY = address
        yield
