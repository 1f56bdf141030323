"""The journal: who did what to what, when, from which screen. It grows, and never changes.

An entry holds references and numbers, never a name: erasing a person leaves the journal and every report
equal. Free text lives apart, in ``Note``; the entry keeps only its salted digest, so a text can be removed
for good while the chain of digests still verifies. The database itself refuses changes (see ``seals``).
"""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class AppendOnlyError(RuntimeError):
    """Someone tried to change or remove what the journal recorded; nothing was changed."""


class AppendOnly(models.QuerySet[Any]):
    """Refuses, in words, what the database would refuse anyway."""

    def update(self, **_kwargs: Any) -> NoReturn:
        raise AppendOnlyError("The journal is never changed; record a new entry.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("The journal is never shortened; redact a note instead.")


class Head(models.Model):
    """The one row that says how long the journal is and on which digest it ends.

    Locked while an entry is added, so that the chain never forks; compared at verification, so that
    removing the last entries shows.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    count = models.PositiveBigIntegerField(_("number of entries"), default=0)
    digest = models.CharField(_("digest of the last entry"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("end of the journal")
        verbose_name_plural = _("ends of the journal")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="activity_head_single")]

    def __str__(self) -> str:
        return f"{self.count} {self.digest[:12]}"


class Entry(models.Model):
    """One line of the journal."""

    sequence = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("when"))
    actor = models.CharField(_("who"), max_length=80, blank=True)
    verb = models.CharField(_("what"), max_length=80)
    target = models.CharField(_("to what"), max_length=120, blank=True)
    others = models.JSONField(_("also concerned"), default=list)
    facts = models.JSONField(_("facts"), default=dict)
    screen = models.CharField(_("screen"), max_length=120, blank=True)
    note_digest = models.CharField(_("digest of the note"), max_length=64, blank=True)
    digest = models.CharField(_("digest"), max_length=64, unique=True)

    objects: ClassVar[models.Manager["Entry"]] = models.Manager.from_queryset(AppendOnly)()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ["-sequence"]
        indexes = [
            models.Index(fields=["actor", "-sequence"], name="activity_entry_actor"),
            models.Index(fields=["verb", "-sequence"], name="activity_entry_verb"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(sequence__gte=1), name="activity_entry_from_one"),
            models.CheckConstraint(condition=~Q(verb=""), name="activity_entry_has_verb"),
        ]

    def __str__(self) -> str:
        return gettext("no. %(number)s") % {"number": self.sequence}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry; one that exists is never written again."""
        if not self._state.adding:
            raise AppendOnlyError("The journal is never changed; record a new entry.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnlyError("The journal is never shortened; redact a note instead.")


class Mention(models.Model):
    """Index of an entry by what it concerns: its target and the others, for timelines and erasures."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="mentions", verbose_name=_("entry"))
    reference = models.CharField(_("reference"), max_length=120)

    objects: ClassVar[models.Manager["Mention"]] = models.Manager.from_queryset(AppendOnly)()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.UniqueConstraint(fields=["reference", "entry"], name="activity_mention_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.reference}"

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnlyError("The journal is never shortened; redact a note instead.")


class RedactionReason(models.TextChoices):
    """Why a note was removed; a choice, so that the tombstone itself tells nothing of anyone."""

    ERASURE = "erasure", _("at the request of the person it was about")
    MISTAKE = "mistake", _("written by mistake")
    RETENTION = "retention", _("kept as long as was announced")


class Note(models.Model):
    """Free text said with an entry; once redacted, a tombstone that says when, by whom and why."""

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, related_name="note", verbose_name=_("entry")
    )
    salt = models.CharField(_("salt"), max_length=32, blank=True)
    text = models.TextField(_("text"), blank=True)
    redacted_at = models.DateTimeField(_("removed on"), null=True, blank=True)
    redacted_by = models.CharField(_("removed by"), max_length=80, blank=True)
    redacted_why = models.CharField(_("removed because"), max_length=20, choices=RedactionReason, blank=True)

    class Meta:
        verbose_name = _("note of the journal")
        verbose_name_plural = _("notes of the journal")
        constraints = [
            models.CheckConstraint(
                name="activity_note_whole_or_redacted",
                condition=Q(redacted_at__isnull=True, redacted_why="", redacted_by="")
                & ~Q(text="")
                & ~Q(salt="")
                | Q(redacted_at__isnull=False, text="", salt="") & ~Q(redacted_why=""),
                violation_error_message=_("A note is either whole, or removed with its date and its reason."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}"
