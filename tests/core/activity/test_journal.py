"""The journal: what enters it, what never changes, and how an alteration shows."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.core.activity.digests import BEFORE_THE_FIRST, entry_digest
from maillage.core.activity.domain import record, redact
from maillage.core.activity.models import AppendOnlyError, Entry, Head, Note, RedactionReason
from maillage.core.activity.seals import SEALS, TABLES
from maillage.core.activity.verification import AnchorError, Fault, verify
from tests.factories import make_person

pytestmark = pytest.mark.django_db

FORGED_TOMBSTONE = (
    "UPDATE activity_note SET text = '', salt = '', redacted_why = 'mistake', "
    "redacted_at = CURRENT_TIMESTAMP WHERE entry_id = 2"
)


def check_foreign_keys_now(cursor: Any) -> None:
    """Let PostgreSQL touch tables whose foreign keys wait to be checked."""
    if connection.vendor == "postgresql":
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@contextmanager
def owner_of_the_database() -> Iterator[Callable[..., object]]:
    """Give the hand of someone who drops the triggers, then undo all they did."""
    with transaction.atomic(), connection.cursor() as cursor:
        check_foreign_keys_now(cursor)
        for statement in SEALS.unsealing(connection.vendor):
            cursor.execute(statement)
        yield cursor.execute
        transaction.set_rollback(True)


def is_refused(statement: str) -> None:
    """Check that the database refuses a statement, in the journal's words."""
    with connection.cursor() as cursor, transaction.atomic():
        check_foreign_keys_now(cursor)
        with pytest.raises(DatabaseError, match="append-only"):
            cursor.execute(statement)
        transaction.set_rollback(True)


@pytest.fixture
def journal() -> list[Entry]:
    """Seven entries, two with a note, one note removed."""
    person = make_person()
    first = record(verb="test.began", actor=person, target=person, facts={"count": 3, "sure": True})
    noted = record(verb="test.explained", actor=person, note="Parce que la salle est prise.")
    others = [record(verb="test.continued", others=[person]) for _ in range(2)]
    removed = record(verb="test.explained", actor=person, target=person, note="À retirer.")
    redaction = redact(entry=removed, why=RedactionReason.MISTAKE, by=person)
    assert redaction is not None
    return [first, noted, *others, removed, redaction]


def test_entries_follow_each_other_and_the_journal_verifies(journal):
    assert [entry.sequence for entry in journal] == [1, 2, 3, 4, 5, 6]
    result = verify()
    assert (result.count, result.findings) == (6, ())
    assert result.anchor == f"6:{journal[-1].digest}"


def test_an_empty_journal_is_whole():
    assert verify().findings == ()
    assert verify().anchor == ""


def test_an_entry_refers_to_people_and_never_names_them():
    person = make_person(name="Chargée de mission (démonstration)")
    entry = record(verb="test.began", actor=person, target=person)
    assert (entry.actor, entry.target) == (f"accounts.person:{person.pk}", f"accounts.person:{person.pk}")


@pytest.mark.parametrize("text", ["Une phrase libre", "quelquun@example.org", "é", "x" * 81])
def test_free_text_is_refused_among_the_facts(text):
    with pytest.raises(ValueError, match="note"):
        record(verb="test.began", facts={"why": text})
    assert not Entry.objects.exists()


def test_only_numbers_codes_and_yes_or_no_are_facts():
    with pytest.raises(TypeError):
        record(verb="test.began", facts={"list": ["a"]})


@pytest.mark.parametrize("verb", ["began", "Test.began", "test.began ", ""])
def test_a_verb_is_a_dotted_constant(verb):
    with pytest.raises(ValueError, match="dotted"):
        record(verb=verb)


def test_something_not_saved_cannot_be_referred_to():
    with pytest.raises(ValueError, match="not saved"):
        record(verb="test.began", target=Head(pk=None))


def test_a_refused_transaction_leaves_no_entry():
    with transaction.atomic():
        record(verb="test.began")
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    assert record(verb="test.began").sequence == 1


def test_the_program_refuses_to_change_or_remove_an_entry(journal):
    for attempt in (
        journal[0].delete,
        journal[0].save,
        partial(Entry.objects.filter(pk=1).update, verb="test.forged"),
        Entry.objects.all().delete,
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE activity_entry SET verb = 'test.forged' WHERE sequence = 1",
        "DELETE FROM activity_entry WHERE sequence = 6",
        "UPDATE activity_mention SET reference = 'accounts.person:999'",
        "DELETE FROM activity_mention",
        "UPDATE activity_note SET text = 'Autre chose.' WHERE entry_id = 2",
        "UPDATE activity_note SET redacted_why = 'erasure' WHERE entry_id = 5",
        "DELETE FROM activity_note",
        "UPDATE activity_head SET count = 2",
        "DELETE FROM activity_head",
    ],
)
def test_the_database_refuses_what_the_program_would_refuse(journal, statement):
    is_refused(statement)
    assert verify().findings == ()


@pytest.mark.postgresql
def test_the_database_refuses_to_empty_the_journal(journal):
    for table in TABLES:
        is_refused(f"TRUNCATE {table} CASCADE")


def test_a_removed_text_leaves_a_tombstone_and_the_chain_verifies(journal):
    note = Note.objects.get(entry=journal[4])
    assert (note.text, note.salt, note.redacted_why) == ("", "", RedactionReason.MISTAKE)
    assert note.redacted_at is not None
    assert journal[5].target == "activity.entry:5"
    assert verify().findings == ()
    assert redact(entry=journal[4], why=RedactionReason.ERASURE) is None


