"""Find a commune by what people type: a name with or without its accents, a former name, a postal code.

The folded names stay in memory and are read again when a commune changes; about a thousand fit in a few
milliseconds. A typing error is found by the pairs of letters that two names share (Dice's coefficient).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone

from maillage.core.territories.freshness import Version, geography_version
from maillage.core.territories.geography.names import folded
from maillage.core.territories.models import Municipality, MunicipalityEvent, PostalCode

ENOUGH_ALIKE = 0.55
NEAR_THE_BEST = 0.15
_CODE = re.compile(r"^\s*((?:2[ab]|\d{2})[\s.]?\d{3}|[lbd]-?\d{4,5}|\d{4})\s*$", re.IGNORECASE)


class MatchedBy(StrEnum):
    """What of a commune answered to the words typed."""

    NAME = "name"
    BEGINNING = "beginning"
    FORMER_NAME = "former_name"
    POSTAL_CODE = "postal_code"
    CODE = "code"
    RESEMBLANCE = "resemblance"


@dataclass(frozen=True)
class Match:
    """A commune that answers to what was typed, by what of it, and how well (1 is certain).

    ``through`` is the former name or the postal code that led there, empty otherwise.
    """

    municipality: Municipality
    by: MatchedBy
    score: float
    through: str = ""


@dataclass(frozen=True)
class _Name:
    folded: str
    shown: str
    municipality: Municipality
    is_former: bool
    pairs: frozenset[str]


@dataclass(frozen=True)
class _Index:
    version: Version
    names: tuple[_Name, ...]


_index: list[_Index] = []


def find_municipalities(text: str, limit: int = 12) -> list[Match]:
    """Return the communes that answer to a name, a postal code or an INSEE code, best first.

    Several answers mean that the person must choose: a postal code covers up to thirty communes, and then all
    of them are returned whatever the ``limit``. Only communes of today are answered; a part of one, or one
    that merged, leads to its successor.
    """
    code = _CODE.match(text)
    if code:
        return _by_code(re.sub(r"[\s.]", "", code[1]).upper())
    wanted = folded(text)
    return _by_name(wanted)[:limit] if wanted else []


def _by_code(code: str) -> list[Match]:
    today = timezone.localdate()
    communes = Municipality.objects.communes_at(today).order_by("folded", "pk")
    events = MunicipalityEvent.objects.in_force(today)
    covered = Municipality.objects.filter(postal_codes__in=PostalCode.objects.filter(code=code))
    # Of a commune that merged, the postal code leads to the one that goes on.
    ended = covered.filter(valid_to__lte=today).values("code")
    successors = events.filter(former_code__in=ended).values("successor")
    found = communes.filter(Q(pk__in=covered.values("pk")) | Q(pk__in=successors))
    if found:
        return [Match(each, MatchedBy.POSTAL_CODE, 1.0, code) for each in found]
    found = communes.filter(code=code)
    if found:
        return [Match(each, MatchedBy.CODE, 1.0) for each in found]
    former = events.filter(former_code=code).select_related("successor").order_by("former_folded", "pk")
    return [Match(each.successor, MatchedBy.FORMER_NAME, 1.0, each.former_name) for each in former]


def _by_name(wanted: str) -> list[Match]:
    names = _names()
    pairs = _pairs(wanted)
    candidates = []
    for name in names:
        match = _compare(wanted, pairs, name)
        if match:
            candidates.append(match)
    best: dict[int, Match] = {}
    for match in sorted(candidates, key=_rank):
        best.setdefault(match.municipality.pk, match)
    found = list(best.values())
    if found and found[0].by in {MatchedBy.NAME, MatchedBy.FORMER_NAME}:
        # An exact name is the answer; what merely resembles it would only distract.
        return [match for match in found if match.by != MatchedBy.RESEMBLANCE]
    return [match for match in found if match.score >= found[0].score - NEAR_THE_BEST]


def _rank(match: Match) -> tuple[float, str, int]:
    return -match.score, match.municipality.folded, match.municipality.pk


def _compare(wanted: str, pairs: frozenset[str], name: _Name) -> Match | None:
    through = name.shown if name.is_former else ""
    if name.folded == wanted:
        by = MatchedBy.FORMER_NAME if name.is_former else MatchedBy.NAME
        return Match(name.municipality, by, 0.99 if name.is_former else 1.0, through)
    if len(wanted) > 1 and name.folded.startswith(wanted):
        return Match(name.municipality, MatchedBy.BEGINNING, 0.95, through)
    if len(wanted) > 1 and f" {wanted}" in name.folded:
        return Match(name.municipality, MatchedBy.BEGINNING, 0.9, through)
    shared = len(pairs & name.pairs)
    alike = 2 * shared / (len(pairs) + len(name.pairs)) if shared else 0.0
    return (
        Match(name.municipality, MatchedBy.RESEMBLANCE, alike * 0.9, through)
        if alike >= ENOUGH_ALIKE
        else None
    )


def _pairs(name: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters, with the edges of the name."""
    padded = f"^{name.replace(' ', '')}$"
    return frozenset(padded[at : at + 2] for at in range(len(padded) - 1))


def _names() -> tuple[_Name, ...]:
    version = geography_version()
    if not _index or _index[0].version != version:
        _index[:] = [_Index(version, tuple(_read_names()))]
    return _index[0].names


def _read_names() -> Iterable[_Name]:
    today = timezone.localdate()
    communes = Municipality.objects.communes_at(today)
    for each in communes.order_by("pk"):
        yield _Name(each.folded, each.name, each, is_former=False, pairs=_pairs(each.folded))
    parts = Municipality.objects.filter(parent__isnull=False).select_related("parent")
    for each in parts.order_by("pk"):
        if each.parent:
            yield _Name(each.folded, each.name, each.parent, is_former=True, pairs=_pairs(each.folded))
    events = MunicipalityEvent.objects.in_force(today).filter(successor__in=communes)
    for event in events.select_related("successor").order_by("pk"):
        yield _Name(
            event.former_folded,
            event.former_name,
            event.successor,
            is_former=True,
            pairs=_pairs(event.former_folded),
        )
