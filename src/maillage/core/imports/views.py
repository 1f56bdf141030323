"""Pages of imports, for the département's people: give a list, choose columns, preview, import, undo."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.core.accounts.access import PersonRequest, posted, roles_required
from maillage.core.accounts.models import Role
from maillage.core.imports import domain, exports, queries, tasks
from maillage.core.imports.forms import ColumnsForm, ListForm
from maillage.core.imports.importer import importers
from maillage.core.imports.models import ImportFault, ImportLine, ImportRun
from maillage.core.imports.sheets import UnreadableFileError
from maillage.core.imports.wording import told, unreadable
from maillage.core.jobs.progress import progress_answer
from maillage.core.jobs.queries import snapshot

house = roles_required(Role.COORDINATOR, Role.OFFICER)
SHOWN_LINES = 10
UNDER_WAY = {
    ImportRun.State.FETCHING,
    ImportRun.State.READING,
    ImportRun.State.APPLYING,
    ImportRun.State.UNDOING,
}
FILES: dict[str, tuple[str, Callable[[ImportRun], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", exports.as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", exports.as_workbook),
}


@house
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """List what was imported, and what may be."""
    context = {"runs": list(queries.runs()[:100]), "importers": importers().values()}
    return render(request, "imports/list.html", context)


@house
def new(request: PersonRequest, importer: str) -> HttpResponse:
    """Give a list."""
    kind = importers().get(importer)
    if kind is None:
        raise Http404
    form = ListForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = domain.receive(
                owner=request.user,
                importer=importer,
                file_name=file.name or "",
                content=file.read(),
                source_name=form.cleaned_data["source_name"],
                licence=form.cleaned_data["licence"],
            )
        except UnreadableFileError as error:
            form.add_error("file", unreadable(error))
        else:
            return redirect("imports:run", run.pk)
    return render(request, "imports/new.html", {"form": form, "importer": kind})


@house
def run(request: PersonRequest, pk: int) -> HttpResponse:
    """Show an import where it is: columns to choose, reading, preview, import, result."""
    found = get_object_or_404(ImportRun, pk=pk)
    if found.state in UNDER_WAY:
        return _followed(request, found)
    if found.state == ImportRun.State.TO_MAP or (
        found.state == ImportRun.State.PREVIEWED and (request.method == "POST" or "colonnes" in request.GET)
    ):
        return _columns(request, found)
    return render(request, "imports/run.html", _told(request, found))


def _followed(request: HttpRequest, found: ImportRun) -> HttpResponse:
    state = snapshot(found.job) if found.job else None
    return render(request, "imports/progress.html", {"run": found, "state": state})


def _columns(request: PersonRequest, found: ImportRun) -> HttpResponse:
    importer = importers()[found.importer]
    form = ColumnsForm(posted(request), importer=importer, run=found)
    if request.method == "POST" and form.is_valid():
        try:
            domain.choose_columns(
                run=found,
                mapping=form.mapping(),
                publish=form.cleaned_data["publish"],
                actor=request.user,
                task=tasks.read_list,
            )
        except domain.Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("imports:run", found.pk)
    return render(request, "imports/columns.html", {"run": found, "form": form, "importer": importer})


def _told(request: HttpRequest, found: ImportRun) -> dict[str, Any]:
    importer = importers()[found.importer]
    severity = ImportFault.Severity.REPAIRED if "reparees" in request.GET else ImportFault.Severity.REJECTED
    after = request.GET.get("apres", "")
    page = queries.fault_page(found, severity, int(after) if after.isascii() and after.isdigit() else None)
    return {
        "run": found,
        "importer": importer,
        "counts": queries.counts_of(found),
        "fault_counts": queries.fault_counts(found),
        "shows_repairs": severity == ImportFault.Severity.REPAIRED,
        "faults": [(fault, told(fault, importer.words())) for fault in page.faults],
        "after": page.after,
        "examples": [
            (label, queries.planned_lines(found, action, SHOWN_LINES))
            for action, label in ImportLine.Action.choices
            if action in {ImportLine.Action.CREATE, ImportLine.Action.UPDATE}
        ],
    }


@house
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Answer the polls of the page that waits."""
    found = get_object_or_404(ImportRun.objects.select_related("job__result"), pk=pk)
    if found.job is None:
        raise Http404
    return progress_answer(request, snapshot(found.job))


@house
@require_safe
def faults_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:  # noqa: ARG001 -- the address names all there is
    """Every refused and mended cell as a CSV file or a spreadsheet, to correct the list with."""
    found = get_object_or_404(ImportRun.objects.defer("content"), pk=pk)
    content_type, write = FILES[kind]
    response = HttpResponse(write(found), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="cellules-{found.pk}.{kind}"'
    return response


def _act(request: PersonRequest, pk: int, verb: Callable[[ImportRun], object], done: str) -> HttpResponse:
    found = get_object_or_404(ImportRun, pk=pk)
    try:
        verb(found)
    except domain.Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("imports:run", pk)
    if done:
        messages.success(request, done)
        return redirect("imports:list")
    return redirect("imports:run", pk)


@house
@require_POST
def confirm(request: PersonRequest, pk: int) -> HttpResponse:
    """Import what was previewed."""
    return _act(
        request, pk, lambda run: domain.confirm(run=run, actor=request.user, task=tasks.import_list), ""
    )


@house
@require_POST
def undo(request: PersonRequest, pk: int) -> HttpResponse:
    """Undo an import."""
    return _act(request, pk, lambda run: domain.undo(run=run, actor=request.user, task=tasks.undo_list), "")


@house
@require_POST
def discard(request: PersonRequest, pk: int) -> HttpResponse:
    """Forget a list that was not imported."""
    done = _("The list was forgotten. Nothing of it was imported.")
    return _act(request, pk, lambda run: domain.discard(run=run, actor=request.user), done)
