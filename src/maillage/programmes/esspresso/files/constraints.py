"""Reads the list of what the organisers impose or forbid."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from maillage.core.letters import plain_words
from maillage.engines.meetings import Forbidden, Imposed, PairRule
from maillage.programmes.esspresso.files import cells
from maillage.programmes.esspresso.files.codes import Codes, without_zeros
from maillage.programmes.esspresso.files.findings import Findings
from maillage.programmes.esspresso.files.listing import Line, Listing
from maillage.programmes.esspresso.files.participants import Guests
from maillage.programmes.esspresso.files.wishes import Wishes

FORBID = {"interdit", "interdite", "interdire", "interdits", "separer", "jamais", "non"}
IMPOSE = {"impose", "imposee", "imposer", "obligatoire", "fixe", "oui"}
GROUPS = {"groupes", "groupe"}
ESS_RULE = PairRule()


@dataclass(frozen=True, slots=True)
class Constraints:
    """What the organisers forbid and impose, and who may meet whom; the line of each meeting imposed."""

    forbidden: tuple[Forbidden, ...] = ()
    imposed: tuple[Imposed, ...] = ()
    pair_rule: PairRule = ESS_RULE
    lines: Mapping[frozenset[str], Line] = field(default_factory=dict)


def constraints_of(
    listing: Listing,
    guests: Guests,
    wishes: Wishes,
    codes: Codes,
    slot_count: int,
    tables: Iterable[str],
    findings: Findings,
) -> Constraints:
    """Every constraint that could be read and that nothing in the files contradicts."""
    known_tables = {*tables, *(guest.stand for guest in guests.participants if guest.stand)}
    forbidden: dict[frozenset[str], Line] = {}
    imposed: dict[frozenset[str], tuple[Imposed, Line]] = {}
    pair_rule = _pair_rule(listing, guests, findings)
    for line in listing.lines:
        kind = plain_words(line.text("type"))
        if kind in GROUPS or not line.readable:
            continue
        a, b = codes.find(line, "a", findings), codes.find(line, "b", findings)
        if kind not in FORBID | IMPOSE:
            findings.error("unknown_constraint", line.place("type"), text=line.text("type")[:80])
            continue
        if a is None or b is None:
            continue
        pair = frozenset((a, b))
        if a == b:
            findings.error("self_constraint", line.place("b"), code=a)
        elif other := forbidden.get(pair) or (imposed[pair][1] if pair in imposed else None):
            same = (plain_words(other.text("type")) in FORBID) == (kind in FORBID)
            code = "repeated_constraint" if same else "imposed_and_forbidden"
            findings.error(code, line.place("type"), a=a, b=b, other=other.number)
        elif kind in FORBID:
            forbidden[pair] = line
            if line.text("creneau") or line.text("table"):
                findings.warn("forbidden_everywhere", line.place("creneau"), a=a, b=b)
        else:
            slot = _slot(line, slot_count, findings)
            imposed[pair] = (Imposed(a, b, slot, _table(line, known_tables, findings)), line)
    _check_imposed(imposed, guests, wishes, pair_rule, findings)
    return Constraints(
        tuple(Forbidden(*sorted(pair)) for pair in forbidden),
        tuple(found for found, _ in imposed.values()),
        pair_rule,
        {pair: line for pair, (_demand, line) in imposed.items()},
    )


def _pair_rule(listing: Listing, guests: Guests, findings: Findings) -> PairRule:
    """Who may meet whom: groups as soon as one line names two of them, otherwise at least one ESS actor."""
    lines = [line for line in listing.lines if line.readable and plain_words(line.text("type")) in GROUPS]
    if not lines:
        return ESS_RULE
    participants = guests.participants
    spelt = {each.group: guests.lines[each.code].text("groupe") for each in participants}
    known = ", ".join(f"« {name} »" for name in spelt.values() if name) or "—"
    pairs = set()
    for line in lines:
        a, b = plain_words(line.text("a")), plain_words(line.text("b"))
        for key, group in (("a", a), ("b", b)):
            if not group or group not in spelt:
                findings.error("unknown_group", line.place(key), text=line.text(key)[:80], known=known[:300])
        pairs.add((a, b))
    for participant in participants:
        if not participant.group and any(spelt.values()):
            place = guests.lines[participant.code].place("groupe")
            findings.error("empty_group", place, code=participant.code)
    return PairRule(at_least_one_ess=False, groups=frozenset(pairs))


def _slot(line: Line, slot_count: int, findings: Findings) -> int | None:
    try:
        slot = cells.whole_number(line.cells.get("creneau"))
    except cells.CellError:
        findings.error("not_a_slot", line.place("creneau"), text=line.text("creneau")[:80], slots=slot_count)
        return None
    if slot is not None and not 1 <= slot <= slot_count:
        findings.error("slot_outside", line.place("creneau"), slot=slot, slots=slot_count)
        return None
    return slot


def _table(line: Line, known: set[str], findings: Findings) -> str | None:
    text = line.text("table")
    if not text or text in known:
        return text or None
    near = [name for name in known if plain_words(name) == plain_words(text) or without_zeros(text) == name]
    if len(near) == 1:
        return near[0]
    findings.error("unknown_table", line.place("table"), table=text[:80])
    return None


def _check_imposed(
    imposed: dict[frozenset[str], tuple[Imposed, Line]],
    guests: Guests,
    wishes: Wishes,
    pair_rule: PairRule,
    findings: Findings,
) -> None:
    """Imposed meetings that contradict one another or the other lists, each told on its own line."""
    participants = {participant.code: participant for participant in guests.participants}
    refused = {frozenset((refusal.source, refusal.target)) for refusal in wishes.refusals}
    busy: Counter[tuple[str, int]] = Counter()
    seated: dict[tuple[str, int], Line] = {}
    meetings: Counter[str] = Counter()
    for pair, (meeting, line) in imposed.items():
        a, b = participants[meeting.a], participants[meeting.b]
        facts = {"a": a.code, "b": b.code}
        if pair in refused:
            findings.error("imposed_and_refused", line.place(), **facts)
        if not pair_rule.allows(a, b):
            code = "imposed_against_pair_rule" if pair_rule.at_least_one_ess else "imposed_against_groups"
            findings.error(code, line.place(), **facts)
        if any(pair <= group for group in guests.people):
            findings.error("imposed_same_person", line.place(), **facts)
        for participant in (a, b):
            meetings[participant.code] += 1
            if meetings[participant.code] == participant.quota_max + 1:
                quota = participant.quota_max
                findings.error("imposed_above_quota", line.place(), code=participant.code, quota=quota)
            if meeting.slot is None:
                continue
            if participant.slots is not None and meeting.slot not in participant.slots:
                findings.error(
                    "imposed_when_absent", line.place("creneau"), code=participant.code, slot=meeting.slot
                )
            busy[participant.code, meeting.slot] += 1
            if busy[participant.code, meeting.slot] == participant.representatives + 1:
                findings.error(
                    "imposed_twice_at_once", line.place("creneau"), code=participant.code, slot=meeting.slot
                )
        stands = {a.stand, b.stand}
        if meeting.slot is not None and meeting.table is not None and meeting.table not in stands:
            other = seated.setdefault((meeting.table, meeting.slot), line)
            if other is not line:
                place = line.place("table")
                findings.error(
                    "table_taken", place, table=meeting.table, slot=meeting.slot, other=other.number
                )
