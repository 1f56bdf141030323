"""A sender killed after the mail server took the letter and before it was recorded.

Nobody can know whether such a letter left. The outbox says so and sends nothing more by itself; a sender that
marks a message only after sending sends it twice, which the negative control shows.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from maillage.core.messaging.delivery import deliver_waiting
from maillage.core.messaging.domain import post, settle_interrupted
from maillage.core.messaging.models import Message, State, Trouble
from maillage.core.messaging.rules import LEASE
from tests.core.messaging.smtp import MailServer

SEND = """
import django
django.setup()
from django.conf import settings
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
{sender}
"""
OURS = """
from maillage.core.messaging.delivery import deliver_waiting
deliver_waiting()
"""
CARELESS = """
from django.core.mail import get_connection
from maillage.core.messaging.delivery import as_email
from maillage.core.messaging.models import Message
for message in Message.objects.filter(state="queued").order_by("pk"):
    get_connection().send_messages([as_email(message)])
    Message.objects.filter(pk=message.pk).update(state="sent", next_try_at=None, sent_at=message.created_at)
"""

pytestmark = pytest.mark.django_db(transaction=True)


def database_url() -> str:
    """Return the address of the test database, for another process."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{given['NAME']}"
    host = quote(given["OPTIONS"].get("host", given["HOST"]))
    return f"postgresql://{given['USER']}@/{given['NAME']}?host={host}"


@pytest.fixture
def senders(mail_server: MailServer) -> Iterator["Senders"]:
    running = Senders(mail_server)
    yield running
    running.stop()


class Senders:
    """Sender processes on the test database, the first of which is killed at the worst instant."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self.process: subprocess.Popen[bytes] | None = None
        self.killed = threading.Event()

    def start(self, sender: str) -> subprocess.Popen[bytes]:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "maillage.config.settings",
            "MAILLAGE_DEMO": "1",
            "DATABASE_URL": database_url(),
            "MAILLAGE_SMTP_HOST": "127.0.0.1",
            "MAILLAGE_SMTP_PORT": str(self.server.port),
            "MAILLAGE_SMTP_STARTTLS": "0",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        command = [sys.executable, "-c", SEND.format(sender=sender)]
        self.process = subprocess.Popen(command, env=environment)
        return self.process

    def start_and_kill_before_the_answer(self, sender: str) -> None:
        def kill() -> bool:
            assert self.process is not None
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
            self.killed.set()
            return False

        self.server.after_letter = kill
        self.start(sender)
        assert self.killed.wait(30), "the sender never handed its letter over"
        self.server.after_letter = lambda: True

    def run(self, sender: str) -> None:
        assert self.start(sender).wait(30) == 0

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def write(kind: str = "tests.notice") -> Message:
    return post(kind=kind, to="a@example.org", subject="Avis", text="Bonjour.", key="avis")


def after_the_lease() -> None:
    """Settle as a worker would once the lease of the dead sender has ended."""
    Message.objects.filter(state=State.SENDING).update(leased_until=timezone.now() - LEASE)
    settle_interrupted()


def test_a_letter_of_unknown_outcome_is_said_so_and_not_sent_twice(senders, mail_server):
    message = write()
    senders.start_and_kill_before_the_answer(OURS)
    message.refresh_from_db()
    assert message.state == State.SENDING
    after_the_lease()
    senders.run(OURS)
    message.refresh_from_db()
    assert (message.state, message.trouble) == (State.UNKNOWN, Trouble.INTERRUPTED)
    assert len(mail_server.letters) == 1


def test_a_code_leaves_again_by_its_rule_under_the_same_identifier(senders, mail_server):
    message = write(kind="tests.code")
    senders.start_and_kill_before_the_answer(OURS)
    after_the_lease()
    deliver_waiting()
    message.refresh_from_db()
    assert message.state == State.SENT
    assert [letter["Message-ID"] for letter in mail_server.letters] == [message.message_id] * 2


def test_a_careless_sender_killed_at_the_same_instant_sends_twice(senders, mail_server):
    """Negative control: the drill above can fail."""
    write()
    senders.start_and_kill_before_the_answer(CARELESS)
    senders.run(CARELESS)
    assert len(mail_server.letters) == 2
