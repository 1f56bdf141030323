"""Is there room, and are there enough ESS seats, for what is asked? To look at before registration closes."""

from maillage.engines.meetings import PairRule
from maillage.programmes.esspresso.files.findings import Findings, Place
from maillage.programmes.esspresso.files.participants import Guests
from maillage.programmes.esspresso.files.wishes import Wishes


def look_at_balance(
    guests: Guests,
    wished: Wishes,
    rule: PairRule,
    slots: int,
    tables: int,
    findings: Findings,
) -> None:
    """Tell demands that no plan can meet (errors), and those that can only be met in part (warnings)."""
    participants = guests.participants
    if rule.at_least_one_ess:
        _look_at_ess(guests, findings)
    places = slots * tables
    shared = [participant for participant in participants if not participant.stand]
    promised, wanted = sum(p.quota_min for p in shared), sum(p.quota_max for p in shared)
    if promised > 2 * places and len(shared) == len(participants):
        findings.error(
            "promised_beyond_tables", promised=(promised + 1) // 2, places=places, slots=slots, tables=tables
        )
    elif wanted > 2 * places:
        findings.warn("tables_scarce", wanted=wanted // 2, places=places, slots=slots, tables=tables)
    _look_at_counterparts(guests, wished, rule, findings)


def _look_at_ess(guests: Guests, findings: Findings) -> None:
    """A structure outside the ESS only meets structures of the ESS: their seats are what there is.

    What a structure is promised is its minimum, or its maximum when no minimum is stated. Stated minimums
    are for the planner to weigh, which names those that clash.
    """
    ess = [participant for participant in guests.participants if participant.ess]
    others = [participant for participant in guests.participants if not participant.ess]
    seats = sum(participant.quota_max for participant in ess)
    hoped = [participant for participant in others if not guests.states_minimum(participant.code)]
    promised = sum(p.quota_min for p in others) + sum(p.quota_max for p in hoped)
    wanted = sum(participant.quota_max for participant in others)
    if guests.participants and not ess:
        findings.error("no_ess")
    elif hoped and promised > seats:
        line = guests.lines[hoped[0].code]
        place = Place(line.file, column=line.headers.get("quota_max", ""))
        findings.error("demand_beyond_ess", place, wanted=promised, seats=seats)
    elif wanted > seats:
        findings.warn("ess_scarce", wanted=wanted, seats=seats)


def _look_at_counterparts(guests: Guests, wished: Wishes, rule: PairRule, findings: Findings) -> None:
    """Promised more meetings than there are structures to meet."""
    refused = {frozenset((refusal.source, refusal.target)) for refusal in wished.refusals}
    for participant in guests.participants:
        if not participant.quota_min:
            continue
        allowed = sum(
            1
            for other in guests.participants
            if other is not participant
            and rule.allows(participant, other)
            and frozenset((participant.code, other.code)) not in refused
        )
        if participant.quota_min > allowed:
            findings.error(
                "too_few_counterparts",
                guests.lines[participant.code].place("quota_min"),
                quota_min=participant.quota_min,
                allowed=allowed,
            )


def look_at_accessible_tables(guests: Guests, findings: Findings) -> None:
    """No table is accessible: those who need one have nowhere to sit, unless they have a stand."""
    for participant in guests.participants:
        if participant.needs_accessible_table and not participant.stand:
            findings.error("no_accessible_table", guests.lines[participant.code].place("accessible"))
