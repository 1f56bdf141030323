"""What is answered to « who helps me here? »: whom, why, until when, and why not the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from maillage.core.contacts.rules.facts import ContactFacts, GapFacts, Place, Zone


class Code(StrEnum):
    """Why a contact is proposed, or is not. ``wording`` puts each into a sentence."""

    COVERS = "covers"  # zone, day (since), source, subject (None: all)
    ZONE_UNKNOWN = "zone_unknown"  # zone: nobody knows whether the place is inside
    TO_CONFIRM = "to_confirm"  # zone: the place's territory is not sure
    ABSENT = "absent"  # contact, day (last day away)
    STANDS_IN = "stands_in"  # contact (for whom)
    LEFT = "left"  # contact, day (first day without)
    SUCCEEDS = "succeeds"  # contact (whom)
    COLLEAGUE = "colleague"  # contact (who cannot answer): covers the same, more widely
    CENTRAL = "central"  # the central team always answers
    NARROWER = "narrower"  # zone: another line, on a narrower zone, decides
    NOT_YET = "not_yet"  # zone, day (from when)
    ENDED = "ended"  # zone, day (until when)
    NOBODY_FOLLOWS = "nobody_follows"  # contact: away or gone, and nobody was named who is there


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason, in a code and the facts that it rests on; which ones is said beside each code."""

    code: Code
    zone: Zone | None = None
    contact: ContactFacts | None = None
    day: date | None = None
    subject: str | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A contact to ask, on which subjects, for whom it stands in, why, and until which day as far as planned.

    ``certain`` is False when something unknown could still rule it out.
    """

    contact: ContactFacts
    reasons: tuple[Reason, ...]
    subjects: tuple[str, ...] = ()
    stands_in_for: ContactFacts | None = None
    until: date | None = None
    certain: bool = True


@dataclass(frozen=True, kw_only=True)
class NotChosen:
    """A contact that one might have expected, and why it is not proposed."""

    contact: ContactFacts
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Whom to ask in a place. ``partners`` by subject key; ``central`` always answers."""

    place: Place
    on: date
    officers: tuple[Proposed, ...] = ()
    partners: Mapping[str, tuple[Proposed, ...]] = field(default_factory=dict)
    central: tuple[Proposed, ...] = ()
    gaps: tuple[GapFacts, ...] = ()
    not_chosen: tuple[NotChosen, ...] = ()

    @property
    def first(self) -> Proposed | None:
        """The one contact to show first: an officer, else the central team."""
        return next(iter(self.officers or self.central), None)
