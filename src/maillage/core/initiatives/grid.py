"""The grid of a charter: what is known of each commitment, whether enough is kept, what would change it.

Pure. Unknown is an answer: as long as what is unknown could decide, the verdict is open, and says on what it
hangs. It never counts as a refusal, nor as a yes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Answer(StrEnum):
    """What is known of a commitment."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """Whether enough is kept."""

    MET = "met"
    NOT_MET = "not_met"
    OPEN = "open"


@dataclass(frozen=True)
class Criterion:
    """One commitment: its key, what it counts (1 or more), what is known of it."""

    key: int
    weight: int
    answer: Answer


@dataclass(frozen=True)
class Change:
    """Another answer to one criterion that would give another verdict."""

    key: int
    answer: Answer
    verdict: Verdict


@dataclass(frozen=True)
class Result:
    """The weights kept, not kept and unknown, the verdict, and each single answer that would change it."""

    kept: int
    broken: int
    unknown: int
    verdict: Verdict
    changes: tuple[Change, ...]

    @property
    def total(self) -> int:
        """The weight of the whole grid."""
        return self.kept + self.broken + self.unknown


def weigh(criteria: Sequence[Criterion], threshold: int) -> Result:
    """Return whether ``threshold`` percent of the weight is kept, and what would change that."""
    verdict = _verdict(criteria, threshold)
    changes = []
    for place, criterion in enumerate(criteria):
        for answer in (Answer.YES, Answer.NO):
            if answer is criterion.answer:
                continue
            other = [*criteria[:place], replace(criterion, answer=answer), *criteria[place + 1 :]]
            becomes = _verdict(other, threshold)
            if becomes is not verdict:
                changes.append(Change(criterion.key, answer, becomes))
    return Result(
        kept=_weight(criteria, Answer.YES),
        broken=_weight(criteria, Answer.NO),
        unknown=_weight(criteria, Answer.UNKNOWN),
        verdict=verdict,
        changes=tuple(changes),
    )


def _weight(criteria: Iterable[Criterion], answer: Answer) -> int:
    return sum(each.weight for each in criteria if each.answer is answer)


def _verdict(criteria: Sequence[Criterion], threshold: int) -> Verdict:
    kept, unknown = _weight(criteria, Answer.YES), _weight(criteria, Answer.UNKNOWN)
    wanted = threshold * sum(each.weight for each in criteria)
    if 100 * kept >= wanted:
        return Verdict.MET
    return Verdict.OPEN if 100 * (kept + unknown) >= wanted else Verdict.NOT_MET
