"""Where what is known of structures comes from: sources, what they said, which field says it after whom."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.accounts.models import Person
from maillage.core.organisations.models.organisations import Organisation


class ImmutableError(Exception):
    """What a source said on a day is kept as it was said."""


class WrittenOnce(models.QuerySet[Any]):
    """Refuses, in words, what the database would refuse anyway."""

    def update(self, **_kwargs: Any) -> NoReturn:
        raise ImmutableError("A record of a source is never changed; a new reading is a new record.")

    def delete(self) -> NoReturn:
        raise ImmutableError("A record of a source is kept: what was read on a day stays known.")


class Source(models.Model):
    """A registry, a partner's spreadsheet, an API: whose it is and under which licence.

    ``is_complete`` says that each reading lists everything the source knows, so that what is not seen again
    for thirty days is worth a check; it is never deleted for that.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    licence = models.CharField(_("licence"), max_length=120)
    url = models.URLField(_("address"), max_length=300, blank=True)
    is_complete = models.BooleanField(_("each reading lists everything"), default=False)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name


class SourceIdentity(models.Model):
    """What a source calls a structure, when it was first and last seen there.

    Reading the same identity again leads to the same structure: this is what makes an import idempotent.
    ``organisation`` is empty while nobody decided which structure it is. ``closure`` tells that the source
    calls it closed, and whether someone who knows better said otherwise; nothing closes by itself.
    """

    class Closure(models.TextChoices):
        NONE = "", _("not told")
        TOLD = "told", _("closed, says the source")
        DENIED = "denied", _("open, says a person")

    # Its constraint begins with it and is its index; so it is for records and fields below.
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="identities", db_index=False, verbose_name=_("source")
    )
    external_id = models.CharField(_("identifier in the source"), max_length=120)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="identities",
        null=True,
        blank=True,
        verbose_name=_("structure"),
    )
    first_seen_at = models.DateTimeField(_("first seen on"), default=timezone.now)
    last_seen_at = models.DateTimeField(_("last seen on"), default=timezone.now, db_index=True)
    closure = models.CharField(_("closed"), max_length=6, choices=Closure.choices, blank=True)

    class Meta:
        verbose_name = _("identity in a source")
        verbose_name_plural = _("identities in sources")
        ordering = ["source", "external_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                name="organisations_sourceidentity_once",
                violation_error_message=_("This identifier is known already in this source."),
            ),
            models.CheckConstraint(
                condition=~Q(external_id=""),
                name="organisations_sourceidentity_named",
                violation_error_message=_("A source names what it lists."),
            ),
            models.CheckConstraint(
                condition=Q(closure__in=["", "told", "denied"]), name="organisations_sourceidentity_closure"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} · {self.external_id}"


class SourceRecord(models.Model):
    """What a source said of one identity on one day, word for word; written once, never changed.

    ``digest`` tells whether a later reading says anything new: the same words twice make one record. The
    database itself refuses changes (see ``seals``).
    """

    identity = models.ForeignKey(
        SourceIdentity, models.PROTECT, related_name="records", db_index=False, verbose_name=_("identity")
    )
    fetched_at = models.DateTimeField(_("read on"), default=timezone.now)
    licence = models.CharField(_("licence"), max_length=120)
    payload = models.JSONField(_("what was said"))
    digest = models.CharField(max_length=64)

    objects: ClassVar[models.Manager["SourceRecord"]] = models.Manager.from_queryset(WrittenOnce)()

    class Meta:
        verbose_name = _("record of a source")
        verbose_name_plural = _("records of sources")
        ordering = ["fetched_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["identity", "digest"],
                name="organisations_sourcerecord_new",
                violation_error_message=_("The source said this already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identity} · {self.fetched_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the record once."""
        if not self._state.adding:
            raise ImmutableError("A record of a source is never changed; a new reading is a new record.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise ImmutableError("A record of a source is kept: what was read on a day stays known.")


class FieldProvenance(models.Model):
    """After whom one field of a structure says what it says: a record of a source, or a hand.

    ``at`` is since when: a source that comes back to what it said before says it from that day on, though the
    record that holds its words is older. A field corrected by hand is left alone by imports: what they bring
    is shown beside it.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="provenance", db_index=False, verbose_name=_("structure")
    )
    field = models.CharField(_("field"), max_length=40)
    # Asked for by structure alone. A record is sealed and never goes: it does not look for its fields, and no
    # constraint need look for it.
    record = models.ForeignKey(
        SourceRecord,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        db_constraint=False,
        verbose_name=_("record of a source"),
    )
    by_hand = models.BooleanField(_("written by hand"), default=False)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="corrections",
        db_index=False,
        null=True,
        blank=True,
        verbose_name=_("written by"),
    )
    at = models.DateTimeField(_("on"), default=timezone.now)

    class Meta:
        verbose_name = _("provenance of a field")
        verbose_name_plural = _("provenance of fields")
        ordering = ["organisation", "field"]
        # Six rows a sheet, of which few are a person's.
        indexes = [
            models.Index(
                fields=["person"], condition=Q(person__isnull=False), name="organisations_corrected_by"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "field"],
                name="organisations_fieldprovenance_once",
                violation_error_message=_("The provenance of this field is known already."),
            ),
            models.CheckConstraint(
                condition=Q(by_hand=True, record=None) | Q(by_hand=False, person=None, record__isnull=False),
                name="organisations_fieldprovenance_one_origin",
                violation_error_message=_("A field comes from a hand or from a source, not from both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.field}"
