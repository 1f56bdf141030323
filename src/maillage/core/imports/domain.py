"""Verbs of imports: take a list in, choose its columns, read it, import it once someone says so, undo it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks.base import Task

from maillage.core import bulk
from maillage.core.accounts.models import Person
from maillage.core.activity.domain import record
from maillage.core.imports.cells import CellError
from maillage.core.imports.importer import Importer, importers
from maillage.core.imports.models import ImportFault, ImportLine, ImportRun
from maillage.core.imports.reading import Row, Table, read_table
from maillage.core.jobs import domain as jobs
from maillage.core.jobs.domain import RunningJob

# A batch is one transaction: on SQLite nobody else writes meanwhile, for about a second.
AT_ONCE = 1000
SAMPLES = 5
State = ImportRun.State


class Refusal(Exception):  # noqa: N818 -- what a rule answers to a person, in words
    """A demand that the state of the import does not allow; the message is for the person."""


def receive(
    *, owner: Person, importer: str, file_name: str, content: bytes, source_name: str, licence: str
) -> ImportRun:
    """Take a list in and guess its columns; nothing of it is imported.

    Raises UnreadableFileError when it holds no table.
    """
    table = read_table(content)
    run = ImportRun(
        importer=importer,
        owner=owner,
        source_name=source_name,
        licence=licence,
        file_name=file_name[:200],
    )
    with transaction.atomic():
        _take_in(run, content, table)
        record(verb="imports.received", actor=owner, target=run, facts={"lines": run.rows})
    return run


def _take_in(run: ImportRun, content: bytes, table: Table) -> None:
    run.content = content
    run.headers = list(table.headers)
    run.samples = [list(row.cells) for row in table.rows[:SAMPLES]]
    run.rows = len(table.rows)
    run.mapping = importers()[run.importer].proposed_mapping(table.headers)
    run.save()


def expect(
    *, owner: Person, importer: str, name: str, source_name: str, licence: str, task: Task[..., Any]
) -> ImportRun:
    """Open an import whose list a job fetches, then gives to ``deliver``; nothing of it is imported."""
    with transaction.atomic():
        run = ImportRun.objects.create(
            importer=importer,
            owner=owner,
            source_name=source_name,
            licence=licence,
            file_name=name[:200],
            content=b"",
            state=State.FETCHING,
        )
        _start(run, State.FETCHING, task, _("Fetching of « %(file)s »"), owner)
    return run


def deliver(
    *,
    run: ImportRun,
    content: bytes,
    note: str,
    facts: Mapping[str, int],
    job: RunningJob,
    task: Task[..., Any],
) -> None:
    """Take in the list that a job fetched, its columns as they are named, and have it read (``task``).

    ``note`` is for people, ``facts`` for the journal. An empty list ends the import: there is nothing to
    decide. Raises UnreadableFileError when the list is no table.
    """
    table = read_table(content) if content else None
    with job.effect():
        run = _locked(run, State.FETCHING)
        run.note = note
        if table is None:
            run.state, run.finished_at = State.DONE, timezone.now()
            run.save(update_fields=["state", "finished_at", "note"])
        else:
            _take_in(run, content, table)
            _start(run, State.READING, task, _("Reading of « %(file)s »"), run.owner)
        record(verb="imports.received", actor=run.owner, target=run, facts={"lines": run.rows, **facts})


def choose_columns(
    *, run: ImportRun, mapping: Mapping[str, int], publish: bool, actor: Person, task: Task[..., Any]
) -> ImportRun:
    """Say which header holds what, and start reading every cell. The list may be read again another way.

    Raises Refusal when a column is missing, chosen twice, or when the list is imported already.
    """
    importer = importers()[run.importer]
    missing = [
        str(column.label) for column in importer.columns if column.required and column.key not in mapping
    ]
    if missing:
        raise Refusal(_("Choose the column that holds: %(names)s.") % {"names": ", ".join(missing)})
    if len(set(mapping.values())) < len(mapping):
        raise Refusal(_("A column of the file is chosen twice: choose each one once."))
    with transaction.atomic():
        run = _locked(run, State.TO_MAP, State.PREVIEWED)
        run.mapping, run.publish = dict(mapping), publish
        _start(run, State.READING, task, _("Reading of « %(file)s »"), actor)
    return run


def analyse(*, run: ImportRun, job: RunningJob) -> None:
    """Read every cell, plan every line, keep both to be looked at. Called by the task."""
    importer = importers()[run.importer]
    table = read_table(bytes(run.content))
    reader = LineReader(run, importer, table)
    lines: list[ImportLine] = []
    for row in table.rows:
        if len(lines) % AT_ONCE == 0:
            job.check_cancelled()
            job.report(len(lines), len(table.rows), _("Reading every cell"))
        lines.append(reader.read(row))
    job.report(len(lines), len(lines), _("Looking for the sheets that are there already"))
    faults = reader.faults
    faults += importer.verb("plan")(run, [line for line in lines if line.action != ImportLine.Action.REJECT])
    reject_repeated(lines, faults)
    job.report(len(lines), len(lines), _("Keeping what was read"))
    with job.effect():
        run = _locked(run, State.READING)
        run.lines.all().delete()
        run.faults.all().delete()
        bulk.create(lines)
        bulk.create(faults)
        run.state = State.PREVIEWED
        run.save(update_fields=["state"])


class LineReader:
    """Reads the lines of a table as its columns were chosen; ``faults`` has what was refused or mended."""

    def __init__(self, run: ImportRun, importer: Importer, table: Table) -> None:
        self.run = run
        self.faults: list[ImportFault] = []
        ranks = [(column, run.mapping.get(column.key)) for column in importer.columns]
        # What the list does not hold has the column's own name.
        self._columns = [
            (column, rank, str(column.label) if rank is None else table.headers[rank])
            for column, rank in ranks
            if rank is not None or column.required
        ]
        # What all lines share is made once.
        self._blank = ImportLine(run=run, action=ImportLine.Action.CREATE)

    def read(self, row: Row) -> ImportLine:
        """Read one line; it is rejected without a required cell, other refused cells are left out."""
        line = bulk.another(self._blank)
        line.number, line.values, line.before = row.number, {}, {}
        for column, rank, header in self._columns:
            cell = row.cells[rank] if rank is not None and rank < len(row.cells) else ""
            try:
                if not cell:
                    if column.required:
                        raise CellError("missing")  # noqa: TRY301 -- told as any refusal, just below
                    continue
                read = column.read(cell)
            except CellError as error:
                self.faults.append(fault_of(line, header, cell, error))
                if column.required:
                    line.action, line.reason = ImportLine.Action.REJECT, "required"
                continue
            line.values[column.key] = read.value
            if read.repairs:
                value = str(read.value)
                self.faults.extend(repair_of(line, header, cell, code, value) for code in read.repairs)
        return line


def fault_of(line: ImportLine, header: str, cell: str, error: CellError) -> ImportFault:
    """Return the trace of a cell that was refused."""
    return ImportFault(
        run=line.run,
        number=line.number,
        column=header[:120],
        value=cell[:200],
        severity=ImportFault.Severity.REJECTED,
        code=error.code,
        facts=error.facts,
    )


def repair_of(line: ImportLine, header: str, cell: str, code: str, value: str) -> ImportFault:
    """Return the trace of a cell that was mended."""
    return ImportFault(
        run=line.run,
        number=line.number,
        column=header[:120],
        value=cell[:200],
        severity=ImportFault.Severity.REPAIRED,
        code=code,
        facts={"read": value[:200]},
    )


def reject_repeated(lines: Iterable[ImportLine], faults: list[ImportFault]) -> None:
    """Reject lines whose identifier stands on an earlier line: which one is right is not ours to say."""
    first: dict[str, int] = {}
    for line in lines:
        if line.action == ImportLine.Action.REJECT or not line.external_id:
            continue
        if line.external_id in first:
            error = CellError("repeated", first=first[line.external_id])
            faults.append(fault_of(line, "", line.external_id, error))
            line.action, line.reason = ImportLine.Action.REJECT, "repeated"
        else:
            first[line.external_id] = line.number


def confirm(*, run: ImportRun, actor: Person, task: Task[..., Any]) -> ImportRun:
    """Import the list as it was previewed. Raises Refusal unless it is waiting for that word."""
    with transaction.atomic():
        run = _locked(run, State.PREVIEWED)
        _start(run, State.APPLYING, task, _("Import of « %(file)s »"), actor, cancellable=False)
        record(verb="imports.confirmed", actor=actor, target=run)
    return run


def undo(*, run: ImportRun, actor: Person, task: Task[..., Any]) -> ImportRun:
    """Put back what the import changed, save what people changed since. Raises Refusal unless it is done."""
    with transaction.atomic():
        run = _locked(run, State.DONE)
        _start(run, State.UNDOING, task, _("Undoing of « %(file)s »"), actor, cancellable=False)
        record(verb="imports.undo_asked", actor=actor, target=run)
    return run


def apply(*, run: ImportRun, job: RunningJob) -> None:
    """Apply the lines by batches, each in a transaction of its own; a task that starts again goes on."""
    importer = importers()[run.importer]
    wanted = {"is_applied": False, "action__in": ["create", "update", "same"]}
    _by_batches(run, job, State.APPLYING, wanted, importer.verb("apply"))
    _finish(run, job, State.APPLYING, State.DONE, "imports.done", importer.verb("done"))


def take_back(*, run: ImportRun, job: RunningJob) -> None:
    """Undo the applied lines by batches, the last ones first."""
    importer = importers()[run.importer]
    wanted = {"is_applied": True}
    _by_batches(run, job, State.UNDOING, wanted, importer.verb("undo"))
    _finish(run, job, State.UNDOING, State.UNDONE, "imports.undone", importer.verb("done"))


def _by_batches(
    run: ImportRun,
    job: RunningJob,
    state: str,
    wanted: dict[str, Any],
    act: Callable[[ImportRun, list[ImportLine]], Callable[[], None]],
) -> None:
    undoing = state == State.UNDOING
    # What was done last is undone first: two lines may have changed one object.
    order, message = ("-number", _("Undoing the lines")) if undoing else ("number", _("Importing the lines"))
    # Each read begins after the last line of the one before.
    after = "number__lt" if undoing else "number__gt"
    left = dict(wanted)
    total = run.lines.filter(**wanted).count()
    done = 0
    while True:
        with transaction.atomic():
            # The row of the run is the lock: two workers never take the same lines.
            locked = _locked(run, state)
            batch = bulk.read(locked.lines.filter(**left).order_by(order)[:AT_ONCE], run=locked)
            if not batch:
                return
            write = act(locked, batch)
            with bulk.in_a_row():
                write()
                for line in batch:
                    line.is_applied = not line.is_applied
                fields = ["action", "reason", "target", "before", "is_applied"]
                bulk.change(ImportLine, fields, map(attrgetter("pk", *fields), batch))
        left[after] = batch[-1].number
        done += len(batch)
        job.report(done, total, message)


def _finish(
    run: ImportRun, job: RunningJob, before: str, after: str, verb: str, done: Callable[[ImportRun], None]
) -> None:
    with job.effect():
        run = _locked(run, before)
        run.state = after
        run.finished_at = timezone.now()
        run.outcome = dict(outcome_of(run))
        run.save(update_fields=["state", "finished_at", "outcome"])
        done(run)
        record(verb=verb, actor=run.owner, target=run, facts=run.outcome)


def outcome_of(run: ImportRun) -> Iterator[tuple[str, int]]:
    """Yield how many lines each action has."""
    for action in ImportLine.Action.values:
        yield action, run.lines.filter(action=action).count()


def discard(*, run: ImportRun, actor: Person) -> None:
    """Forget a list that was not imported. Raises Refusal otherwise."""
    with transaction.atomic():
        run = _locked(run, State.FETCHING, State.TO_MAP, State.READING, State.PREVIEWED)
        record(verb="imports.discarded", actor=actor, target=run)
        run.delete()


def purge(before: datetime, dry_run: bool) -> int:
    """Erase the lists given before an instant, their lines with them; return how many."""
    old = ImportRun.objects.filter(created_at__lt=before)
    return old.count() if dry_run else old.delete()[1].get(ImportRun._meta.label, 0)


def _locked(run: ImportRun, *states: str) -> ImportRun:
    # The file itself weighs megabytes: read by who needs it.
    rows = ImportRun.objects.select_for_update(of=("self",)).defer("content", "samples")
    locked = rows.filter(pk=run.pk).first()
    if locked is None or locked.state not in states:
        raise Refusal(_("This import has moved on meanwhile: nothing was changed. Look at where it is now."))
    return locked


def _start(
    run: ImportRun, state: str, task: Task[..., Any], title: str, actor: Person, *, cancellable: bool = True
) -> None:
    run.state = state
    run.job = jobs.start(
        task,
        title=title % {"file": run.file_name},
        owner=actor,
        arguments={"run_id": run.pk},
        cancellable=cancellable,
    )
    run.save()
