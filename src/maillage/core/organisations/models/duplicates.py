"""Two sheets that may be one structure, and what was decided: nothing is ever merged without a person."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.accounts.models import Person
from maillage.core.organisations.models.organisations import Organisation


class NameKey(models.Model):
    """A key under which a sheet is looked for when another resembles it: see ``matching.keys_of``.

    Derived anew with each sheet, ten rows a sheet: no number of their own, and no constraint that asks for
    each of them whether the sheet it was just read from is there.
    """

    pk = models.CompositePrimaryKey("key", "organisation_id")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="name_keys", db_constraint=False
    )
    key = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("key of resemblance")
        verbose_name_plural = _("keys of resemblance")

    def __str__(self) -> str:
        return self.key


class MatchCandidate(models.Model):
    """Two structures that resemble each other, in the order of their keys, with the reasons.

    ``score`` goes from 0 to 100; ``reasons`` is a list of ``{"code": …, "points": …}`` that the interface
    puts into words.
    """

    class State(models.TextChoices):
        OPEN = "open", _("to look at")
        SAME = "same", _("the same structure")
        DIFFERENT = "different", _("two structures")

    first = models.ForeignKey(
        Organisation, models.CASCADE, related_name="candidates_first", verbose_name=_("first structure")
    )
    second = models.ForeignKey(
        Organisation, models.CASCADE, related_name="candidates_second", verbose_name=_("second structure")
    )
    score = models.PositiveSmallIntegerField(_("resemblance"))
    reasons = models.JSONField(_("reasons"), default=list)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField(_("found on"), default=timezone.now)
    decided_by = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="match_decisions",
        null=True,
        blank=True,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ["-score", "pk"]
        indexes = [models.Index(fields=["state", "-score", "id"], name="organisations_match_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="organisations_matchcandidate_once",
                violation_error_message=_("These two structures are compared already."),
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="organisations_matchcandidate_in_order",
                violation_error_message=_("A pair is written once, in the order of its keys."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None)
                | Q(state__in=["same", "different"], decided_at__isnull=False),
                name="organisations_matchcandidate_decided",
                violation_error_message=_("A decision says on which day it was taken."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≟ {self.second} ({self.score})"


class Merge(models.Model):
    """One sheet joined into another: an event that keeps what it changed, so that it can be undone.

    ``changes`` lists ``[model, key, field, before, after]`` in the order in which they were made; nothing is
    deleted. Undoing puts back every value that still is what the merge made of it.
    """

    kept = models.ForeignKey(
        Organisation, models.PROTECT, related_name="merges_kept", verbose_name=_("sheet that stays")
    )
    merged = models.ForeignKey(
        Organisation, models.PROTECT, related_name="merges_away", verbose_name=_("sheet that joins it")
    )
    by = models.ForeignKey(
        Person, models.PROTECT, related_name="merges", null=True, blank=True, verbose_name=_("merged by")
    )
    at = models.DateTimeField(_("merged on"), default=timezone.now)
    changes = models.JSONField(_("what it changed"), default=list)
    undone_by = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="merges_undone",
        null=True,
        blank=True,
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone on"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge of two sheets")
        verbose_name_plural = _("merges of sheets")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(undone_at=None),
                name="organisations_merge_once",
                violation_error_message=_("This sheet already joined another."),
            ),
            models.CheckConstraint(
                condition=~Q(kept=F("merged")),
                name="organisations_merge_two_sheets",
                violation_error_message=_("A sheet cannot join itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"
