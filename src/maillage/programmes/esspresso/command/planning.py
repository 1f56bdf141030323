"""Plan from files and write the folder of results, whole or not at all."""

import argparse
from collections.abc import Mapping
from datetime import time

from django.utils.translation import gettext as _

from maillage.engines.meetings import ImpossibleDemandError, ProblemError, parse_dzn
from maillage.programmes.esspresso import figures, telling
from maillage.programmes.esspresso.balance import unlocked
from maillage.programmes.esspresso.command.console import say, tell
from maillage.programmes.esspresso.command.folder import look_at_folder, read, write
from maillage.programmes.esspresso.command.interruption import interruptible
from maillage.programmes.esspresso.command.words import say_proof, tell_errors, tell_warnings
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.event import Event, Guest, Pause, Timetable, pause_of
from maillage.programmes.esspresso.files import Brief, Upload, read_event
from maillage.programmes.esspresso.files.findings import Findings, Place
from maillage.programmes.esspresso.files.reading import from_faults
from maillage.programmes.esspresso.files.rooms import listed
from maillage.programmes.esspresso.planner import PlanRejected, plan

DONE, FAILED, BAD_INPUT = 0, 1, 2


def plan_lists(arguments: argparse.Namespace) -> int:
    """Plan from lists. Returns the exit code: 2 when the input is wrong, with nothing written."""
    findings = Findings()
    brief = _brief(arguments, findings)
    look_at_folder(arguments.out, findings)
    constraints = read(arguments.constraints) if arguments.constraints else None
    reading = read_event(brief, read(arguments.participants), read(arguments.wishes), constraints)
    errors = (*findings.errors, *reading.errors)
    if errors or reading.event is None:
        tell_errors(errors, reading.left_out)
        return BAD_INPUT
    tell_warnings(reading.warnings)
    for line in unlocked(reading.event):
        tell(_("Note: %(note)s") % {"note": f"{line.label}. {line.text}"})
    planning = _solve(reading.event, arguments, reading.places)
    if planning is None:
        return BAD_INPUT
    write(planning, arguments.out)
    _tell(planning, arguments)
    return DONE


def plan_requests(arguments: argparse.Namespace) -> int:
    """Plan a brokerage event whose meetings are agreed, told in one line."""
    findings = Findings()
    if arguments.out:
        look_at_folder(arguments.out, findings)
    event = _brokerage(read(arguments.dzn), arguments, findings)
    if findings.errors or event is None:
        tell_errors(findings.errors)
        return BAD_INPUT
    planning = _solve(event, arguments)
    if planning is None:
        return BAD_INPUT
    if arguments.out:
        write(planning, arguments.out)
    solution = planning.solution
    say(
        _("%(file)s: %(finding)s (bound %(bound)d, gap %(gap)s, %(seconds)s s); the checker passed it.")
        % {
            "file": arguments.dzn.name,
            "finding": figures.finding(planning),
            "bound": solution.certified_bound,
            "gap": telling.percent(solution.certified_gap, 2),
            "seconds": telling.decimal(solution.seconds.total),
        }
    )
    return DONE


def _brief(arguments: argparse.Namespace, findings: Findings) -> Brief:
    timetable = Timetable(
        slots=arguments.slots,
        start=arguments.debut,
        minutes=arguments.duree,
        gap=arguments.battement,
        pauses=tuple(pause for text in arguments.pause if (pause := _pause(text, findings))),
        day=arguments.date,
    )
    return Brief(
        timetable,
        tables=arguments.tables,
        quota=arguments.quota,
        table_names=listed(arguments.noms_de_tables),
        accessible_tables=frozenset(listed(arguments.accessibles)),
        weights=_weights(arguments.poids, findings),
        fillers=not arguments.sans_complement,
        title=arguments.titre,
        place=arguments.lieu,
    )


def _pause(text: str, findings: Findings) -> Pause | None:
    try:
        return pause_of(text)
    except ValueError:
        findings.error("pause_unread", text=text)
        return None


def _weights(text: str, findings: Findings) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.split(",") if part.strip())
    except ValueError:
        findings.error("weight_below_one")
        return ()


def _brokerage(upload: Upload, arguments: argparse.Namespace, findings: Findings) -> Event | None:
    if upload.fault:
        findings.error("unreadable_file", Place(upload.name), cause=upload.fault)
        return None
    try:
        problem = parse_dzn(upload.content.decode())
    except UnicodeDecodeError:
        findings.error("not_a_dzn", file=upload.name)
        return None
    except ProblemError as error:
        from_faults(error.faults, findings)
        return None
    # Hours mean little here: a slot a minute fits any number of slots in the day.
    timetable = Timetable(slots=problem.slot_count, start=time(0), minutes=1)
    guests = tuple(
        Guest(participant.code, _("Participant %(code)s") % {"code": participant.code})
        for participant in problem.participants
    )
    return Event(arguments.titre or upload.name, arguments.lieu, timetable, guests, problem)


def _solve(
    event: Event, arguments: argparse.Namespace, places: Mapping[frozenset[str], Place] | None = None
) -> Planning | None:
    """The plan, or None when the demand is impossible (told, with the place of each demand)."""
    try:
        with interruptible() as stopped:
            return plan(event, seconds=arguments.seconds, seed=arguments.seed, stopped=stopped)
    except ImpossibleDemandError as error:
        findings = Findings()
        from_faults(error.faults, findings, places)
        tell(_("These demands cannot all be met together; without any one of them, they could:"))
        tell_errors(findings.errors)
    except PlanRejected as error:
        tell(
            _("The checker refused the plan (%(codes)s): nothing was written. Please report it.")
            % {"codes": error}
        )
        raise SystemExit(FAILED) from error
    return None


def _tell(planning: Planning, arguments: argparse.Namespace) -> None:
    say(figures.finding(planning) + ".")
    say(telling.occasion(planning.event) + ".")
    say(telling.size(planning) + ".")
    for line in figures.compared(planning):
        say(
            _("  %(label)s: %(planned)d (first come, first served: %(first)d)")
            % {"label": line.label, "planned": line.planned, "first": line.first_come}
        )
    say_proof(planning)
    say(_("Written in %(folder)s.") % {"folder": arguments.out})
