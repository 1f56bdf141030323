"""« Planifier un ESSpresso avec mes fichiers »: open to all, each plan behind its private link for a day."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from maillage.core.accounts.visitors import visitor_of
from maillage.core.jobs.progress import progress_answer
from maillage.core.jobs.queries import snapshot
from maillage.core.ui.access import public
from maillage.programmes.esspresso import domain, figures, queries, rules, telling
from maillage.programmes.esspresso.agenda import Rest, agendas
from maillage.programmes.esspresso.balance import balance_of
from maillage.programmes.esspresso.example import example_brief, example_files, example_settings
from maillage.programmes.esspresso.files.wording import told
from maillage.programmes.esspresso.forms import EventForm
from maillage.programmes.esspresso.models import Plan
from maillage.programmes.esspresso.tasks import plan_files
from maillage.programmes.esspresso.views.chart import dot_chart
from maillage.programmes.esspresso.views.grid import grid_of
from maillage.programmes.esspresso.views.missed import missed_first_wishes

PlanView = Callable[..., HttpResponseBase]
VISITOR = "esspresso.visitor"


def private(view: PlanView) -> PlanView:
    """Open a page to whoever holds its link: `view(request, plan, token, …)`. Never cached, never indexed."""

    @public
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **arguments: Any) -> HttpResponseBase:
        try:
            plan = queries.plan_behind(token)
        except Plan.DoesNotExist as error:
            raise Http404 from error
        response = view(request, plan, token, **arguments)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return guarded


@public
@csrf_exempt  # the size is looked at before the body is read; `_start` checks the token
def start(request: HttpRequest) -> HttpResponseBase:
    """Give one's lists, or try the example."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > rules.MOST_REQUEST_BYTES:
        return render(
            request, "esspresso/too_big.html", {"most": rules.MOST_FILE_BYTES // 1_000_000}, status=413
        )
    answer: HttpResponseBase = _start(request)
    return answer


@csrf_protect
def _start(request: HttpRequest) -> HttpResponse:
    form = EventForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _plan, token = domain.read_files(
                brief=form.brief(),
                settings=form.settings(),
                participants=form.cleaned_data["participants"],
                wishes=form.cleaned_data["wishes"],
                constraints=form.cleaned_data["constraints"],
                visitor=visitor_of(request, VISITOR),
            )
        except domain.Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("esspresso:plan", token)
    return render(request, "esspresso/start.html", {"form": form, "most": rules.MOST_PARTICIPANTS})


@public
@require_POST
def try_example(request: HttpRequest) -> HttpResponse:
    """Read the example of 48 fictitious structures."""
    participants, wishes, constraints = example_files()
    try:
        _plan, token = domain.read_files(
            brief=example_brief(),
            settings=example_settings(),
            participants=participants,
            wishes=wishes,
            constraints=constraints,
            visitor=visitor_of(request, VISITOR),
        )
    except domain.Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("esspresso:start")
    return redirect("esspresso:plan", token)


@private
@require_safe
def plan(request: HttpRequest, plan: Plan, token: str) -> HttpResponse:
    """What was read, how far the calculation is, or the result: whatever the plan has come to."""
    shared = {"plan": plan, "token": token, "link": request.build_absolute_uri(request.path)}
    if plan.planning is not None:
        return render(request, "esspresso/result.html", shared | _result(request, plan))
    if plan.job is not None:
        state = snapshot(plan.job)
        if not (state.is_over and not state.reason):
            return render(request, "esspresso/progress.html", shared | {"state": state})
    return render(request, "esspresso/preview.html", shared | _preview(plan))


def _preview(plan: Plan) -> dict[str, Any]:
    errors, warnings = queries.findings_of(plan)
    context: dict[str, Any] = {
        "errors": [told(finding) for finding in errors],
        "warnings": [told(finding) for finding in warnings],
    }
    if plan.event is None:
        return context | {"form": EventForm(initial=plan.brief)}
    event = queries.event_of(plan)
    return context | {"occasion": telling.occasion(event), "place": event.place, "balance": balance_of(event)}


def _result(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    planning = queries.planning_of(plan)
    everyone = agendas(planning)
    followed = request.GET.get("suivre", "")
    missed = missed_first_wishes(planning)
    return {
        "finding": figures.finding(planning),
        "occasion": telling.occasion(planning.event),
        "place": planning.event.place,
        "size": telling.size(planning),
        "compared": figures.compared(planning),
        "proof": figures.proof(planning),
        "proved": planning.solution.value == planning.solution.certified_bound,
        "price": figures.fairness_price(planning),
        "excluded": figures.excluded(planning),
        "details": figures.figures(planning),
        "chart": dot_chart(planning.comparison) if planning.comparison else None,
        "grid": grid_of(planning),
        "followed": followed,
        "missed": missed,
        "missed_count": sum(each.count for each in missed),
        "agendas": [(number, agenda) for number, agenda in enumerate(everyone, start=1)],
        "guests": planning.event.guests,
        "has_day": planning.event.timetable.day is not None,
    }


@private
@require_POST
def ask(request: HttpRequest, plan: Plan, token: str) -> HttpResponse:
    """Put the calculation in the queue."""
    try:
        domain.ask_planning(plan=plan, task=plan_files)
    except domain.Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("esspresso:plan", token)


@private
@require_safe
def progress(request: HttpRequest, plan: Plan, token: str) -> HttpResponseBase:
    """Answer the polls of the page that waits."""
    if plan.job is None:
        raise Http404
    return progress_answer(request, snapshot(plan.job), then=reverse("esspresso:plan", args=[token]))


@private
@require_POST
def cancel(request: HttpRequest, plan: Plan, token: str) -> HttpResponse:
    """Stop the calculation; what was read is kept."""
    try:
        domain.cancel_planning(plan=plan)
    except domain.Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The calculation stops. What was read is kept: you can plan again."))
    return redirect("esspresso:plan", token)


@private
@require_POST
def erase(request: HttpRequest, plan: Plan, token: str) -> HttpResponse:  # noqa: ARG001 -- the link that erases
    """Erase everything now."""
    domain.erase(plan=plan)
    messages.success(request, _("Everything was erased. The private link shows nothing any more."))
    return redirect("esspresso:start")


@private
@require_safe
def agenda(request: HttpRequest, plan: Plan, token: str, number: int) -> HttpResponse:
    """The agenda of one structure, by its place in the list."""
    if plan.planning is None:
        raise Http404
    planning = queries.planning_of(plan)
    everyone = agendas(planning)
    if not 1 <= number <= len(everyone):
        raise Http404
    shown = everyone[number - 1]
    rows = [
        {
            "hour": telling.clock(row.start),
            "appointment": None if isinstance(row, Rest) else row,
            "about": "" if isinstance(row, Rest) else telling.about(row.other),
            "why": telling.rest(row) if isinstance(row, Rest) else telling.why(row.why),
        }
        for row in shown.rows
    ]
    context = {
        "plan": plan,
        "token": token,
        "number": number,
        "agenda": shown,
        "rows": rows,
        "lead": telling.agenda_lead(shown, planning.event.timetable.minutes),
        "occasion": telling.occasion(planning.event),
        "place": planning.event.place,
        "previous": number - 1,
        "next": number + 1 if number < len(everyone) else 0,
    }
    return render(request, "esspresso/agenda.html", context)
