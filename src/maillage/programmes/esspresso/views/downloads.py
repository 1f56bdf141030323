"""Files to take away, made the first time they are asked for."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from importlib.resources import files

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.core.ui.access import public
from maillage.programmes.esspresso import document, example, exports, figures, papers, queries
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.models import Plan
from maillage.programmes.esspresso.views.chart import dot_chart
from maillage.programmes.esspresso.views.public import private

PDF, ZIP, CSV = "application/pdf", "application/zip", "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXAMPLES = ("participants.csv", "souhaits.csv", "contraintes.csv")

Maker = Callable[[Planning, datetime], bytes]


def calendars_zip(planning: Planning, stamp: datetime) -> bytes:
    """Every structure's calendar, in one archive."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in exports.calendars(planning, stamp).items():
            archive.writestr(name, content)
    return memory.getvalue()


def comparison_csv(planning: Planning, stamp: datetime) -> bytes:  # noqa: ARG001 -- as every maker
    """The measures of both ways, for a spreadsheet."""
    lines = [";".join((_("Measure"), _("First come"), _("This plan")))]
    lines += [f"{line.label};{line.first_come};{line.planned}" for line in figures.compared(planning)]
    return "\n".join(["\ufeff" + lines[0], *lines[1:], ""]).encode()


def comparison_svg(planning: Planning, stamp: datetime) -> bytes:  # noqa: ARG001 -- as every maker
    """The dot chart alone, with its own colours, for a report."""
    if planning.comparison is None:
        raise Http404
    return render_to_string("esspresso/dots.svg", {"chart": dot_chart(planning.comparison)}).encode()


MAKERS: dict[str, tuple[str, Maker]] = {
    "agendas.pdf": (PDF, lambda planning, _stamp: exports.agendas_pdf(planning)),
    "plan-mural.pdf": (PDF, lambda planning, _stamp: exports.wall_plan_pdf(planning)),
    "cartes-de-table.pdf": (PDF, lambda planning, _stamp: exports.table_cards_pdf(planning)),
    "emargement.pdf": (PDF, lambda planning, _stamp: exports.sign_in_pdf(planning)),
    "planning.xlsx": (XLSX, lambda planning, _stamp: exports.workbook(planning)),
    "planning.json": ("application/json", lambda planning, _stamp: document.dumps(planning).encode()),
    "calendriers.zip": (ZIP, calendars_zip),
    "comparaison.csv": (CSV, comparison_csv),
    "comparaison.svg": ("image/svg+xml", comparison_svg),
}


@private
@require_safe
def file(request: HttpRequest, plan: Plan, token: str, name: str) -> HttpResponse:  # noqa: ARG001 -- as every view
    """One of the files of a plan."""
    if name not in MAKERS or plan.planning is None:
        raise Http404
    kind, make = MAKERS[name]

    def made() -> bytes:
        return make(queries.planning_of(plan), plan.planned_at or timezone.now())

    return _attachment(papers.paper(plan, name, made), kind, name)


@private
@require_safe
def agenda_file(request: HttpRequest, plan: Plan, token: str, number: int) -> HttpResponse:  # noqa: ARG001 -- as above
    """The page of one structure."""
    if plan.planning is None:
        raise Http404
    guests = queries.event_of(plan).guests
    if not 1 <= number <= len(guests):
        raise Http404
    name = f"agenda-{number}.pdf"

    def made() -> bytes:
        return exports.agendas_pdf(queries.planning_of(plan), [guests[number - 1].code])

    return _attachment(papers.paper(plan, name, made), PDF, name)


@public
@require_safe
def example_file(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """One of the lists of the example, to copy its columns."""
    if name not in EXAMPLES:
        raise Http404
    # With its mark, spreadsheets read the accents right.
    content = b"\xef\xbb\xbf" + (files(example.__name__) / name).read_bytes()
    return _attachment(content, CSV, f"exemple-{name}")


def _attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
