"""What the public directory shows of structures, and what people ask of their sheets."""

from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.accounts.models import Person
from maillage.core.organisations.models import Answer, Organisation
from maillage.core.territories.models import Municipality, Territory

# A kilometre from south to north.
STRIPES_A_DEGREE = 100


def stripe() -> Func:
    """Return the stripe of latitude where a line stands, as its index holds it, without a parameter.

    What is around a place is some stripes, each read between two longitudes: an index on latitudes alone
    reads a whole town to find the hamlets beside it.
    """
    template = f"CAST(%(expressions)s * {STRIPES_A_DEGREE} AS integer)"
    return Func(F("latitude"), template=template, output_field=models.IntegerField())


class Listing(models.Model):
    """One published structure as the list, the map and the open data show it.

    Derived from the structure, its principal site and its public cards, and written again whenever one of
    them changes: a list of a hundred thousand is read without a join. ``offers`` and ``needs`` hold the
    titles of public cards; the point is the site's, or the middle of its commune (``is_exact`` tells).
    No constraint asks for each line whether what it was just read from is there.
    """

    organisation = models.OneToOneField(
        Organisation,
        models.CASCADE,
        primary_key=True,
        related_name="listing",
        db_constraint=False,
        verbose_name=_("structure"),
    )
    slug = models.SlugField(_("address of the sheet"), max_length=120, db_index=False)
    name = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=200)
    summary = models.CharField(_("in a few words"), max_length=200, blank=True)
    place = models.CharField(_("commune"), max_length=120, blank=True)
    commune = models.ForeignKey(
        Municipality,
        models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
        verbose_name=_("commune"),
    )
    territory = models.ForeignKey(
        Territory,
        models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
        verbose_name=_("territory"),
    )
    ess = models.CharField(_("belongs to the ESS"), max_length=7, choices=Answer.choices)
    family = models.CharField(_("ESS family"), max_length=12, blank=True)
    section = models.CharField(_("activity"), max_length=1, blank=True)
    offers = models.CharField(_("offers"), max_length=240, blank=True)
    needs = models.CharField(_("seeks"), max_length=240, blank=True)
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)
    is_exact = models.BooleanField(_("the point is the structure's own"), default=False)
    refreshed_at = models.DateTimeField(_("derived on"))

    class Meta:
        verbose_name = _("line of the directory")
        verbose_name_plural = _("lines of the directory")
        ordering = ["folded", "pk"]
        indexes = [
            models.Index(fields=["folded", "organisation"], name="directory_by_name"),
            models.Index(fields=["territory", "folded", "organisation"], name="directory_territory"),
            models.Index(fields=["commune", "folded", "organisation"], name="directory_commune"),
            models.Index(fields=["ess", "folded", "organisation"], name="directory_ess"),
            models.Index(fields=["family", "folded", "organisation"], name="directory_family"),
            models.Index(fields=["section", "folded", "organisation"], name="directory_section"),
            models.Index(stripe(), F("longitude"), F("latitude"), F("organisation"), name="directory_stripe"),
            models.Index(
                fields=["folded", "organisation"], condition=~Q(offers=""), name="directory_with_offers"
            ),
            models.Index(
                fields=["folded", "organisation"], condition=~Q(needs=""), name="directory_with_needs"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="directory_listing_point",
                violation_error_message=_("A point has a longitude and a latitude."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DataChange(models.Model):
    """One line of the open data's changelog: a structure appeared, changed or was withdrawn, when.

    ``slug`` names it as the data do; nothing else is kept of a sheet that was withdrawn.
    """

    class Kind(models.TextChoices):
        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    at = models.DateTimeField(_("on"))
    kind = models.CharField(_("what happened"), max_length=9, choices=Kind.choices)
    slug = models.SlugField(_("structure"), max_length=120, db_index=False)

    class Meta:
        verbose_name = _("change of the open data")
        verbose_name_plural = _("changes of the open data")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["added", "changed", "withdrawn"]), name="directory_datachange_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.kind}"


class Claim(models.Model):
    """« C’est ma structure »: someone asks to keep a sheet; an address, a code or an officer says yes.

    ``person`` is empty for a visitor without an account: an accepted claim then waits for the invited person,
    recognised by ``email``. Only the digest of a code is kept. ``proof`` says what decided.
    """

    class State(models.TextChoices):
        OPEN = "open", _("to look at")
        ACCEPTED = "accepted", _("accepted, waiting for the person")
        SETTLED = "settled", _("accepted")
        REFUSED = "refused", _("refused")

    class Proof(models.TextChoices):
        NONE = "", _("none yet")
        DOMAIN = "domain", _("an address of the structure's own domain")
        CODE = "code", _("a code sent to the structure")
        OFFICER = "officer", _("an officer's decision")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="claims", verbose_name=_("structure")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="sheet_claims", verbose_name=_("person")
    )
    name = models.CharField(_("your name"), max_length=150)
    email = models.EmailField(_("your e-mail address"))
    function = models.CharField(_("your function in the structure"), max_length=120)
    message = models.TextField(_("message"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    proof = models.CharField(_("proof"), max_length=7, choices=Proof.choices, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(_("code sent on"), null=True, blank=True)
    code_attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(_("asked on"), default=timezone.now, db_index=True)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    class Meta:
        verbose_name = _("claim of a sheet")
        verbose_name_plural = _("claims of sheets")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(state__in=["open", "accepted"]),
                name="directory_claim_once",
                violation_error_message=_("This address already asked for this sheet: the answer will come."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="directory_claim_decided",
                violation_error_message=_("A decision has its day."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "accepted", "settled", "refused"])
                & Q(proof__in=["", "domain", "code", "officer"]),
                name="directory_claim_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_state_display()}"


class Report(models.Model):
    """A visitor says that a sheet is mistaken, and what came of it."""

    class Subject(models.TextChoices):
        CLOSED = "closed", _("the structure has closed")
        PLACE = "place", _("the address or the hours are wrong")
        CONTACT = "contact", _("the telephone or the e-mail is wrong")
        TEXT = "text", _("what is said of it is wrong")
        DOUBLE = "double", _("the structure stands here twice")
        OTHER = "other", _("something else")

    class State(models.TextChoices):
        NEW = "new", _("to look at")
        CORRECTED = "corrected", _("corrected")
        RIGHT = "right", _("the sheet was right")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="reports", verbose_name=_("structure")
    )
    subject = models.CharField(_("what is wrong"), max_length=8, choices=Subject.choices)
    message = models.TextField(_("what it should say"), max_length=1000, blank=True)
    email = models.EmailField(_("your e-mail address"), blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.NEW)
    created_at = models.DateTimeField(_("received on"), default=timezone.now, db_index=True)
    handled_at = models.DateTimeField(_("dealt with on"), null=True, blank=True)
    handled_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dealt with by")
    )

    class Meta:
        verbose_name = _("report of a mistake")
        verbose_name_plural = _("reports of mistakes")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="new", handled_at=None)
                | Q(state__in=["corrected", "right"], handled_at__isnull=False),
                name="directory_report_outcome",
                violation_error_message=_("A report is to look at, or was dealt with on a day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_subject_display()}"
