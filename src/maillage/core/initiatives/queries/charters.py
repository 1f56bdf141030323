"""Reads of charters: a version, who signed it, what is known of each commitment, what ends soon."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.initiatives.differences import Difference, difference
from maillage.core.initiatives.grid import Answer, Criterion, Result, weigh
from maillage.core.initiatives.models import (
    Assessment,
    CharterVersion,
    Commitment,
    Initiative,
    Review,
    Signature,
    Snooze,
)
from maillage.core.initiatives.rules import followed_by
from maillage.core.organisations.models import Label, Organisation
from maillage.core.territories.geography.names import folded

ALERT = timedelta(days=60)


@dataclass(frozen=True)
class Look:
    """What is known of a commitment at a signatory: the answer, where it is known from, and a date.

    ``on`` is the day of the look, ``until`` the day on which a label that answers ends (excluded).
    """

    commitment: Commitment
    answer: Answer
    source: str
    on: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Signatory:
    """A signature, what is known of each commitment in the order of the charter, and what it comes to."""

    signature: Signature
    grid: Sequence[Look]
    result: Result


@dataclass(frozen=True, kw_only=True)
class CharterSheet:
    """A version of a charter: its commitments, what changed since the one before, who signed it."""

    version: CharterVersion
    commitments: list[Commitment]
    since_before: Difference
    others: list[CharterVersion]
    signatories: list[Signatory]
    suspended: list[Signatory]
    ended: list[Signature]
    reviews: list[Review]


def charter_sheet(
    initiative: Initiative, number: int | None, *, drafts: bool, on: date
) -> CharterSheet | None:
    """Read one version (None: the latest), or None when there is none that the reader may see."""
    versions = list(initiative.charter_versions.order_by("-number"))
    readable = [each for each in versions if drafts or each.published_on is not None]
    version = next((each for each in readable if number is None or each.number == number), None)
    if version is None:
        return None
    commitments = list(version.commitments.order_by("pk"))
    before = next((each for each in versions if each.number == version.number - 1), None)
    earlier = list(before.commitments.order_by("pk")) if before else []
    signatures = sorted(
        version.signatures.select_related("organisation").order_by("pk"), key=lambda each: folded(each.name)
    )
    read = signatories(version, signatures, on)

    def standing(state: str) -> list[Signatory]:
        return [each for each in read if each.signature.state == state]

    return CharterSheet(
        version=version,
        commitments=commitments,
        since_before=difference(before, earlier, version, commitments) if before else Difference(),
        others=[each for each in readable if each != version],
        signatories=standing(Signature.State.IN_FORCE),
        suspended=standing(Signature.State.SUSPENDED),
        ended=[each for each in signatures if each.state == Signature.State.ENDED],
        reviews=list(version.reviews.order_by("-planned_on", "-pk")),
    )


def signatories(version: CharterVersion, signatures: Sequence[Signature], on: date) -> list[Signatory]:
    """Read what is known of signatures of one version on a day; three queries, whatever their number."""
    commitments = list(version.commitments.order_by("pk"))
    seen: dict[tuple[int, int], Assessment] = {}
    for each in Assessment.objects.filter(signature__in=signatures).order_by("seen_on", "pk"):
        seen[each.signature_id, each.commitment_id] = each
    held: dict[int, list[Label]] = defaultdict(list)
    for label in Label.objects.filter(
        organisation__in=[each.organisation_id for each in signatures if each.organisation_id]
    ).order_by("pk"):
        held[label.organisation_id].append(label)
    found = []
    for signature in signatures:
        labels = held[signature.organisation_id] if signature.organisation_id else []
        grid = [_look(each, labels, seen.get((signature.pk, each.pk)), on) for each in commitments]
        criteria = [Criterion(look.commitment.pk, look.commitment.weight, look.answer) for look in grid]
        found.append(Signatory(signature, grid, weigh(criteria, version.threshold)))
    return found


def _look(commitment: Commitment, labels: Iterable[Label], seen: Assessment | None, on: date) -> Look:
    """Answer from the labels of the sheet when the commitment asks for one, else from the last look."""
    wanted = {folded(name) for name in commitment.label_names}
    known = [label for label in labels if folded(str(label)) in wanted]
    valid = [label for label in known if _holds(label, on)]
    if valid:
        best = max(valid, key=lambda label: label.valid_to or date.max)
        return Look(commitment, Answer.YES, f"{best}, {best.source}", on=best.valid_from, until=best.valid_to)
    if seen:
        return Look(commitment, Answer(seen.answer), seen.source, on=seen.seen_on)
    over = [label for label in known if label.valid_to and label.valid_to <= on]
    if over:
        last = max(over, key=lambda label: label.valid_to or date.min)
        return Look(commitment, Answer.NO, f"{last}, {last.source}", until=last.valid_to)
    return Look(commitment, Answer.UNKNOWN, _("its sheet names no such label") if wanted else "")


def _holds(label: Label, on: date) -> bool:
    return (label.valid_from is None or label.valid_from <= on) and (
        label.valid_to is None or label.valid_to > on
    )


def to_renew(person: Person | None, on: date) -> QuerySet[Signature]:
    """Return the signatures in force that end within two months, or have ended.

    Of a person: those of the démarches that they follow, without those put off to a later day. None: all.
    """
    rows = Signature.objects.filter(state=Signature.State.IN_FORCE, until__lte=on + ALERT)
    if person:
        rows = rows.filter(version__initiative__in=followed_by(person))
        rows = rows.exclude(Exists(Snooze.objects.filter(signature=OuterRef("pk"), until__gt=on)))
    return rows.select_related("version__initiative", "organisation").order_by("until", "pk")


def labels_ending(person: Person | None, on: date) -> QuerySet[Label]:
    """Return the labels that charters ask of their signatories, that end within two months or have ended.

    A label that another one of the same charter relieves, valid for longer, is left out. Of a person: those
    of the démarches that they follow, without those put off to a later day. None: all.
    """
    asked = Commitment.objects.exclude(labels="").filter(version__published_on__isnull=False)
    signed = Signature.objects.filter(state=Signature.State.IN_FORCE)
    if person:
        asked = asked.filter(version__initiative__in=followed_by(person))
        signed = signed.filter(version__initiative__in=followed_by(person))
    names = {name for each in asked.order_by("pk") for name in each.label_names}
    if not names:
        return Label.objects.none()
    named = _named(names)
    longer = Label.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=on + ALERT), named, organisation=OuterRef("organisation")
    )
    ended_later = Label.objects.filter(
        named, organisation=OuterRef("organisation"), valid_to__gt=OuterRef("valid_to")
    )
    rows = Label.objects.all()
    if person:
        rows = rows.exclude(Exists(Snooze.objects.filter(label=OuterRef("pk"), until__gt=on)))
    return (
        rows.filter(named, valid_to__lte=on + ALERT, organisation__in=signed.values("organisation"))
        .exclude(Exists(longer))
        .exclude(Exists(ended_later))
        .select_related("organisation")
        .order_by("valid_to", "pk")
    )


def _named(names: Iterable[str]) -> Q:
    """Match labels by what a reader sees of them: the word of their kind, or their own name."""
    kinds = {folded(str(label)): kind for kind, label in Label.Kind.choices}
    wanted = [kinds[folded(name)] for name in names if folded(name) in kinds]
    match = Q(kind__in=wanted)
    for name in names:
        match |= Q(kind=Label.Kind.OTHER, detail__iexact=name)
    return match


def reviews_to_hold(person: Person | None, on: date) -> QuerySet[Review]:
    """Return the reviews of charters whose day comes within two months, or has passed.

    Of a person: those of the démarches that they follow, without those put off to a later day. None: all.
    """
    rows = Review.objects.filter(held_on=None, planned_on__lte=on + ALERT)
    if person:
        rows = rows.filter(version__initiative__in=followed_by(person))
        rows = rows.exclude(Exists(Snooze.objects.filter(review=OuterRef("pk"), until__gt=on)))
    return rows.select_related("version__initiative").order_by("planned_on", "pk")


def address_of(organisation: Organisation) -> str:
    """Return the e-mail address at which a structure is written to, its functions' before a person's own."""
    points = organisation.contact_points.exclude(email="").order_by("is_personal", "position", "pk")
    first = points.first()
    return first.email if first else ""
