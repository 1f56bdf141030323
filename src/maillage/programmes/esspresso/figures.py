"""The figures of a plan: beside first come, first served, and against the bound that no plan exceeds."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.programmes.esspresso.comparison import Tally, tally
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.telling import in_words, percent


@dataclass(frozen=True, slots=True)
class Figure:
    """One labelled value of the plan."""

    label: str
    value: str | int


@dataclass(frozen=True, slots=True)
class Compared:
    """The same measure, first come first served and planned."""

    label: str
    first_come: int
    planned: int


def figures(planning: Planning) -> tuple[Figure, ...]:
    """What an organiser reports of the plan."""
    solution = planning.solution
    planned = tally(planning.event.problem, solution.meetings)
    return (
        *(Figure(label, value) for label, value in _measures(planned)),
        Figure(_("Value (sum of the weights of granted wishes)"), solution.value),
        Figure(_("Bound: no plan is worth more, says the solver"), solution.bound),
        Figure(_("Certified bound: checked without the solver"), solution.certified_bound),
        Figure(_("Gap to the certified bound"), percent(solution.certified_gap, 3)),
        *(
            [Figure(_("Good, without proof that it is the best"), unproved(planning))]
            if solution.unproved
            else []
        ),
    )


def unproved(planning: Planning) -> str:
    """What comes after the wishes and is not shown to be the best; empty when all is."""
    words = {
        "quotas": _("how full the agendas are"),
        "breaks": _("waiting between meetings"),
        "table_changes": _("table changes"),
    }
    return ", ".join(words.get(name, name) for name in planning.solution.unproved)


def compared(planning: Planning) -> tuple[Compared, ...]:
    """The measures of both ways, side by side; empty when the other way was not played."""
    if planning.comparison is None:
        return ()
    first, planned = planning.comparison.first_come, planning.comparison.planned
    return tuple(
        Compared(label, before, after)
        for (label, before), (_label, after) in zip(_measures(first), _measures(planned), strict=True)
    )


def _measures(counted: Tally) -> tuple[tuple[str, int], ...]:
    return (
        (_("Meetings of two"), counted.meetings),
        (_("Structures with all their meetings"), counted.full),
        (_("Wishes granted"), counted.granted),
        (_("Meetings wished for by both sides"), counted.mutual),
        (_("Structures without any of their wishes"), counted.none),
    )


def finding(planning: Planning) -> str:
    """The title of a plan: what it achieves for everybody."""
    fairness = planning.solution.fairness
    if planning.event.problem.requests:
        total = len(planning.event.problem.requests)
        return _("%(placed)d requests placed out of %(total)d") % {
            "placed": total - len(planning.solution.unplaced),
            "total": total,
        }
    if fairness and fairness.level > 0:
        everyone = (
            ngettext(
                "Each structure obtains at least %(number)s of its wishes",
                "Each structure obtains at least %(number)s of its wishes",
                fairness.level,
            )
            if not fairness.excluded
            else ngettext(
                "Each structure that can be served obtains at least %(number)s of its wishes",
                "Each structure that can be served obtains at least %(number)s of its wishes",
                fairness.level,
            )
        )
        return everyone % {"number": in_words(fairness.level)}
    meetings = len(planning.solution.meetings)
    return ngettext("%(n)d meeting is planned", "%(n)d meetings are planned", meetings) % {"n": meetings}


def changed(planning: Planning) -> str:
    """« 105 rendez-vous gardés, 2 déplacés, 4 annulés, 1 nouveau »; empty for a first plan."""
    replanned = planning.replanned
    if replanned is None:
        return ""
    moved, dropped, added = len(replanned.moved), len(replanned.dropped), len(replanned.added)
    kept = len(planning.solution.meetings) - moved - added
    return ", ".join(
        (
            ngettext("%(n)d meeting kept", "%(n)d meetings kept", kept) % {"n": kept},
            ngettext("%(n)d moved", "%(n)d moved", moved) % {"n": moved},
            ngettext("%(n)d cancelled", "%(n)d cancelled", dropped) % {"n": dropped},
            ngettext("%(n)d new", "%(n)d new", added) % {"n": added} + ".",
        )
    )


def fewer_than_promised(planning: Planning) -> list[str]:
    """Who has fewer meetings than promised since the plan was made again, below what explains it; empty when
    nobody."""
    lapsed = planning.replanned.lapsed if planning.replanned else {}
    count = Counter(code for meeting in planning.solution.meetings for code in (meeting.a, meeting.b))
    short = [
        ngettext(
            "  %(name)s: %(count)d of %(promised)d meeting promised",
            "  %(name)s: %(count)d of %(promised)d meetings promised",
            promised,
        )
        % {"name": planning.event.names[code], "promised": promised, "count": count[code]}
        for code, promised in lapsed.items()
        if count[code] < promised
    ]
    return [_("No plan was found that keeps all promises after these changes:"), *short] if short else []


def proof(planning: Planning) -> str:
    """How sure it is that no other plan does better."""
    solution = planning.solution
    fairness = solution.fairness
    if planning.replanned and solution.value == solution.certified_bound:
        if fairness is None:
            return _(
                "No plan that keeps these meetings in place grants more: this is proved, and can be checked "
                "again without the solver."
            )
        if fairness.proved:
            return _(
                "No plan that keeps these meetings in place is fairer, and none as fair grants more: this is "
                "proved, and can be checked again without the solver."
            )
        return _(
            "No plan as fair that keeps these meetings in place grants more: this is proved, and can be "
            "checked again without the solver."
        )
    if solution.value == solution.certified_bound:
        if fairness is None:
            return _("No plan grants more: this is proved, and can be checked again without the solver.")
        if fairness.proved:
            return _(
                "No plan is fairer, and none as fair grants more: this is proved, and can be checked again "
                "without the solver."
            )
        return _("No plan as fair grants more: this is proved, and can be checked again without the solver.")
    if solution.value == solution.bound:
        return _("The solver proves that no such plan grants more. Checked without it, %(gap)s is left.") % {
            "gap": percent(solution.certified_gap, 2)
        }
    return _("The best plan found in the time given: at most %(gap)s of the wishes' weight is missing.") % {
        "gap": percent(solution.gap, 2)
    }


def excluded(planning: Planning) -> str:
    """Who wished but could obtain nothing whatever the plan; empty when nobody."""
    fairness = planning.solution.fairness
    if fairness is None or not fairness.excluded:
        return ""
    away = {each.code for each in planning.event.problem.participants if each.slots == frozenset()}
    served = [code for code in fairness.excluded if code not in away]
    if not served:
        return ""
    names = ", ".join(planning.event.names[code] for code in served)
    return _("No plan can grant anything to: %(names)s. Their wishes meet the rules or the absences.") % {
        "names": names
    }


def fairness_price(planning: Planning) -> str:
    """What serving the worst served costs the others; empty when unknown."""
    fairness = planning.solution.fairness
    if fairness is None:
        return ""
    if fairness.price <= 0:
        return _("Serving everybody costs nothing here: no plan, even an unfair one, is worth more.")
    return _(
        "The price of fairness: %(price)s of the wishes' weight is given up "
        "so that the worst served get more."
    ) % {"price": percent(fairness.price)}
