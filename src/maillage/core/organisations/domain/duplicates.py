"""Possible duplicates: found by the house, decided by people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity import domain as activity
from maillage.core.organisations import traits
from maillage.core.organisations.matching import (
    Resemblance,
    Traits,
    compare,
    keys_of,
    pairs_worth_a_look,
)
from maillage.core.organisations.models import MatchCandidate, NameKey, Organisation

# How many sheets, of those that share the most keys, are compared with one.
NEAREST = 200
# From how many sheets to compare on, comparing everything at once costs less than one by one.
MANY = 300


@dataclass(frozen=True)
class Alike:
    """A sheet that resembles what is typed or another sheet, how much and why."""

    organisation: Organisation
    resemblance: Resemblance


def existing_like(looked_for: Traits, limit: int = 5) -> list[Alike]:
    """Return the sheets that resemble what is being typed, most alike first (« existe déjà ? »)."""
    found = [
        (candidate, resemblance)
        for candidate in _nearest(looked_for)
        if (resemblance := compare(looked_for, candidate)).is_worth_a_look
    ]
    found.sort(key=lambda pair: (-pair[1].score, pair[0].key))
    best = found[:limit]
    sheets = Organisation.objects.in_bulk([candidate.key for candidate, _resemblance in best])
    return [Alike(sheets[candidate.key], resemblance) for candidate, resemblance in best]


def _nearest(looked_for: Traits) -> list[Traits]:
    """Return the traits of the sheets that share the most keys with one."""
    keys = keys_of(looked_for)
    if not keys:
        return []
    rows = (
        NameKey.objects.filter(key__in=keys)
        .exclude(organisation=looked_for.key)
        .values("organisation")
        .annotate(shared=Count("key"))
        .order_by("-shared", "organisation")
    )
    nearest = [row["organisation"] for row in rows[:NEAREST]]
    return traits.of_all(Organisation.objects.standing().filter(pk__in=nearest))


def waiting_sheets() -> QuerySet[Organisation]:
    """Return the sheets that changed since they were compared with the others."""
    return Organisation.objects.standing().filter(compared_at=None)


def are_many() -> bool:
    """Tell whether so many sheets wait that comparing them lasts: some minutes for tens of thousands."""
    return waiting_sheets().count() > MANY


def look_for_duplicates(report: Callable[[int, int], None] = lambda _done, _total: None) -> int:
    """Compare the sheets that changed with all the others; return how many pairs are new to look at.

    Safe to repeat: pairs that a person decided stay decided, open ones get their new reasons. Of many sheets,
    ``report`` is told how far the comparison is.
    """
    waiting = list(waiting_sheets().order_by("pk").values_list("pk", flat=True))
    at = timezone.now()
    if len(waiting) > MANY:
        everyone = traits.of_all(Organisation.objects.standing())
        pairs = list(pairs_worth_a_look(everyone, waiting, report))
    else:
        pairs = []
        for key in waiting:
            one = traits.of_all(Organisation.objects.filter(pk=key))[0]
            for other in _nearest(one):
                resemblance = compare(one, other)
                if resemblance.is_worth_a_look:
                    first, second = sorted((one, other), key=lambda each: each.key)
                    pairs.append((first, second, resemblance))
    new = _note_pairs(pairs)
    for start in range(0, len(waiting), 500):
        # A sheet that changed meanwhile is left to the next time.
        Organisation.objects.filter(
            pk__in=waiting[start : start + 500], compared_at=None, changed_at__lte=at
        ).update(compared_at=at)
    return new


def _note_pairs(pairs: Sequence[tuple[Traits, Traits, Resemblance]]) -> int:
    rows = [
        MatchCandidate(
            first_id=first.key,
            second_id=second.key,
            score=resemblance.score,
            reasons=[{"code": reason.code, "points": reason.points} for reason in resemblance.reasons],
        )
        for first, second, resemblance in {
            (one.key, two.key): (one, two, r) for one, two, r in pairs
        }.values()
    ]
    before = MatchCandidate.objects.count()
    MatchCandidate.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["score", "reasons"],
    )
    return MatchCandidate.objects.count() - before


def keep_apart(*, candidate: MatchCandidate, actor: Person) -> MatchCandidate:
    """Say that the two sheets are two structures: the pair leaves the queue for good.

    Raises ValidationError when someone decided meanwhile.
    """
    with transaction.atomic():
        pair = MatchCandidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
        if pair.state != MatchCandidate.State.OPEN:
            raise ValidationError(_("Nothing was changed: this pair was decided meanwhile."), code="decided")
        pair.state = MatchCandidate.State.DIFFERENT
        pair.decided_by = actor
        pair.decided_at = timezone.now()
        pair.save()
        activity.record(
            verb="organisations.kept_apart",
            actor=actor,
            target=pair.first,
            others=[pair.second],
            screen="organisations:pair",
            facts={"score": pair.score},
        )
    return pair


def candidate_between(one: Organisation, other: Organisation) -> MatchCandidate | None:
    """Return the pair that two sheets make in the queue, decided or not."""
    first, second = sorted((one.pk, other.pk))
    return MatchCandidate.objects.filter(Q(first=first, second=second)).first()
