"""Reading the whole journal again: what was altered, removed, reordered or cut off shows.

What this cannot show: someone with every right on the database may drop the triggers, rewrite the journal
from any point and compute new digests. Against that, keep the *anchor* of a verification (number and digest
of the last entry) elsewhere, on paper if need be, and give it to a later one: a rewritten past no longer
leads to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.core.activity.digests import BEFORE_THE_FIRST, entry_digest, note_digest
from maillage.core.activity.models import Entry, Head, Mention, Note
from maillage.core.activity.rules import reference

REDACTED = "activity.note_redacted"
ROWS_AT_ONCE = 2000


class AnchorError(ValueError):
    """What was given is not an anchor; the message is for the person who typed it."""


class Fault(Enum):
    """What can be wrong at an entry, in words."""

    MISSING = gettext_lazy("the entry is missing")
    ALTERED = gettext_lazy("the entry, or one before it, was altered or moved")
    NOTE_ALTERED = gettext_lazy("the note was altered")
    NOTE_MISSING = gettext_lazy("the note is missing without a tombstone")
    NOTE_ADDED = gettext_lazy("a note was added afterwards")
    TOMBSTONE_ALONE = gettext_lazy("the note was removed, and no entry says so")
    INDEX = gettext_lazy("the index of what the entry concerns was altered")
    CUT = gettext_lazy("the journal says that it is longer: its last entries are missing")
    UNCOUNTED = gettext_lazy("the entry was added without the journal's verb")
    NO_HEAD = gettext_lazy("the row that says how long the journal is, is missing")
    ANCHOR = gettext_lazy("the journal no longer leads to the anchor: its past was rewritten")


@dataclass(frozen=True)
class Finding:
    """One fault, at one entry (0: the journal as a whole)."""

    sequence: int
    fault: Fault


@dataclass(frozen=True, kw_only=True)
class Verification:
    """Result of a verification: ``anchor`` is what to keep elsewhere (``number:digest``)."""

    count: int
    anchor: str
    findings: tuple[Finding, ...]

    def in_words(self) -> Iterator[str]:
        """Yield what a person reads of it: each fault and what to do, or the anchor to keep."""
        for finding in self.findings:
            yield _("Entry %(number)d: %(fault)s.") % {
                "number": finding.sequence,
                "fault": finding.fault.value,
            }
        if self.findings:
            yield _("The journal was tampered with. Keep this database as it is, compare it with a backup.")
            return
        whole = ngettext(
            "The journal is whole: %(count)d entry.", "The journal is whole: %(count)d entries.", self.count
        )
        yield whole % {"count": self.count}
        if self.anchor:
            yield _("Anchor to keep elsewhere: %(anchor)s") % {"anchor": self.anchor}


def verify(anchor: str = "") -> Verification:
    """Read every entry in order and compare digests, notes, index and length.

    ``anchor`` is that of an earlier verification. Entries recorded meanwhile are left for the next one.
    Raises AnchorError, in words, when the anchor is not ``number:digest``.
    """
    anchored, _colon, anchored_digest = anchor.partition(":")
    if anchor and not (anchored.isdigit() and len(anchored_digest) == 64):
        raise AnchorError(_("This anchor cannot be read: write it as it was printed, number:digest."))
    head = Head.objects.first()
    count = head.count if head else 0
    digests: dict[int, str] = {}
    findings = [] if head else [Finding(0, Fault.NO_HEAD)]
    findings += _read(count, digests)
    last = digests.get(count, "")
    if head and count and last and last != head.digest:
        findings.append(Finding(count, Fault.ALTERED))
    if anchor and digests.get(int(anchored)) != anchored_digest:
        findings.append(Finding(int(anchored), Fault.ANCHOR))
    longest = Head.objects.values_list("count", flat=True).first() or 0
    uncounted = (
        Entry.objects.filter(sequence__gt=longest).order_by("sequence").values_list("sequence", flat=True)
    )
    findings += [Finding(sequence, Fault.UNCOUNTED) for sequence in uncounted]
    return Verification(count=count, anchor=f"{count}:{last}" if last else "", findings=tuple(findings))


def _read(count: int, digests: dict[int, str]) -> Iterator[Finding]:
    redacted = _announced_redactions()
    expected, previous = 1, BEFORE_THE_FIRST
    for entries in _batches(count):
        notes = Note.objects.in_bulk([entry.pk for entry in entries])
        mentioned = _mentions(entries)
        for entry in entries:
            for missing in range(expected, entry.sequence):
                yield Finding(missing, Fault.MISSING)
            if entry.sequence == expected and entry_digest(entry, previous) != entry.digest:
                yield Finding(entry.sequence, Fault.ALTERED)
            if mentioned.get(entry.sequence, set()) != {
                each for each in [entry.target, *entry.others] if each
            }:
                yield Finding(entry.sequence, Fault.INDEX)
            fault = _note_fault(entry, notes.get(entry.sequence), redacted)
            if fault:
                yield Finding(entry.sequence, fault)
            expected, previous = entry.sequence + 1, entry.digest
            digests[entry.sequence] = entry.digest
    if expected <= count:
        yield Finding(expected, Fault.CUT)


def _note_fault(entry: Entry, note: Note | None, redacted: set[str]) -> Fault | None:
    if not entry.note_digest:
        return Fault.NOTE_ADDED if note else None
    if note is None:
        return Fault.NOTE_MISSING
    if note.redacted_at:
        return None if reference(entry) in redacted else Fault.TOMBSTONE_ALONE
    return None if note_digest(note.salt, note.text) == entry.note_digest else Fault.NOTE_ALTERED


def _announced_redactions() -> set[str]:
    return set(Entry.objects.filter(verb=REDACTED).order_by("sequence").values_list("target", flat=True))


def _batches(count: int) -> Iterator[list[Entry]]:
    seen = 0
    while entries := list(
        Entry.objects.filter(sequence__gt=seen, sequence__lte=count).order_by("sequence")[:ROWS_AT_ONCE]
    ):
        yield entries
        seen = entries[-1].sequence


def _mentions(entries: list[Entry]) -> dict[int, set[str]]:
    rows = Mention.objects.filter(entry__gte=entries[0].sequence, entry__lte=entries[-1].sequence)
    found: dict[int, set[str]] = {}
    for mention in rows.order_by("pk"):
        found.setdefault(mention.entry_id, set()).add(mention.reference)
    return found
