"""Is there room, and are there enough ESS seats, for what is asked? To look at before registration closes."""

from collections import Counter

from maillage.programmes.esspresso.files.findings import Findings
from maillage.programmes.esspresso.files.participants import Guests
from maillage.programmes.esspresso.files.wishes import Wishes


def look_at_balance(
    guests: Guests, wished: Wishes, slots: int, tables: int, has_accessible_table: bool, findings: Findings
) -> None:
    """Tell demands that no plan can meet (errors), and those that can only be met in part (warnings)."""
    participants = guests.participants
    ess = [participant for participant in participants if participant.ess]
    others = [participant for participant in participants if not participant.ess]
    if participants and not ess:
        findings.error("no_ess")
    elif sum(p.quota_min for p in others) > sum(p.quota_max for p in ess):
        promised = sum(p.quota_min for p in others)
        findings.error("promised_beyond_ess", promised=promised, seats=sum(p.quota_max for p in ess))
    elif sum(p.quota_max for p in others) > sum(p.quota_max for p in ess):
        wanted = sum(p.quota_max for p in others)
        findings.warn("ess_scarce", wanted=wanted, seats=sum(p.quota_max for p in ess))
    places = slots * tables
    shared = [participant for participant in participants if not participant.stand]
    promised, wanted = sum(p.quota_min for p in shared), sum(p.quota_max for p in shared)
    if promised > 2 * places and len(shared) == len(participants):
        findings.error(
            "promised_beyond_tables", promised=(promised + 1) // 2, places=places, slots=slots, tables=tables
        )
    elif wanted > 2 * places:
        findings.warn("tables_scarce", wanted=wanted // 2, places=places, slots=slots, tables=tables)
    _look_at_counterparts(guests, wished, len(ess), findings)
    if not has_accessible_table:
        for participant in participants:
            if participant.needs_accessible_table and not participant.stand:
                findings.error("no_accessible_table", guests.lines[participant.code].place("table"))


def _look_at_counterparts(guests: Guests, wished: Wishes, ess: int, findings: Findings) -> None:
    """Promised more meetings than there are structures to meet."""
    by_code = {participant.code: participant for participant in guests.participants}
    refused: Counter[str] = Counter()
    for pair in {frozenset((refusal.source, refusal.target)) for refusal in wished.refusals}:
        a, b = (by_code[code] for code in pair)
        if a.ess or b.ess:
            refused.update(pair)
    for participant in guests.participants:
        others = len(by_code) - 1 if participant.ess else ess
        allowed = others - refused[participant.code]
        if participant.quota_min > allowed:
            findings.error(
                "too_few_counterparts",
                guests.lines[participant.code].place("quota_min"),
                quota_min=participant.quota_min,
                allowed=allowed,
            )
