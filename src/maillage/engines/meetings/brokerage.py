"""Brokerage events whose meetings are already agreed, in the MiniZinc data format of the B2BSP instances.

Fields and their traps: Bofill et al., *Constraint Solving Approaches to the Business-to-Business Meeting
Scheduling Problem*, JAIR 12670. Every index counts from 1; 0 in a set of forbidden slots is a dummy.
"""

import re

from maillage.engines.meetings.problem import (
    Fault,
    Participant,
    Precedence,
    Problem,
    ProblemError,
    Request,
    numbered_tables,
)

MORNING, AFTERNOON = 1, 2
_NUMBERS = ("nBusiness", "nMeetings", "nTables", "nTotalSlots", "nMorningSlots")


def parse_dzn(text: str) -> Problem:
    """The problem told by a `.dzn` text. Raises `ProblemError` when a field is missing or malformed.

    Participants are numbered « 1 », « 2 » …, requests too, in the order of the file.
    """
    fields = dict(re.findall(r"(\w+)\s*=\s*([^;]*);", re.sub(r"%.*", "", text)))
    numbers = {name: _number(fields, name) for name in _NUMBERS}
    slot_count, morning = numbers["nTotalSlots"], numbers["nMorningSlots"]
    requested = _rows(fields, numbers["nMeetings"])
    fixed = _list(fields, "fixed", numbers["nMeetings"])
    forbidden = _sets(fields, "forbidden", numbers["nBusiness"])
    before = _sets(fields, "precedences", numbers["nMeetings"])
    windows = {
        MORNING: frozenset(range(1, morning + 1)),
        AFTERNOON: frozenset(range(morning + 1, slot_count + 1)),
    }
    everywhere = frozenset(range(1, slot_count + 1))
    counts = [0] * (numbers["nBusiness"] + 1)
    requests = []
    for number, ((a, b, session), slot) in enumerate(zip(requested, fixed, strict=True), start=1):
        window = windows.get(session, everywhere)
        slots = window & {slot} if slot else window
        requests.append(Request(str(number), str(a), str(b), slots))
        for code in {a, b} & set(range(1, numbers["nBusiness"] + 1)):
            counts[code] += 1
    participants = tuple(
        Participant(str(number), None, quota_max=counts[number], slots=everywhere - absent)
        for number, absent in enumerate(forbidden, start=1)
    )
    precedences = tuple(
        Precedence(str(first), str(then))
        for then, firsts in enumerate(before, start=1)
        for first in sorted(firsts)
    )
    return Problem(
        participants,
        slot_count,
        numbered_tables(numbers["nTables"]),
        requests=tuple(requests),
        precedences=precedences,
        fillers=False,
    )


def _malformed(field: str) -> ProblemError:
    return ProblemError((Fault("dzn_field", {"field": field}),))


def _number(fields: dict[str, str], name: str) -> int:
    value = fields.get(name, "").strip()
    if not value.isdecimal():
        raise _malformed(name)
    return int(value)


def _integers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def _list(fields: dict[str, str], name: str, count: int) -> list[int]:
    values = _integers(fields.get(name, ""))
    if len(values) != count:
        raise _malformed(name)
    return values


def _rows(fields: dict[str, str], count: int) -> list[tuple[int, int, int]]:
    values = _integers(fields.get("requested", ""))
    if len(values) != 3 * count:
        raise _malformed("requested")
    return list(zip(values[::3], values[1::3], values[2::3], strict=True))


def _sets(fields: dict[str, str], name: str, count: int) -> list[frozenset[int]]:
    """Sets written `{1, 4}` or `2..5`."""
    text = fields.get(name, "").strip().removeprefix("[").removesuffix("]")
    sets = []
    for braces, first, last in re.findall(r"\{([^}]*)\}|(\d+)\s*\.\.\s*(\d+)", text):
        values = range(int(first), int(last) + 1) if first else _integers(braces)
        sets.append(frozenset(values) - {0})
    if len(sets) != count:
        raise _malformed(name)
    return sets
