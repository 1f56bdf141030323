"""From the organiser's settings and files to an event ready to be planned, or everything that prevents it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from maillage.engines.meetings import Fault, Problem, ProblemError
from maillage.programmes.esspresso.event import Event, Timetable, minutes_of
from maillage.programmes.esspresso.files.balance import look_at_accessible_tables, look_at_balance
from maillage.programmes.esspresso.files.codes import Codes
from maillage.programmes.esspresso.files.columns import CONSTRAINTS, PARTICIPANTS, WISHES
from maillage.programmes.esspresso.files.constraints import Constraints, constraints_of
from maillage.programmes.esspresso.files.findings import NOWHERE, Finding, Findings, Place
from maillage.programmes.esspresso.files.grid import Upload
from maillage.programmes.esspresso.files.listing import listing_of
from maillage.programmes.esspresso.files.participants import Guests, participants_of
from maillage.programmes.esspresso.files.rooms import check_room, table_names, tables_of
from maillage.programmes.esspresso.files.wishes import Wishes, wishes_of

MOST_SLOTS, MOST_PARTICIPANTS = 200, 10_000


@dataclass(frozen=True, slots=True)
class Brief:
    """What the organiser settles beside the lists.

    `quota` is the number of meetings of those who name none; `weights` by rank replace the default weights;
    `fillers` lets meetings nobody asked for fill the quotas. `table_names` are those of the first of the
    `tables`, the others are numbered.
    """

    timetable: Timetable
    tables: int
    quota: int = 5
    table_names: tuple[str, ...] = ()
    accessible_tables: frozenset[str] = frozenset()
    weights: tuple[int, ...] = ()
    fillers: bool = True
    title: str = ""
    place: str = ""
    most_participants: int = MOST_PARTICIPANTS


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading: the event when nothing prevents it, and all that was found.

    `left_out` counts findings that were too many of the same kind to be listed; `places` tell where each
    demand stands: that of a structure by its code, that of a meeting imposed by its two codes.
    """

    event: Event | None
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    left_out: int = 0
    places: Mapping[frozenset[str], Place] = field(default_factory=dict)


def read_event(
    brief: Brief, participants: Upload, wishes: Upload, constraints: Upload | None = None
) -> Reading:
    """Read everything before judging, so that all errors are told at once."""
    findings = Findings()
    places: dict[frozenset[str], Place] = {}
    _check_brief(brief, findings)
    event = _read(brief, participants, wishes, constraints, findings, places)
    usable = None if findings.errors else event
    return Reading(usable, findings.errors, findings.warnings, findings.left_out, places)


def _check_brief(brief: Brief, findings: Findings) -> None:
    timetable = brief.timetable
    if not 1 <= timetable.slots <= MOST_SLOTS:
        findings.error("no_slot", slots=timetable.slots, most=MOST_SLOTS)
    check_room(brief.tables, brief.table_names, brief.accessible_tables, findings)
    if brief.quota < 1:
        findings.error("no_quota", quota=brief.quota)
    if timetable.minutes < 1 or timetable.gap < 0:
        findings.error("no_duration", minutes=timetable.minutes, gap=timetable.gap)
    elif timetable.slots <= MOST_SLOTS and not timetable.fits_in_the_day:
        findings.error("past_midnight", slots=timetable.slots)
    for pause in timetable.pauses:
        if minutes_of(pause.end) <= minutes_of(pause.start):
            findings.error("pause_backwards", start=f"{pause.start:%H:%M}", end=f"{pause.end:%H:%M}")
    if any(weight < 1 for weight in brief.weights):
        findings.error("weight_below_one")


def _read(
    brief: Brief,
    participants: Upload,
    wishes: Upload,
    constraints: Upload | None,
    findings: Findings,
    places: dict[frozenset[str], Place],
) -> Event | None:
    """The event, as far as it can be read; None when a list is missing altogether or it makes no sense.

    Notes in `places` where each demand stands.
    """
    listing = listing_of(participants, PARTICIPANTS, findings)
    wish_listing = listing_of(wishes, WISHES, findings)
    constraint_listing = listing_of(constraints, CONSTRAINTS, findings) if constraints else None
    if listing is None or not listing.lines:
        return None
    if len(listing.lines) > brief.most_participants:
        findings.error("too_many_participants", listing.lines[0].place(), most=brief.most_participants)
        return None
    guests = participants_of(listing, brief.timetable, brief.quota, findings)
    codes = Codes(guests.guests)
    wished = wishes_of(wish_listing, codes, brief.weights, findings) if wish_listing else Wishes((), ())
    decided = Constraints()
    if constraint_listing:
        tables = table_names(brief.tables, brief.table_names)
        decided = constraints_of(
            constraint_listing, guests, wished, codes, brief.timetable.slots, tables, findings
        )
    look_at_balance(guests, wished, decided.pair_rule, brief.timetable.slots, brief.tables, findings)
    if not brief.accessible_tables:
        look_at_accessible_tables(guests, findings)
    if findings.errors:
        return None
    places.update({frozenset((code,)): line.place("quota_min") for code, line in guests.lines.items()})
    places.update({pair: line.place() for pair, line in decided.lines.items()})
    return _event(brief, guests, wished, decided, findings)


def _event(
    brief: Brief, guests: Guests, wished: Wishes, decided: Constraints, findings: Findings
) -> Event | None:
    try:
        problem = Problem(
            guests.participants,
            brief.timetable.slots,
            tables_of(table_names(brief.tables, brief.table_names), brief.accessible_tables),
            wishes=wished.wishes,
            refusals=wished.refusals,
            forbidden=decided.forbidden,
            imposed=decided.imposed,
            people=guests.people,
            pair_rule=decided.pair_rule,
            fillers=brief.fillers,
        )
    except ProblemError as error:
        from_faults(error.faults, findings)
        return None
    return Event(brief.title, brief.place, brief.timetable, guests.guests, problem)


def from_faults(
    faults: Iterable[Fault], findings: Findings, places: Mapping[frozenset[str], Place] | None = None
) -> None:
    """Note, as errors, what the planner itself finds wrong; `places` tell where each demand stands."""
    for fault in faults:
        named = frozenset(str(fault.facts[key]) for key in ("code", "a", "b") if key in fault.facts)
        place = (places or {}).get(named, NOWHERE)
        findings.error(fault.code, place, **{key: _plain(value) for key, value in fault.facts.items()})


def _plain(value: str | int | tuple[str | int, ...]) -> str | int:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value
