"""Verbs of the journal: record an entry, redact a note."""

import secrets
from collections.abc import Mapping, Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from maillage.core.activity.digests import BEFORE_THE_FIRST, entry_digest, note_digest
from maillage.core.activity.models import Entry, Head, Mention, Note, RedactionReason
from maillage.core.activity.rules import Fact, checked_facts, checked_verb, reference

Actor = AbstractBaseUser | AnonymousUser | None


def _who(actor: Actor) -> str:
    return reference(actor) if isinstance(actor, AbstractBaseUser) else ""


def record(
    *,
    verb: str,
    actor: Actor = None,
    target: Model | None = None,
    others: Sequence[Model] = (),
    screen: str = "",
    note: str = "",
    facts: Mapping[str, Fact] | None = None,
) -> Entry:
    """Add one entry to the journal, in the caller's transaction or in its own.

    ``verb`` is a dotted constant (``accounts.invited``); ``actor`` is who acted, None for the house itself
    (an anonymous visitor counts as nobody); ``target`` and ``others`` are what it concerns; ``facts`` are
    numbers and codes; ``note`` is the only place for free text. Call it last in a transaction: the end of
    the journal stays locked until the commit.

    Raises ValueError or TypeError when a fact is free text or an object is not saved yet.
    """
    concerned = [reference(other) for other in others]
    entry = Entry(
        actor=_who(actor),
        verb=checked_verb(verb),
        target=reference(target) if target else "",
        others=concerned,
        facts=checked_facts(facts or {}),
        screen=screen,
    )
    salt = secrets.token_hex(16) if note else ""
    entry.note_digest = note_digest(salt, note) if note else ""
    with transaction.atomic():
        head = Head.objects.select_for_update().get(pk=1)
        entry.at = timezone.now()
        entry.sequence = head.count + 1
        entry.digest = entry_digest(entry, head.digest or BEFORE_THE_FIRST)
        entry.save()
        mentioned = dict.fromkeys([entry.target, *concerned])
        Mention.objects.bulk_create(Mention(entry=entry, reference=each) for each in mentioned if each)
        if note:
            Note.objects.create(entry=entry, salt=salt, text=note)
        Head.objects.filter(pk=1).update(count=entry.sequence, digest=entry.digest)
    return entry


def redact(*, entry: Entry, why: RedactionReason, by: Actor = None, screen: str = "") -> Entry | None:
    """Remove the free text of an entry for good and leave a tombstone; return the entry that says so.

    Returns None when the text was removed already. The chain still verifies: it holds only the salted
    digest of the text, and the salt goes with it.
    """
    with transaction.atomic():
        note = Note.objects.select_for_update().get(entry=entry)
        if note.redacted_at:
            return None
        note.text = note.salt = ""
        note.redacted_at = timezone.now()
        note.redacted_by = _who(by)
        note.redacted_why = why
        note.save()
        return record(
            verb="activity.note_redacted", actor=by, target=entry, screen=screen, facts={"why": why.value}
        )