@pytest.mark.parametrize(
    ("statements", "sequence", "fault"),
    [
        (["UPDATE activity_entry SET verb = 'test.forged' WHERE sequence = 3"], 3, Fault.ALTERED),
        (["UPDATE activity_entry SET actor = '' WHERE sequence = 6"], 6, Fault.ALTERED),
        (["DELETE FROM activity_entry WHERE sequence = 4"], 4, Fault.MISSING),
        (["DELETE FROM activity_entry WHERE sequence = 6"], 6, Fault.CUT),
        (["UPDATE activity_head SET count = 5"], 5, Fault.ALTERED),
        (
            [
                "UPDATE activity_entry SET sequence = 100 WHERE sequence = 3",
                "UPDATE activity_entry SET sequence = 3 WHERE sequence = 4",
                "UPDATE activity_entry SET sequence = 4 WHERE sequence = 100",
            ],
            3,
            Fault.ALTERED,
        ),
        (["UPDATE activity_note SET text = 'Autre chose.' WHERE entry_id = 2"], 2, Fault.NOTE_ALTERED),
        (["DELETE FROM activity_note WHERE entry_id = 2"], 2, Fault.NOTE_MISSING),
        (
            [FORGED_TOMBSTONE],
            2,
            Fault.TOMBSTONE_ALONE,
        ),
        (["DELETE FROM activity_mention WHERE entry_id = 1"], 1, Fault.INDEX),
        (["DELETE FROM activity_head"], 0, Fault.NO_HEAD),
    ],
)
def test_an_alteration_by_the_owner_of_the_database_is_found(journal, statements, sequence, fault):
    with owner_of_the_database() as run:
        if fault in {Fault.MISSING, Fault.CUT} or len(statements) > 1:
            run("DELETE FROM activity_mention WHERE entry_id IN (3, 4, 6)")
        for statement in statements:
            run(statement)
        found = {(finding.sequence, finding.fault) for finding in verify().findings}
        # What the test did is undone: constraints checked at the end of the transaction need not hold.
    assert (sequence, fault) in found


def test_a_rewritten_journal_verifies_but_no_longer_leads_to_the_anchor(journal):
    """The honest limit of a chain without a key: only an anchor kept elsewhere shows a complete rewriting."""
    anchor = verify().anchor
    with owner_of_the_database() as run:
        previous = BEFORE_THE_FIRST
        for entry in Entry.objects.order_by("sequence"):
            entry.screen = "forged"
            previous, digest = entry_digest(entry, previous), entry_digest(entry, previous)
            rewrite = "UPDATE activity_entry SET screen = 'forged', digest = %s WHERE sequence = %s"
            run(rewrite, [digest, entry.pk])
        run("UPDATE activity_head SET digest = %s", [previous])
        assert verify().findings == ()
        assert [finding.fault for finding in verify(anchor).findings] == [Fault.ANCHOR]


def test_an_anchor_that_cannot_be_read_is_refused_in_words():
    with pytest.raises(AnchorError, match=":"):
        verify("12")


@settings(max_examples=25)
@given(
    sequence=st.integers(1, 6),
    column=st.sampled_from(["verb", "actor", "target", "screen", "note_digest"]),
)
def _any_change_is_found(sequence: int, column: str) -> None:
    with owner_of_the_database() as run:
        change = f"UPDATE activity_entry SET {column} = 'x' WHERE sequence = %s"  # noqa: S608 -- a column above
        run(change, [sequence])
        assert verify().findings


def test_any_change_of_any_entry_is_found(journal):
    _any_change_is_found()


def test_the_digest_of_an_entry_never_changes_from_one_version_to_the_next():
    entry = Entry(
        sequence=1,
        at=datetime(2026, 11, 24, 13, 30, tzinfo=UTC),
        actor="accounts.person:1",
        verb="test.began",
        target="accounts.person:2",
        others=["portal.portal:1"],
        facts={"count": 3, "sure": True},
        screen="portal:today",
    )
    pinned = "f6647ba97e310a126617b18a9025e837b1a280a9a1bc69153befe2354eb55a4d"
    assert entry_digest(entry, BEFORE_THE_FIRST) == pinned


def _in_parallel(work: Callable[[], None], threads: int = 4) -> list[Exception]:
    failures: list[Exception] = []

    def run() -> None:
        try:
            work()
        except DatabaseError as error:
            failures.append(error)
        finally:
            connection.close()

    started = [threading.Thread(target=run) for _ in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join(60)
    return failures


@pytest.mark.django_db(transaction=True)
def test_entries_recorded_at_the_same_time_form_one_chain():
    def record_ten() -> None:
        for _ in range(10):
            record(verb="test.raced")

    assert _in_parallel(record_ten) == []
    result = verify()
    assert (result.count, result.findings) == (40, ())


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_same_race_loses_entries():
    """Negative control of the test above: the head read before the transaction, as careless code would."""
    all_have_read = threading.Barrier(4)

    def record_carelessly() -> None:
        head = Head.objects.get(pk=1)
        all_have_read.wait(30)
        with transaction.atomic():
            entry = Entry(verb="test.raced", at=datetime.now(UTC), sequence=head.count + 1)
            entry.digest = entry_digest(entry, head.digest or BEFORE_THE_FIRST)
            entry.save()
            Head.objects.filter(pk=1).update(count=entry.sequence, digest=entry.digest)

    assert len(_in_parallel(record_carelessly)) == 3
    assert verify().count == 1


def test_the_seals_can_be_undone_and_put_back():
    with connection.cursor() as cursor:
        for statement in [*SEALS.unsealing(connection.vendor), *SEALS.sealing(connection.vendor)]:
            cursor.execute(statement)
    record(verb="test.began")
    is_refused("DELETE FROM activity_entry")
