"""The outbox: a message leaves once, and nobody is left to guess what became of it."""

import random
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.activity.models import Entry
from maillage.core.jobs.models import ChoreClock
from maillage.core.messaging import rules
from maillage.core.messaging.delivery import deliver_waiting
from maillage.core.messaging.domain import (
    DELIVERY,
    MessagingRefusal,
    claim_next,
    give_up,
    hold_waiting,
    post,
    resend,
    settle_interrupted,
)
from maillage.core.messaging.kinds import UnknownKindError
from maillage.core.messaging.models import Message, State, Trouble
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def write(key: str = "avis-1", *, kind: str = "tests.notice", **fields: str) -> Message:
    """Post a message to a fictitious address."""
    fields = {
        "to": "destinataire@example.org",
        "subject": "Votre rendez-vous",
        "text": "Bonjour,\n\nVoir https://maillage.example.org/a?b=1&c=2\n",
        **fields,
    }
    return post(kind=kind, key=key, **fields)


def state_of(message: Message) -> tuple[str, str]:
    """Return the state and the trouble as they are stored now."""
    message.refresh_from_db()
    return message.state, message.trouble


def test_the_same_occasion_writes_one_message():
    assert write().pk == write(subject="Autre objet").pk
    assert Message.objects.get().subject == "Votre rendez-vous"


def test_two_messages_are_never_taken_for_one_by_a_mail_server():
    """Written at the same instant by processes whose chance was wound back alike: the rest is the same."""
    with time_machine.travel(timezone.now(), tick=False):
        chance = random.getstate()
        first = write()
        random.setstate(chance)
        second = write("avis-2")
    assert first.message_id != second.message_id


def test_a_message_of_a_refused_transaction_is_never_sent(mail_server):
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert deliver_waiting() == 0
    assert mail_server.letters == []


def test_a_kind_that_nobody_declared_is_refused():
    with pytest.raises(UnknownKindError, match=r"tests\.notice"):
        write(kind="tests.unknown")


def test_a_message_without_a_text_is_refused():
    with pytest.raises(ValueError, match="text"):
        write(text="  ")


def test_a_subject_cannot_carry_another_header(mail_server):
    write(subject="Bonjour\nBcc: autre@example.org")
    deliver_waiting()
    (letter,) = mail_server.letters
    assert letter["Bcc"] is None
    assert letter["Subject"] == "Bonjour Bcc: autre@example.org"


def test_a_message_leaves_once_with_text_and_formatted_text(mail_server):
    message = write()
    assert deliver_waiting() == 1
    assert deliver_waiting() == 0
    (letter,) = mail_server.letters
    assert state_of(message) == (State.SENT, "")
    assert message.sent_at is not None
    assert letter["Message-ID"] == message.message_id
    assert letter["To"] == "destinataire@example.org"
    text, formatted = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None
    assert formatted is not None
    assert text.get_content().splitlines() == message.text.splitlines()
    assert '<a href="https://maillage.example.org/a?b=1&amp;c=2"' in formatted.get_content()


def test_markup_in_a_text_is_shown_and_never_runs(mail_server):
    write(text="<script>alert(1)</script>")
    deliver_waiting()
    formatted = mail_server.letters[0].get_body(("html",))
    assert formatted is not None
    assert "&lt;script&gt;" in formatted.get_content()


def test_a_secret_text_is_forgotten_once_it_left(mail_server):
    message = write(kind="tests.code", text="Votre code : 123 456")
    deliver_waiting()
    message.refresh_from_db()
    assert (message.state, message.text, message.html) == (State.SENT, "", "")


@pytest.mark.parametrize(
    ("word", "answer", "state", "trouble"),
    [
        ("RCPT", b"550 no such user", State.FAILED, Trouble.RECIPIENT),
        ("RCPT", b"450 mailbox busy", State.QUEUED, Trouble.BUSY),
        ("MAIL", b"550 sender refused", State.FAILED, Trouble.SENDER),
        ("END", b"554 refused as spam", State.FAILED, Trouble.CONTENT),
        ("END", b"452 disk full", State.QUEUED, Trouble.BUSY),
        ("HELLO", b"421 too busy", State.QUEUED, Trouble.BUSY),
    ],
)
def test_a_refusal_says_why_and_only_a_temporary_one_is_tried_again(
    mail_server, word, answer, state, trouble
):
    message = write()
    mail_server.answers[word] = answer
    assert deliver_waiting() == 0
    assert state_of(message) == (state, trouble)
    assert (message.next_try_at is not None) == (state == State.QUEUED)


