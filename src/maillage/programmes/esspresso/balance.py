"""What an organiser should look at before planning: people, ESS seats, room, demand, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.engines.meetings import unlocked_by_a_yes
from maillage.programmes.esspresso.event import Event


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to look at: what it is about, the sentence, and whether it is as it should be."""

    label: str
    text: str
    good: bool = True


def unlocked(event: Event) -> tuple[Line, ...]:
    """What verifying each unknown ESS status would open."""
    unlocked = {code: count for code, count in unlocked_by_a_yes(event.problem).items() if count}
    return tuple(
        Line(
            _("To verify: %(name)s") % {"name": event.names[code]},
            ngettext(
                "If it belongs to the solidarity economy, %(n)d wish becomes possible.",
                "If it belongs to the solidarity economy, %(n)d wishes become possible.",
                count,
            )
            % {"n": count},
            False,
        )
        for code, count in unlocked.items()
    )


def balance_of(event: Event) -> tuple[Line, ...]:
    """The screens of an event before planning, each with its verdict."""
    problem = event.problem
    people = problem.participants
    ess = [participant for participant in people if participant.ess]
    others = [participant for participant in people if not participant.ess]
    unknown = sum(participant.ess is None for participant in people)
    seats, wanted = sum(p.quota_max for p in ess), sum(p.quota_max for p in others)
    places = problem.slot_count * len(problem.tables)
    hoped = sum(p.quota_max for p in people) // 2
    short = sum(p.slots is not None and len(p.slots) * p.representatives < p.quota_max for p in people)
    wishing = len({wish.source for wish in problem.wishes})
    counted = ngettext("%(n)d structure", "%(n)d structures", len(people)) % {"n": len(people)}
    return (
        Line(
            _("Structures"),
            _("%(counted)s: %(ess)d of the ESS, %(others)d outside, %(unknown)d to verify.")
            % {"counted": counted, "ess": len(ess), "others": len(others) - unknown, "unknown": unknown},
            unknown == 0,
        ),
        *unlocked(event),
        Line(
            _("Wishes"),
            _("%(wishes)d wishes from %(wishing)d structures, %(refusals)d refusals (kept secret).")
            % {"wishes": len(problem.wishes), "wishing": wishing, "refusals": len(problem.refusals)},
            wishing == len(people),
        ),
        *(
            [
                Line(
                    _("ESS seats"),
                    _("The ESS offers %(seats)d seats; structures outside hope for %(wanted)d.")
                    % {"seats": seats, "wanted": wanted},
                    wanted <= seats,
                )
            ]
            if problem.pair_rule.at_least_one_ess
            else []
        ),
        Line(
            _("Room"),
            _("%(slots)d slots and %(tables)d tables hold %(places)d meetings; %(hoped)d are hoped for.")
            % {"slots": problem.slot_count, "tables": len(problem.tables), "places": places, "hoped": hoped},
            hoped <= places,
        ),
        Line(
            _("Presence"),
            ngettext(
                "%(n)d structure is not there long enough for all its meetings.",
                "%(n)d structures are not there long enough for all their meetings.",
                short,
            )
            % {"n": short}
            if short
            else _("Everybody is there long enough for all their meetings."),
            short == 0,
        ),
    )
