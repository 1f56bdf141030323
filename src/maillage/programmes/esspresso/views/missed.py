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
    """A structure that some wished for first and do not meet: the demand for it, who missed it, and why."""

    name: str
    demand: str
    sources: tuple[str, ...]
    reasons: tuple[str, ...]


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
        sources = tuple(names[wish.source] for wish in wishes)
        reasons = tuple(dict.fromkeys(why_not(wish.reason, names) for wish in wishes))
        found.append(Missed(names[target], demand, sources, reasons))
    return tuple(found)
