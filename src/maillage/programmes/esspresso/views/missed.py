"""First wishes that are not granted, gathered by the structure that was wished for."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.engines.meetings import WishOutcome
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.reasons import why_not


@dataclass(frozen=True, slots=True)
class Missed:
    """A structure that some wished for first and do not meet: the demand for it; why, and who missed it."""

    name: str
    demand: str
    reasons: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def count(self) -> int:
        """How many missed it."""
        return sum(len(sources) for _reason, sources in self.reasons)


def missed_first_wishes(planning: Planning) -> tuple[Missed, ...]:
    """The most missed first; each reason once."""
    event = planning.event
    names = event.names
    wished = Counter(wish.target for wish in event.problem.wishes)
    places = {participant.code: participant.quota_max for participant in event.problem.participants}
    missed: defaultdict[str, list[WishOutcome]] = defaultdict(list)
    for wish in planning.solution.wishes:
        if wish.rank == 1 and not wish.granted:
            missed[wish.target].append(wish)
    found = []
    for target, wishes in sorted(missed.items(), key=lambda item: (-len(item[1]), names[item[0]])):
        times = ngettext("Wished for by %(n)d structure", "Wished for by %(n)d structures", wished[target])
        seats = ngettext("for %(n)d place.", "for %(n)d places.", places[target])
        demand = _("%(wished)s %(places)s") % {
            "wished": times % {"n": wished[target]},
            "places": seats % {"n": places[target]},
        }
        by_reason: defaultdict[str, list[str]] = defaultdict(list)
        for wish in wishes:
            by_reason[why_not(wish.reason, names, again=planning.replanned is not None)].append(
                names[wish.source]
            )
        reasons = tuple((reason, tuple(sources)) for reason, sources in by_reason.items())
        found.append(Missed(names[target], demand, reasons))
    return tuple(found)
