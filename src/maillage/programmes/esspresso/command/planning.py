"""Plan from files and write the folder of results, whole or not at all."""

import argparse
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path

from django.utils.translation import gettext as _

from maillage.engines.meetings import ImpossibleDemandError, ProblemError, parse_dzn
from maillage.programmes.esspresso import document, figures, telling
from maillage.programmes.esspresso.command.console import say, tell
from maillage.programmes.esspresso.command.interruption import interruptible
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.event import Event, Guest, Pause, Timetable, pause_of
from maillage.programmes.esspresso.exports import (
    agendas_pdf,
    calendars,
    sign_in_pdf,
    table_cards_pdf,
    wall_plan_pdf,
    workbook,
)
from maillage.programmes.esspresso.files import Brief, Upload, read_event
from maillage.programmes.esspresso.files.findings import Finding, Findings, Place, Severity
from maillage.programmes.esspresso.files.grid import MAX_BYTES
from maillage.programmes.esspresso.files.reading import from_faults
from maillage.programmes.esspresso.files.wording import told
from maillage.programmes.esspresso.planner import PlanRejected, plan

DONE, FAILED, BAD_INPUT = 0, 1, 2


def plan_lists(arguments: argparse.Namespace) -> int:
    """Plan from lists. Returns the exit code: 2 when the input is wrong, with nothing written."""
    findings = Findings()
    brief = _brief(arguments, findings)
    if _is_taken(arguments.out):
        findings.error("folder_taken", folder=str(arguments.out))
    constraints = _upload(arguments.constraints) if arguments.constraints else None
    reading = read_event(brief, _upload(arguments.participants), _upload(arguments.wishes), constraints)
    errors = (*findings.errors, *reading.errors)
    if errors or reading.event is None:
        _tell_errors(errors, reading.left_out)
        return BAD_INPUT
    for warning in reading.warnings:
        tell(_("Note: %(note)s") % {"note": told(warning)})
    planning = _solve(reading.event, arguments)
    if planning is None:
        return BAD_INPUT
    write(planning, arguments.out)
    _tell(planning, arguments.out)
    return DONE


def plan_requests(arguments: argparse.Namespace) -> int:
    """Plan a brokerage event whose meetings are agreed, told in one line."""
    findings = Findings()
    if arguments.out and _is_taken(arguments.out):
        findings.error("folder_taken", folder=str(arguments.out))
    event = _brokerage(_upload(arguments.dzn), arguments, findings)
    if findings.errors or event is None:
        _tell_errors(findings.errors, 0)
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


def write(planning: Planning, folder: Path) -> None:
    """Write every file of a plan. The folder appears complete or does not appear."""
    makers: dict[str, Callable[[], bytes]] = {
        "planning.json": lambda: document.dumps(planning).encode(),
        "planning.xlsx": lambda: workbook(planning),
        "agendas.pdf": lambda: agendas_pdf(planning),
        "plan-mural.pdf": lambda: wall_plan_pdf(planning),
        "cartes-de-table.pdf": lambda: table_cards_pdf(planning),
        "emargement.pdf": lambda: sign_in_pdf(planning),
    }
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, make in makers.items():
            (temporary / name).write_bytes(make())
        calendar_files = calendars(planning, datetime.now(UTC))
        if calendar_files:
            (temporary / "calendriers").mkdir()
        for name, content in calendar_files.items():
            (temporary / "calendriers" / name).write_bytes(content)
        temporary.chmod(0o755)
        # An empty folder of that name gives way to the new one.
        temporary.replace(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _is_taken(folder: Path) -> bool:
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def _upload(path: Path) -> Upload:
    try:
        with path.open("rb") as file:
            # One byte past the limit is enough to see that a file is too big.
            return Upload(path.name, file.read(MAX_BYTES + 1), size=path.stat().st_size)
    except FileNotFoundError:
        fault = _("there is no such file")
    except PermissionError:
        fault = _("you may not read it")
    except IsADirectoryError:
        fault = _("it is a folder")
    except OSError as error:
        fault = error.strerror or error.__class__.__name__
    return Upload(path.name, b"", fault=fault)


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
        accessible_tables=frozenset(filter(None, map(str.strip, arguments.accessibles.split(",")))),
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


def _solve(event: Event, arguments: argparse.Namespace) -> Planning | None:
    """The plan, or None when the demand is impossible (told)."""
    try:
        with interruptible() as stopped:
            return plan(event, seconds=arguments.seconds, seed=arguments.seed, stopped=stopped)
    except ImpossibleDemandError as error:
        findings = Findings()
        from_faults(error.faults, findings)
        tell(_("These demands cannot all be met together; without any one of them, they could:"))
        _tell_errors(findings.errors, 0)
    except PlanRejected as error:
        tell(
            _("The checker refused the plan (%(codes)s): nothing was written. Please report it.")
            % {"codes": error}
        )
        raise SystemExit(FAILED) from error
    return None


def _tell_errors(errors: tuple[Finding, ...], left_out: int) -> None:
    for finding in errors:
        tell(str(told(finding)))
    if left_out:
        more = Finding(Severity.ERROR, "more_alike", facts={"count": left_out})
        tell(str(told(more)))
    tell(_("Nothing was planned and nothing was written."))


def _tell(planning: Planning, folder: Path) -> None:
    say(figures.finding(planning) + ".")
    say(telling.occasion(planning.event) + ".")
    say(telling.size(planning) + ".")
    for line in figures.compared(planning):
        say(
            _("  %(label)s: %(planned)d (first come, first served: %(first)d)")
            % {"label": line.label, "planned": line.planned, "first": line.first_come}
        )
    solution = planning.solution
    say(
        _("Value %(value)d, certified bound %(bound)d, gap %(gap)s, %(seconds)s s.")
        % {
            "value": solution.value,
            "bound": solution.certified_bound,
            "gap": telling.percent(solution.certified_gap, 3),
            "seconds": telling.decimal(solution.seconds.total),
        }
    )
    say(figures.proof(planning))
    for sentence in (figures.fairness_price(planning), figures.excluded(planning)):
        if sentence:
            say(sentence)
    say(_("Written in %(folder)s.") % {"folder": folder})
