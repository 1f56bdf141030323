"""What a démarche is made of: actors, funders, stages, actions, documents, and its story."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.core.accounts.models import Person
from maillage.core.initiatives.models.initiatives import Initiative
from maillage.core.organisations.models import Organisation
from maillage.core.ui.templatetags.ui import long_date


def _ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")),
        name=name,
        violation_error_message=_("It must end after it began."),
    )


class Actor(models.Model):
    """A structure in a démarche, in one part, from a day until another (excluded).

    ``organisation`` is empty for a structure that the base does not know: ``name`` then names it. One may
    play several parts: one row each.
    """

    class Part(models.TextChoices):
        LEADS = "leads", _("leads it")
        FACILITATES = "facilitates", _("facilitates it")
        PARTNER = "partner", _("takes part")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="actors")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("structure")
    )
    name = models.CharField(_("name"), max_length=200)
    part = models.CharField(_("part"), max_length=11, choices=Part.choices, default=Part.PARTNER)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until (excluded)"), null=True, blank=True)
    note = models.CharField(_("what it does there"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("actor of a démarche")
        verbose_name_plural = _("actors of démarches")
        ordering = ["pk"]
        constraints = [
            _ends_after_it_begins("initiatives_actor_dates"),
            models.UniqueConstraint(
                fields=["initiative", "part"],
                condition=Q(part="facilitates", until=None),
                name="initiatives_one_facilitator",
                violation_error_message=_("Someone facilitates it already: hand the facilitation over."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Funding(models.Model):
    """Who pays what share of a démarche: a percentage, an amount in euros, or both unknown."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="fundings")
    funder = models.CharField(_("funder"), max_length=200)
    scheme = models.CharField(_("fund or programme"), max_length=200, blank=True)
    share = models.DecimalField(_("share, in %"), max_digits=5, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField(
        _("amount, in euros"), max_digits=12, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = _("funding of a démarche")
        verbose_name_plural = _("fundings of démarches")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gt=0, share__lte=100),
                name="initiatives_share_in_percent",
                violation_error_message=_("A share is a percentage, above 0 and at most 100."),
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0),
                name="initiatives_amount_positive",
                violation_error_message=_("An amount is more than zero."),
            ),
        ]

    def __str__(self) -> str:
        return self.funder


class Stage(models.Model):
    """A step of a démarche, in its order."""

    class State(models.TextChoices):
        TO_COME = "to_come", pgettext_lazy("démarche", "to come")
        UNDER_WAY = "under_way", pgettext_lazy("démarche", "under way")
        DONE = "done", pgettext_lazy("démarche", "done")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="stages")
    title = models.CharField(_("step"), max_length=200)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.TO_COME)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until (excluded)"), null=True, blank=True)

    class Meta:
        verbose_name = _("step of a démarche")
        verbose_name_plural = _("steps of démarches")
        ordering = ["pk"]
        constraints = [_ends_after_it_begins("initiatives_stage_dates")]

    def __str__(self) -> str:
        return self.title


class Action(models.Model):
    """Something that was promised: what, by whom, for when."""

    class State(models.TextChoices):
        TO_DO = "to_do", pgettext_lazy("démarche", "to do")
        DONE = "done", pgettext_lazy("démarche", "done")
        DROPPED = "dropped", pgettext_lazy("démarche", "dropped")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="actions")
    what = models.CharField(_("what"), max_length=300)
    who = models.CharField(_("who (structure or function)"), max_length=200)
    owner = models.ForeignKey(
        Person, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("followed by")
    )
    due_on = models.DateField(_("for when"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.TO_DO)
    settled_on = models.DateField(_("settled on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("action of a démarche")
        verbose_name_plural = _("actions of démarches")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="to_do", settled_on=None)
                | (~Q(state="to_do") & Q(settled_on__isnull=False)),
                name="initiatives_action_settled",
                violation_error_message=_("An action done or dropped says since when."),
            )
        ]

    def __str__(self) -> str:
        return self.what


class Document(models.Model):
    """A file or an address, for all or for the members alone."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to="demarches/%Y/", blank=True, max_length=200)
    url = models.URLField(_("or its address"), blank=True)
    for_members = models.BooleanField(_("for members alone"), default=True)
    added_on = models.DateField(default=timezone.localdate, editable=False)

    class Meta:
        verbose_name = _("document of a démarche")
        verbose_name_plural = _("documents of démarches")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(file="") & Q(url="")) | (Q(file="") & ~Q(url="")),
                name="initiatives_document_file_or_url",
                violation_error_message=_("Give a file or an address, one of the two."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class TimelineEntry(models.Model):
    """A line of the story of a démarche. The story only grows: a mistake is corrected by another line.

    The database refuses the rest (see ``seals``), but for a text that becomes empty: a name was taken out.
    Of a thing known to the month or the year alone, ``day`` is the first one, and ``when`` says no more.
    """

    class Precision(models.TextChoices):
        DAY = "day", _("day")
        MONTH = "month", _("month")
        YEAR = "year", _("year")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="timeline")
    day = models.DateField(_("day"), default=timezone.localdate)
    known_to = models.CharField(
        _("known to the"), max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    text = models.TextField(_("what happened"), max_length=2000)
    corrects = models.ForeignKey(
        "self", models.PROTECT, related_name="corrections", null=True, blank=True, verbose_name=_("corrects")
    )
    for_members = models.BooleanField(_("for members alone"), default=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("line of a démarche's story")
        verbose_name_plural = _("lines of démarches' stories")
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the line; one that stands is never written again. Raises TypeError."""
        if not self._state.adding:
            raise TypeError("The story of a démarche only grows: add a line that corrects this one.")
        super().save(*args, **kwargs)

    @property
    def when(self) -> str:
        """The day, the month or the year, as far as it is known, in the reader's language."""
        if self.known_to == self.Precision.DAY:
            return long_date(self.day)
        return date_format(self.day, "F Y" if self.known_to == self.Precision.MONTH else "Y")
