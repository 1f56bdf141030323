"""Plan again on the day, and write the folder of the new plan, whole or not at all."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.engines.meetings import ImpossibleDemandError, ProblemError
from maillage.programmes.esspresso import announcement, figures, telling
from maillage.programmes.esspresso.command.console import say, tell
from maillage.programmes.esspresso.command.folder import look_at_folder, read, write
from maillage.programmes.esspresso.command.interruption import interruptible
from maillage.programmes.esspresso.command.words import say_proof, tell_errors, tell_warnings
from maillage.programmes.esspresso.day import Day
from maillage.programmes.esspresso.document import DocumentError, Planning, loads
from maillage.programmes.esspresso.document.planning import MOST_BYTES
from maillage.programmes.esspresso.files.changes import DayBrief, read_day
from maillage.programmes.esspresso.files.findings import Findings, Place
from maillage.programmes.esspresso.files.reading import from_faults
from maillage.programmes.esspresso.planner import PlanRejected
from maillage.programmes.esspresso.replanner import choose, replan
from maillage.programmes.esspresso.verification import verify
from maillage.programmes.esspresso.wrongs import wrong

DONE, FAILED, BAD_INPUT = 0, 1, 2


def plan_again(arguments: argparse.Namespace) -> int:
    """Plan again from a plan. Returns the exit code: 2 when the input is wrong, with nothing written."""
    findings = Findings()
    look_at_folder(arguments.out, findings)
    before = _plan(arguments.plan, findings)
    if before is None:
        tell_errors(findings.errors)
        return BAD_INPUT
    reading = read_day(before, _brief(arguments))
    if findings.errors or reading.day is None:
        tell_errors((*findings.errors, *reading.errors), reading.left_out)
        return BAD_INPUT
    tell_warnings(reading.warnings)
    planning = _solve(before, reading.day, arguments, findings)
    if planning is None:
        tell_errors(findings.errors)
        return BAD_INPUT
    write(planning, arguments.out)
    _say(planning, arguments.out)
    return DONE


def _plan(path: Path, findings: Findings) -> Planning | None:
    """The plan of a file, once it is sure that it holds."""
    upload = read(path, MOST_BYTES)
    if upload.fault:
        findings.error("unreadable_file", Place(upload.name), cause=upload.fault)
        return None
    try:
        planning = loads(upload.content)
    except DocumentError as error:
        findings.error("plan_unread", file=upload.name, where=str(error))
        return None
    violations = verify(planning)
    if violations:
        findings.error("plan_broken", file=upload.name, what=wrong(violations[0]))
        return None
    return planning


def _brief(arguments: argparse.Namespace) -> DayBrief:
    return DayBrief(
        arguments.a_partir_du_tour,
        arguments.absents,
        arguments.retards,
        arguments.departs,
        read(arguments.nouveaux) if arguments.nouveaux else None,
        read(arguments.wishes) if arguments.wishes else None,
        arguments.tables,
        arguments.tables_perdues,
        arguments.accessibles,
        arguments.quota,
        announced=arguments.annonce,
    )


def _solve(before: Planning, day: Day, arguments: argparse.Namespace, findings: Findings) -> Planning | None:
    """The new plan, or the option that was chosen; None, with errors, when the changes clash."""
    try:
        with interruptible() as stopped:
            planning = replan(before, day, seconds=arguments.seconds, seed=arguments.seed, stopped=stopped)
        return choose(before, planning, arguments.option) if arguments.option else planning
    except ImpossibleDemandError as error:
        tell(_("These demands cannot all be met together; without any one of them, they could:"))
        from_faults(error.faults, findings)
    except ProblemError as error:
        from_faults(error.faults, findings)
    except IndexError:
        count = len(planning.replanned.options) if planning.replanned else 0
        findings.error("no_such_option", Place("--option"), number=arguments.option, count=count)
    except PlanRejected as error:
        tell(
            _("The checker refused the plan (%(codes)s): nothing was written. Please report it.")
            % {"codes": error}
        )
        raise SystemExit(FAILED) from error
    return None


def _say(planning: Planning, folder: Path) -> None:
    say(figures.finding(planning) + ".")
    say(telling.size(planning) + ".")
    say(figures.changed(planning))
    for line in figures.fewer_than_promised(planning):
        say(line)
    say_proof(planning)
    _say_options(planning)
    if planning.replanned and planning.replanned.announced:
        _announce(planning)
    say(_("Written in %(folder)s.") % {"folder": folder})


def _say_options(planning: Planning) -> None:
    names = planning.event.names
    for number, option in enumerate(planning.replanned.options if planning.replanned else (), start=1):
        moved = len(option.moved)
        people = ngettext("%(n)d structure", "%(n)d structures", moved) % {"n": moved}
        say(
            _("Option %(number)d: move meetings of %(people)s to gain %(gain)d points of weight (%(names)s).")
            % {
                "number": number,
                "people": people,
                "gain": option.gain,
                "names": ", ".join(names[code] for code in option.moved),
            }
        )


def _announce(planning: Planning) -> None:
    """The sheet « Ce qui change », to read aloud."""
    say(f"\n{announcement.title(planning)}")
    rows = announcement.announcements(planning)
    if not rows:
        say(announcement.nothing())
    for row in rows:
        say(f"{row.guest.name}")
        for change in row.changes:
            say(f"  {announcement.sentence(change, planning)}")
    say("")