def test_a_server_that_cannot_be_reached_leaves_the_message_waiting(settings, mail_server):
    message = write()
    settings.EMAIL_PORT = 1
    assert deliver_waiting() == 0
    assert state_of(message) == (State.QUEUED, Trouble.UNREACHABLE)
    Message.objects.update(next_try_at=timezone.now())
    settings.EMAIL_PORT = mail_server.port
    assert deliver_waiting() == 1
    assert state_of(message) == (State.SENT, "")


def test_a_message_refused_too_often_stops_and_asks(mail_server):
    message = write()
    mail_server.answers["RCPT"] = b"450 later"
    for _ in range(rules.MAX_ATTEMPTS):
        Message.objects.filter(state=State.QUEUED).update(next_try_at=timezone.now())
        deliver_waiting()
    assert state_of(message) == (State.FAILED, Trouble.BUSY)
    assert message.attempts == rules.MAX_ATTEMPTS


def test_a_line_cut_after_the_letter_leaves_an_unknown_outcome_that_only_a_person_decides(mail_server):
    message = write()
    mail_server.after_letter = lambda: False
    deliver_waiting()
    assert state_of(message) == (State.UNKNOWN, Trouble.INTERRUPTED)
    assert deliver_waiting() == 0
    assert len(mail_server.letters) == 1

    mail_server.after_letter = lambda: True
    person = make_person()
    resend(message=message, by=person, screen="messaging:message")
    assert deliver_waiting() == 1
    assert [letter["Message-ID"] for letter in mail_server.letters] == [message.message_id] * 2
    entry = Entry.objects.get(verb="messaging.resent")
    assert (entry.actor, entry.target) == (f"accounts.person:{person.pk}", f"messaging.message:{message.pk}")


def test_a_code_of_unknown_outcome_leaves_again_by_its_rule_while_it_is_valid(mail_server):
    message = write(kind="tests.code")
    mail_server.after_letter = lambda: len(mail_server.letters) > 1
    deliver_waiting()
    deliver_waiting()
    assert state_of(message)[0] == State.SENT
    assert len(mail_server.letters) == 2


def test_a_code_that_waited_too_long_is_given_up(mail_server):
    message = write(kind="tests.code")
    Message.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    assert deliver_waiting() == 0
    assert state_of(message) == (State.DROPPED, Trouble.EXPIRED)
    assert message.text == ""


def test_two_senders_never_take_the_same_message():
    write()
    assert claim_next() is not None
    assert claim_next() is None


def test_a_sender_that_disappeared_leaves_an_unknown_outcome():
    message = write()
    claim_next()
    assert settle_interrupted() == 0, "its lease still runs"
    assert settle_interrupted(now=timezone.now() + rules.LEASE * 2) == 1
    assert state_of(message) == (State.UNKNOWN, Trouble.INTERRUPTED)


def test_after_a_restore_nothing_leaves_until_a_person_decides(mail_server):
    waiting, leaving = write("a"), write("b")
    claim_next()
    assert hold_waiting() == 2
    assert deliver_waiting() == 0
    assert state_of(waiting) == state_of(leaving) == (State.HELD, Trouble.RESTORED)
    resend(message=waiting, by=None)
    give_up(message=leaving, by=None)
    assert deliver_waiting() == 1
    assert state_of(leaving)[0] == State.DROPPED


def test_a_message_that_left_is_not_sent_again(mail_server):
    message = write()
    deliver_waiting()
    for decide in (resend, give_up):
        with pytest.raises(MessagingRefusal):
            decide(message=message, by=None)
    assert state_of(message)[0] == State.SENT


def test_the_database_refuses_a_message_that_waits_for_nothing():
    message = write()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(next_try_at=None)


@given(attempt=st.integers(1, rules.MAX_ATTEMPTS - 2))
def test_pauses_only_grow(attempt):
    first, second = rules.pause_before(attempt), rules.pause_before(attempt + 1)
    assert first is not None
    assert second is not None
    assert first < second


@pytest.mark.django_db(transaction=True)
def test_a_new_message_calls_an_idle_worker_once_its_transaction_is_kept():
    tomorrow = timezone.now() + timedelta(days=1)
    clock = ChoreClock.objects.create(name=DELIVERY, due_at=tomorrow)
    with transaction.atomic():
        write()
        clock.refresh_from_db()
        assert clock.due_at == tomorrow
    clock.refresh_from_db()
    assert clock.due_at <= timezone.now()
