"""Reads of imports: lists, what was read in them, what was refused."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from maillage.core.imports.models import ImportFault, ImportLine, ImportRun

PAGE = 50


@dataclass(frozen=True)
class FaultPage:
    """Refused or mended cells in the order of the lines; ``after`` starts the next page, None at the end."""

    faults: Sequence[ImportFault]
    after: int | None


def runs() -> QuerySet[ImportRun]:
    """Return the imports, newest first, without the files."""
    return (
        ImportRun.objects.select_related("owner").defer("content", "samples").order_by("-created_at", "-pk")
    )


def counts_of(run: ImportRun) -> dict[str, int]:
    """Return how many lines each action has, by the action, zero included."""
    rows = run.lines.order_by("action").values_list("action").annotate(count=Count("pk"))
    return dict.fromkeys(ImportLine.Action.values, 0) | dict(rows)


def fault_counts(run: ImportRun) -> Counter[str]:
    """Return how many cells were refused, and how many mended."""
    rows = run.faults.order_by("severity").values_list("severity").annotate(count=Count("pk"))
    return Counter(dict(rows))


def fault_page(run: ImportRun, severity: str, after: int | None = None) -> FaultPage:
    """Return fifty cells in the order of the lines, after a key."""
    rows = run.faults.filter(severity=severity).order_by("number", "pk")
    last = run.faults.filter(pk=after).first() if after else None
    if last:
        rows = rows.filter(number__gte=last.number).exclude(number=last.number, pk__lte=last.pk)
    found = list(rows[: PAGE + 1])
    return FaultPage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def planned_lines(run: ImportRun, action: str, most: int = 10) -> list[ImportLine]:
    """Return the first lines that an action awaits."""
    return list(run.lines.filter(action=action).order_by("number")[:most])
