"""Reads the list of participants."""

import re
from collections import defaultdict
from dataclasses import dataclass

from maillage.core.letters import plain_words
from maillage.engines.meetings import Participant
from maillage.programmes.esspresso.event import Guest, Timetable
from maillage.programmes.esspresso.files import cells
from maillage.programmes.esspresso.files.findings import Findings, Place
from maillage.programmes.esspresso.files.listing import Line, Listing

LONGEST_TEXT = 200
MOST_MEETINGS = 1000
SLOT_HEADER = re.compile(r"(?:creneau|tour|slot|c|t|s)? ?(\d{1,4})")
HOUR_HEADER = re.compile(
    r"(?:a |de )?(\d{1,2})\s*[h:]\s*(\d{2})?(?:\s*(?:-|–|à)\s*\d{1,2}\s*[h:]\s*\d{0,2})?"
)


@dataclass(frozen=True, slots=True)
class Guests:
    """The participants read, the line each came from, and those represented by the same person."""

    guests: tuple[Guest, ...]
    participants: tuple[Participant, ...]
    lines: dict[str, Line]
    people: tuple[frozenset[str], ...]

    def states_minimum(self, code: str) -> bool:
        """True when the list says how many meetings this structure is promised."""
        return bool(self.lines[code].text("quota_min"))


def participants_of(listing: Listing, timetable: Timetable, quota: int, findings: Findings) -> Guests:
    """Every participant of the list that could be read; what could not be is in the findings."""
    slot_columns = _slot_columns(listing, timetable)
    for header in listing.other_headers:
        if header not in slot_columns:
            findings.warn("column_ignored", Place(listing.file), header=header[:80])
    guests, participants = [], []
    lines: dict[str, Line] = {}
    people: defaultdict[str, set[str]] = defaultdict(set)
    for line in listing.lines:
        code = line.text("code")
        if not code:
            findings.error("empty_cell", line.place("code"), header=line.headers.get("code", "code"))
            continue
        if code in lines:
            findings.error("repeated_code", line.place("code"), code=code, other=lines[code].number)
            continue
        lines[code] = line
        if not line.readable:
            # Known, and free to do anything, so that nothing else is told as wrong because of it.
            participants.append(Participant(code, True, quota_max=MOST_MEETINGS))
            guests.append(Guest(code, code))
            continue
        participants.append(_participant(line, code, slot_columns, timetable, quota, findings))
        guests.append(_guest(line, code, findings))
        if person := plain_words(line.text("personne")):
            people[person].add(code)
    shared = tuple(frozenset(codes) for codes in people.values() if len(codes) > 1)
    return Guests(tuple(guests), tuple(participants), lines, shared)


def _slot_columns(listing: Listing, timetable: Timetable) -> dict[str, int]:
    """Headers that stand for one slot: « 1 », « tour 1 », « créneau 1 », « 9 h 15 »."""
    found = {}
    starts = {start: slot for slot, start in enumerate(timetable.start_minutes(), start=1)}
    for header in listing.other_headers:
        if match := SLOT_HEADER.fullmatch(plain_words(header)):
            if 1 <= int(match[1]) <= timetable.slots:
                found[header] = int(match[1])
        elif match := HOUR_HEADER.fullmatch(header.strip().lower()):
            slot = starts.get(int(match[1]) * 60 + int(match[2] or 0))
            if slot:
                found[header] = slot
    return found


def _guest(line: Line, code: str, findings: Findings) -> Guest:
    texts = {}
    for key in ("nom", "activité", "commune"):
        text = line.text(key)
        if len(text) > LONGEST_TEXT:
            findings.error("text_too_long", line.place(key), most=LONGEST_TEXT)
        texts[key] = text[:LONGEST_TEXT]
    return Guest(code, texts["nom"] or code, texts["activité"], texts["commune"])


