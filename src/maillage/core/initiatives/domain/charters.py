"""Write a charter, publish it once and for all, let structures sign, and follow what they promised."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity.domain import record
from maillage.core.initiatives.domain.parts import organisation_named
from maillage.core.initiatives.models import (
    Assessment,
    CharterVersion,
    Commitment,
    Initiative,
    Signature,
)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of that month when it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year += day.year
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


@transaction.atomic
def write_version(
    *,
    initiative: Initiative,
    title: str,
    preamble: str,
    renewed_every: int | None,
    commitments: Iterable[tuple[str, bool]],
    actor: Person | None,
) -> CharterVersion:
    """Write the version in preparation, or begin it; ``commitments`` are texts, and whether they bind others.

    A commitment that stood in the version before keeps its weight and its labels.
    Raises ValidationError in words.
    """
    locked = Initiative.objects.select_for_update().get(pk=initiative.pk)
    latest = locked.charter_versions.order_by("-number").first()
    if latest is not None and latest.published_on is None:
        version = latest
    else:
        version = CharterVersion(initiative=locked, number=latest.number + 1 if latest else 1)
        if latest:
            version.threshold = latest.threshold
    before = {each.text: each for each in latest.commitments.order_by("pk")} if latest else {}
    version.title, version.preamble, version.renewed_every = title, preamble, renewed_every
    version.full_clean()
    version.save()
    version.commitments.order_by().delete()
    for text, for_subcontractors in commitments:
        commitment = Commitment(version=version, text=text, for_subcontractors=for_subcontractors)
        if text in before:
            commitment.weight, commitment.labels = before[text].weight, before[text].labels
        commitment.full_clean()
        commitment.save()
    record(verb="initiatives.charter_written", actor=actor, target=locked, facts={"version": version.number})
    return version


@transaction.atomic
def weigh(
    *,
    version: CharterVersion,
    threshold: int,
    criteria: Iterable[tuple[Commitment, int, str]],
    actor: Person | None,
) -> None:
    """Say what each commitment counts, which labels it asks for, and the share to keep (percent).

    Raises ValidationError once the version is published.
    """
    locked = CharterVersion.objects.select_for_update().get(pk=version.pk)
    if locked.published_on is not None:
        raise ValidationError(_("This version is published: prepare a new one to change its grid."))
    locked.threshold = threshold
    locked.full_clean()
    locked.save()
    for commitment, weight, labels in criteria:
        commitment.weight, commitment.labels = weight, labels
        commitment.full_clean()
        commitment.save()
    record(
        verb="initiatives.charter_weighed",
        actor=actor,
        target=locked.initiative,
        facts={"version": locked.number},
    )


@transaction.atomic
def publish_version(*, version: CharterVersion, actor: Person | None, on: date | None = None) -> None:
    """Freeze a version: it can be signed from now on, and never changed. Raises ValidationError."""
    locked = CharterVersion.objects.select_for_update().get(pk=version.pk)
    if locked.published_on is not None:
        raise ValidationError(_("This version is published already; nothing was changed."))
    if not locked.commitments.exists():
        raise ValidationError(_("A charter promises something: write one commitment at least."))
    locked.published_on = on or timezone.localdate()
    locked.save()
    record(
        verb="initiatives.charter_published",
        actor=actor,
        target=locked.initiative,
        facts={"version": locked.number},
    )


@transaction.atomic
def sign(
    *, version: CharterVersion, name: str, function: str, signed_on: date, actor: Person | None
) -> Signature:
    """Record the signature of a structure. Raises ValidationError: unpublished version, signed already."""
    if version.published_on is None:
        raise ValidationError(_("Publish this version first: what may still change cannot be signed."))
    known = organisation_named(name)
    signature = Signature(
        version=version,
        organisation=known,
        name=known.name if known else name,
        function=function,
        signed_on=signed_on,
        until=months_later(signed_on, version.renewed_every) if version.renewed_every else None,
        state_since=signed_on,
    )
    signature.full_clean()
    signature.save()
    record(
        verb="initiatives.charter_signed",
        actor=actor,
        target=version.initiative,
        others=[known] if known else [],
    )
    return signature


@transaction.atomic
def renew(*, signature: Signature, on: date, actor: Person) -> None:
    """Let a signature hold again as long as its version says, from a day on. Raises ValidationError."""
    if signature.version.renewed_every is None:
        raise ValidationError(_("This charter asks for no renewal; nothing was changed."))
    if signature.state != Signature.State.IN_FORCE:
        raise ValidationError(_("This signature is suspended or ended: lift the suspension first."))
    signature.until = months_later(on, signature.version.renewed_every)
    signature.full_clean()
    signature.save()
    record(verb="initiatives.signature_renewed", actor=actor, target=signature.version.initiative)


@transaction.atomic
def set_state(*, signature: Signature, state: str, reason: str, actor: Person) -> None:
    """Suspend a signature, lift the suspension, or end it, and say why. Raises ValidationError."""
    if signature.state == Signature.State.ENDED:
        raise ValidationError(_("This signature ended: the structure may sign again."))
    signature.state, signature.reason = state, reason
    signature.state_since = timezone.localdate()
    signature.full_clean()
    signature.save()
    record(
        verb="initiatives.signature_state",
        actor=actor,
        target=signature.version.initiative,
        facts={"state": state},
    )


@transaction.atomic
def assess(
    *, signature: Signature, commitment: Commitment, answer: str, source: str, seen_on: date, actor: Person
) -> Assessment:
    """Write down what was seen of one commitment. Raises ValidationError for another version's commitment."""
    if commitment.version_id != signature.version_id:
        raise ValidationError(_("This commitment is not in the version that was signed."))
    seen = Assessment(
        signature=signature, commitment=commitment, answer=answer, source=source, seen_on=seen_on
    )
    seen.full_clean()
    seen.save()
    record(verb="initiatives.commitment_assessed", actor=actor, target=signature.version.initiative)
    return seen
