"""A mail server, and kinds of messages for the tests."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from maillage.core.messaging.kinds import MessageKind, WhenUnknown, kinds
from tests.core.messaging.smtp import MailServer

KINDS = (
    MessageKind(key="tests.notice", label="Avis"),
    MessageKind(
        key="tests.code",
        label="Code",
        when_unknown=WhenUnknown.RESEND,
        valid_for=timedelta(minutes=15),
        secret=True,
    ),
)


@pytest.fixture(autouse=True)
def kinds_of_the_tests() -> Iterator[None]:
    """Declare two kinds more, as an app would."""
    kinds().update({kind.key: kind for kind in KINDS})
    yield
    kinds.cache_clear()


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A real mail server on the loopback, to which the outbox sends."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = False
        settings.EMAIL_TIMEOUT = 5
        yield server
