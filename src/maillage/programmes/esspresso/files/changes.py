"""Reads what changes on the day: who is absent, late, leaving or new, and which tables there are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from maillage.engines.meetings import Changes, Problem, Refusal, Table, Wish
from maillage.programmes.esspresso.day import Day
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.files.codes import Codes
from maillage.programmes.esspresso.files.columns import PARTICIPANTS, WISHES
from maillage.programmes.esspresso.files.findings import Finding, Findings, Place
from maillage.programmes.esspresso.files.grid import Upload
from maillage.programmes.esspresso.files.listing import listing_of
from maillage.programmes.esspresso.files.participants import Guests, participants_of
from maillage.programmes.esspresso.files.rooms import MOST_TABLES, listed, tables_of
from maillage.programmes.esspresso.files.wishes import wishes_of

CODE_AND_ROUND = re.compile(r"(?P<code>.+?)\s*:\s*(?P<round>\d{1,4})")
# Where a finding about an option of the command says that it is.
FROM, ABSENT, LATE, LEAVING, TABLES, LOST, ACCESSIBLE = (
    Place(f"--{option}")
    for option in (
        *("a-partir-du-tour", "absents", "retards", "departs"),
        *("tables", "tables-perdues", "accessibles"),
    )
)


@dataclass(frozen=True, slots=True)
class DayBrief:
    """What the organisers type: codes as « A1,B2 », codes and rounds as « A1:3,B2:5 », tables by their names.

    `late` gives the first round where somebody is there, `leaving` the last one. `tables` is how many tables
    there are from then on, None when they stay as they are.
    """

    from_slot: int
    absent: str = ""
    late: str = ""
    leaving: str = ""
    newcomers: Upload | None = None
    wishes: Upload | None = None
    tables: int | None = None
    lost_tables: str = ""
    accessible: str = ""
    quota: int = 5
    announced: bool = True


@dataclass(frozen=True, slots=True)
class DayReading:
    """What came of reading: the changes when nothing prevents them, and all that was found."""

    day: Day | None
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    left_out: int


def read_day(planning: Planning, brief: DayBrief) -> DayReading:
    """Read everything before judging, so that all errors are told at once."""
    findings = Findings()
    problem = planning.event.problem
    if brief.from_slot not in problem.slots:
        findings.error("slot_outside", FROM, slot=brief.from_slot, slots=problem.slot_count)
    elif brief.from_slot <= problem.played:
        findings.error("round_over", FROM, slot=brief.from_slot, played=problem.played)
    newcomers = _newcomers(planning, brief, findings)
    guests = newcomers.guests if newcomers else ()
    codes = Codes((*planning.event.guests, *guests))
    absent, late, leaving = _presence(problem, brief, codes, findings)
    wishes, refusals = _wishes(problem, brief, codes, findings)
    changes = Changes(
        brief.from_slot,
        absent,
        late,
        leaving,
        newcomers.participants if newcomers else (),
        wishes,
        refusals,
        _tables(problem, brief, findings),
    )
    day = Day(changes, guests, newcomers.people if newcomers else (), brief.announced)
    return DayReading(None if findings.errors else day, findings.errors, findings.warnings, findings.left_out)


def _newcomers(planning: Planning, brief: DayBrief, findings: Findings) -> Guests | None:
    """Those who come without having registered, who may not bear the code of somebody else."""
    listing = listing_of(brief.newcomers, PARTICIPANTS, findings) if brief.newcomers else None
    if listing is None:
        return None
    newcomers = participants_of(listing, planning.event.timetable, brief.quota, findings)
    for code in planning.event.names.keys() & newcomers.lines.keys():
        findings.error("code_in_plan", newcomers.lines[code].place("code"), code=code)
    if planning.event.problem.pair_rule.groups is not None:
        for participant in newcomers.participants:
            if not participant.group:
                place = newcomers.lines[participant.code].place("groupe")
                findings.error("empty_group", place, code=participant.code)
    return newcomers


def _wishes(
    problem: Problem, brief: DayBrief, codes: Codes, findings: Findings
) -> tuple[tuple[Wish, ...], tuple[Refusal, ...]]:
    """New wishes and refusals, which weigh what those of the plan do."""
    listing = listing_of(brief.wishes, WISHES, findings) if brief.wishes else None
    if listing is None:
        return (), ()
    weight = {wish.rank: wish.weight for wish in problem.wishes}
    ranks = range(1, len(weight) + 1)
    weights = tuple(weight[rank] for rank in ranks) if set(ranks) == weight.keys() else ()
    read = wishes_of(listing, codes, weights, findings, problem.wishes)
    return read.wishes, read.refusals


def _presence(
    problem: Problem, brief: DayBrief, codes: Codes, findings: Findings
) -> tuple[frozenset[str], Mapping[str, int], Mapping[str, int]]:
    """Who is absent, from which round the late are there, until which one those who leave are."""
    named = (codes.named(text, ABSENT, findings) for text in listed(brief.absent))
    absent = frozenset(code for code in named if code is not None)
    late = _rounds(problem, brief.late, LATE, codes, findings)
    leaving = _rounds(problem, brief.leaving, LEAVING, codes, findings)
    for place, others in ((LATE, late), (LEAVING, leaving)):
        for code in sorted(absent & others.keys()):
            findings.error("absent_yet_there", place, code=code)
    for code in sorted(late.keys() & leaving.keys()):
        if leaving[code] < late[code]:
            findings.error("leaves_before_coming", LEAVING, code=code, first=late[code], last=leaving[code])
    return absent, late, leaving


def _rounds(problem: Problem, text: str, place: Place, codes: Codes, findings: Findings) -> dict[str, int]:
    """The codes and rounds of « A1:3, B2:5 »."""
    found: dict[str, int] = {}
    for part in listed(text):
        match = CODE_AND_ROUND.fullmatch(part)
        if match is None:
            findings.error("round_unread", place, text=part[:80])
            continue
        code, slot = codes.named(match["code"], place, findings), int(match["round"])
        if slot not in problem.slots:
            findings.error("slot_outside", place, slot=slot, slots=problem.slot_count)
        elif code in found:
            findings.error("repeated_in_option", place, code=code)
        elif code is not None:
            found[code] = slot
    return found


def _tables(problem: Problem, brief: DayBrief, findings: Findings) -> tuple[Table, ...] | None:
    """The tables from then on, None when they stay as they are."""
    if brief.tables is None and not brief.lost_tables and not brief.accessible:
        return None
    present = {
        table.name: table for table in problem.tables if table.slots is None or brief.from_slot in table.slots
    }
    lost, accessible = listed(brief.lost_tables), listed(brief.accessible)
    for name in lost:
        if name not in present:
            findings.error("unknown_table", LOST, table=name[:80])
    names = [name for name in present if name not in lost]
    if brief.tables is not None:
        if not 1 <= brief.tables <= MOST_TABLES:
            findings.error("no_table", TABLES, tables=brief.tables, most=MOST_TABLES)
            return None
        known = {*(table.name for table in problem.tables), *(each.stand for each in problem.participants)}
        fresh = (str(number) for number in range(1, 2 * MOST_TABLES) if str(number) not in known)
        names = [*names[: brief.tables], *(next(fresh) for _ in range(brief.tables - len(names)))]
    for name in accessible:
        if name not in names:
            findings.error("unknown_accessible_table", ACCESSIBLE, table=name[:80])
    already = {name for name, table in present.items() if table.accessible}
    return tables_of(names, already | set(accessible))
