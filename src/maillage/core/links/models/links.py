"""A link, and the structures that are part of it."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.core.accounts.models import Person
from maillage.core.constraints import ChecksAskedTogether
from maillage.core.organisations.models import Organisation
from maillage.core.territories.models import Territory


class LinkQuerySet(models.QuerySet["Link"]):
    """Reads links."""

    def standing(self) -> Self:
        """Keep the links that structures took up: accepted, under way or realised."""
        return self.filter(state__in=Link.TAKEN_UP)

    def public(self) -> Self:
        """Keep what anybody may read: links taken up, said public, whose structures all show themselves."""
        hidden = LinkParty.objects.filter(link=OuterRef("pk"), organisation__merged_into=None).exclude(
            organisation__state__in=[Organisation.State.PUBLISHED, Organisation.State.CLOSED]
        )
        return self.standing().filter(~Exists(hidden), visibility=Link.Visibility.PUBLIC)


class Link(ChecksAskedTogether):
    """Two structures or more that a programme, an event or a person brought together.

    ``programme`` is the key of a thread of the house. ``origin_kind`` and ``origin_key`` refer to the object
    from which the link came (« events.event », « 12 »), ``origin_label`` says it in words for good. ``key``
    names the occasion when a programme proposes by itself: the same occasion never makes two links.

    ``state`` and ``state_since`` repeat the last step, for lists; only ``domain`` writes them. ``began_on``
    is the day of the first step. ``news_on`` is the day by which news is expected, empty when none is.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("link", "proposed")
        ACCEPTED = "accepted", pgettext_lazy("link", "accepted")
        UNDER_WAY = "under_way", pgettext_lazy("link", "under way")
        REALISED = "realised", pgettext_lazy("link", "realised")
        ABANDONED = "abandoned", pgettext_lazy("link", "abandoned")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("everyone, once the structures took it up")
        PARTIES = "parties", _("the structures and the département's officers")
        OFFICERS = "officers", _("the département's officers")

    TAKEN_UP = (State.ACCEPTED, State.UNDER_WAY, State.REALISED)

    title = models.CharField(_("what they do together"), max_length=160)
    description = models.TextField(_("in a few lines"), max_length=2000, blank=True)
    programme = models.SlugField(_("programme"), max_length=40)
    origin_kind = models.CharField(max_length=60, blank=True, editable=False)
    origin_key = models.CharField(max_length=60, blank=True, editable=False)
    origin_label = models.CharField(_("where it came from"), max_length=200, blank=True)
    key = models.CharField(max_length=160, unique=True, null=True, blank=True, editable=False)
    organisations = models.ManyToManyField(Organisation, through="LinkParty", related_name="links")
    territories = models.ManyToManyField(
        Territory, related_name="links", blank=True, verbose_name=_("territories")
    )
    visibility = models.CharField(
        _("who sees it"), max_length=8, choices=Visibility.choices, default=Visibility.PARTIES
    )
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.PROPOSED, editable=False
    )
    state_since = models.DateField(_("in this state since"), default=timezone.localdate, editable=False)
    began_on = models.DateField(_("proposed on"), default=timezone.localdate, editable=False)
    news_on = models.DateField(_("news expected by"), null=True, blank=True, editable=False)
    # When that day was set: a day already past is never reminded of, it waits in its basket.
    news_set_at = models.DateTimeField(default=timezone.now, editable=False)
    follower = models.ForeignKey(
        Person,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("followed by"),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["-began_on", "-pk"]
        indexes = [
            models.Index(fields=["-began_on", "-id"], name="links_link_newest"),
            models.Index(fields=["state", "news_on"], name="links_link_news"),
            models.Index(fields=["origin_kind", "origin_key"], name="links_link_origin"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(programme=""),
                name="links_link_said",
                violation_error_message=_("Say what the structures do together, and under which programme."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "accepted", "under_way", "realised", "abandoned"])
                & Q(visibility__in=["public", "parties", "officers"]),
                name="links_link_words",
                violation_error_message=_("This state or visibility does not exist."),
            ),
            models.CheckConstraint(
                condition=Q(origin_kind="", origin_key="")
                | (~Q(origin_kind="") & ~Q(origin_key="") & ~Q(origin_label="")),
                name="links_link_origin_whole",
                violation_error_message=_("An origin says what it is, and in words."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "accepted", "under_way"], news_on__isnull=False)
                | Q(state__in=["realised", "abandoned"], news_on=None),
                name="links_link_news_while_open",
                violation_error_message=_("News is expected of a link that is not over, and of no other."),
            ),
            models.CheckConstraint(
                condition=Q(state_since__gte=models.F("began_on")),
                name="links_link_state_after_start",
                violation_error_message=_("A state begins after the link was proposed."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def structures(self) -> list[Organisation]:
        """Its structures that stand, each once; read ``parties`` with their structures beforehand."""
        found = [party.organisation.merged_into or party.organisation for party in self.parties.all()]
        return list(dict.fromkeys(found))

    @property
    def is_over(self) -> bool:
        """Whether nothing more is expected of it."""
        return self.news_on is None


class LinkParty(models.Model):
    """A structure in a link, and what it does there (« fournit », « accueille »)."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="parties", verbose_name=_("link"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="link_parties", verbose_name=_("structure")
    )
    role = models.CharField(_("its part"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("structure of a link")
        verbose_name_plural = _("structures of links")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "organisation"],
                name="links_party_once",
                violation_error_message=_("This structure is already part of this link."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.link_id} · {self.organisation_id}"
