"""What several tests of structures start."""

import threading
from collections.abc import Iterator
from http.server import HTTPServer

import pytest

from maillage.core.organisations.registry import client
from tests.core.organisations.registry_server import SIRET, WHOLE, Registry, answers


@pytest.fixture
def server(settings, monkeypatch) -> Iterator[None]:
    """A registry on the loopback; this process asks without waiting between two requests."""
    Registry.answers, Registry.asked = {}, []
    answers(SIRET, WHOLE)
    found = HTTPServer(("127.0.0.1", 0), Registry)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    settings.COMPANY_REGISTRY = f"http://127.0.0.1:{found.server_port}"
    monkeypatch.setattr(client, "BETWEEN", 0.0)
    monkeypatch.setattr(client, "pace", client.Pace())
    yield
    found.shutdown()
    found.server_close()