def _participant(
    line: Line, code: str, slot_columns: dict[str, int], timetable: Timetable, quota: int, findings: Findings
) -> Participant:
    quota_min = _count(line, "quota_min", 0, 0, findings)
    if "quota_max" in line.headers and not line.text("quota_max"):
        findings.error("empty_quota", line.place("quota_max"), quota=quota)
    quota_max = _count(line, "quota_max", max(quota, quota_min), 0, findings)
    if quota_min > quota_max:
        findings.error(
            "quota_min_above_max", line.place("quota_min"), quota_min=quota_min, quota_max=quota_max
        )
        quota_min = 0
    present = _presence(line, slot_columns, timetable, findings)
    representatives = _count(line, "representants", 1, 1, findings)
    places = (timetable.slots if present is None else len(present)) * representatives
    if quota_min > places:
        findings.error(
            "quota_min_above_presence", line.place("quota_min"), quota_min=quota_min, places=places
        )
    elif quota_max > places:
        findings.warn("quota_above_presence", line.place("quota_max"), quota_max=quota_max, places=places)
    table = line.text("table")
    reserved_for_access = plain_words(table) in {"accessible", "pmr", "table accessible"}
    return Participant(
        code,
        _ess(line, findings),
        quota_max=quota_max,
        quota_min=quota_min,
        representatives=representatives,
        slots=present,
        stand=None if reserved_for_access or not table else table,
        needs_accessible_table=reserved_for_access or _accessible(line, findings),
        group=plain_words(line.text("groupe")),
    )


def _count(line: Line, key: str, default: int, least: int, findings: Findings) -> int:
    try:
        number = cells.whole_number(line.cells.get(key))
    except cells.CellError:
        findings.error("not_a_number", line.place(key), text=line.text(key)[:80])
        return default
    if number is None:
        return default
    if not least <= number <= MOST_MEETINGS:
        findings.error("number_out_of_range", line.place(key), number=number, least=least, most=MOST_MEETINGS)
        return default
    return number


def _ess(line: Line, findings: Findings) -> bool | None:
    try:
        answer = cells.yes_no(line.cells.get("ess"))
    except cells.CellError:
        findings.error("not_yes_no", line.place("ess"), text=line.text("ess")[:80])
        # Told once: nothing else is to be told as wrong because of it.
        return True
    if answer is None and "ess" in line.headers:
        findings.warn(
            "ess_unknown", line.place("ess"), name=(line.text("nom") or line.text("code"))[:LONGEST_TEXT]
        )
    return answer


def _accessible(line: Line, findings: Findings) -> bool:
    try:
        return bool(cells.yes_no(line.cells.get("accessible")))
    except cells.CellError:
        findings.error("not_yes_no", line.place("accessible"), text=line.text("accessible")[:80])
        return False


def _presence(
    line: Line, slot_columns: dict[str, int], timetable: Timetable, findings: Findings
) -> frozenset[int] | None:
    if slot_columns and "disponible" not in line.headers:
        return _ticked(line, slot_columns, timetable, findings)
    try:
        read = cells.slots(line.cells.get("disponible"), timetable.slots)
    except cells.CellError:
        findings.error(
            "not_slots", line.place("disponible"), text=line.text("disponible")[:80], slots=timetable.slots
        )
        return None
    if read.repaired:
        place = line.place("disponible")
        findings.warn("slots_repaired", place, text=line.text("disponible")[:80], understood=read.repaired)
    if read.slots is None:
        return None
    outside = sorted(slot for slot in read.slots if not 1 <= slot <= timetable.slots)
    if outside:
        findings.error("slot_outside", line.place("disponible"), slot=outside[0], slots=timetable.slots)
        return None
    if not read.slots:
        findings.warn("never_present", line.place("disponible"), name=line.text("nom") or line.text("code"))
    return read.slots


def _ticked(
    line: Line, slot_columns: dict[str, int], timetable: Timetable, findings: Findings
) -> frozenset[int] | None:
    """Slots ticked, one column each; nothing ticked at all is read as present everywhere, and said."""
    ticked, answered = set(), False
    for header, slot in slot_columns.items():
        try:
            answer = cells.yes_no(line.cells.get(header))
        except cells.CellError:
            findings.error("not_yes_no", line.place(header), text=line.text(header)[:80])
            continue
        answered = answered or answer is not None
        if answer:
            ticked.add(slot)
    missing = set(range(1, timetable.slots + 1)) - set(slot_columns.values())
    if not answered:
        findings.warn("nothing_ticked", line.place(), name=line.text("nom") or line.text("code"))
        return None
    return frozenset(ticked | missing)
