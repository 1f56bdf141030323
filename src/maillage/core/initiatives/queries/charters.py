"""Reads of charters."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from maillage.core.initiatives.models import Assessment, CharterVersion, Commitment, Initiative, Signature

ALERT = timedelta(days=60)


@dataclass(frozen=True)
class Signatory:
    """A signature with the last look at each commitment, in the order of the charter; None: never looked."""

    signature: Signature
    grid: list[tuple[Commitment, Assessment | None]]


@dataclass(frozen=True, kw_only=True)
class CharterSheet:
    """A version of a charter: its commitments, what changed since the one before, who signed it.

    ``added`` and ``removed`` are texts of commitments; both empty for the first version.
    """

    version: CharterVersion
    commitments: list[Commitment]
    added: list[str]
    removed: list[str]
    others: list[CharterVersion]
    signatories: list[Signatory]
    suspended: list[Signatory]
    ended: list[Signature]


def charter_sheet(initiative: Initiative, number: int | None, *, drafts: bool) -> CharterSheet | None:
    """Read one version (None: the latest), or None when there is none that the reader may see."""
    versions = list(initiative.charter_versions.order_by("-number"))
    readable = [each for each in versions if drafts or each.published_on is not None]
    version = next((each for each in readable if number is None or each.number == number), None)
    if version is None:
        return None
    commitments = list(version.commitments.order_by("pk"))
    before = next((each for each in versions if each.number == version.number - 1), None)
    texts = [each.text for each in commitments]
    earlier = list(before.commitments.order_by("pk").values_list("text", flat=True)) if before else texts
    signatures = list(version.signatures.select_related("organisation").order_by("name", "pk"))
    seen: dict[tuple[int, int], Assessment] = {}
    for look in Assessment.objects.filter(signature__version=version).order_by("seen_on", "pk"):
        seen[look.signature_id, look.commitment_id] = look

    def with_grid(state: str) -> list[Signatory]:
        return [
            Signatory(each, [(commitment, seen.get((each.pk, commitment.pk))) for commitment in commitments])
            for each in signatures
            if each.state == state
        ]

    return CharterSheet(
        version=version,
        commitments=commitments,
        added=[text for text in texts if text not in earlier],
        removed=[text for text in earlier if text not in texts],
        others=[each for each in readable if each != version],
        signatories=with_grid(Signature.State.IN_FORCE),
        suspended=with_grid(Signature.State.SUSPENDED),
        ended=[each for each in signatures if each.state == Signature.State.ENDED],
    )


def to_renew(on: date) -> QuerySet[Signature]:
    """Return the signatures in force whose end comes within two months, or has passed, nearest first."""
    return (
        Signature.objects.filter(state=Signature.State.IN_FORCE, until__lte=on + ALERT)
        .select_related("version__initiative")
        .order_by("until", "pk")
    )
