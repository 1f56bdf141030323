"""Pages of the coordination: who belongs where, moves at a date, doubts, what happens to communes."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core.accounts.access import PersonRequest, posted, roles_required
from maillage.core.accounts.models import Role
from maillage.core.territories import summaries
from maillage.core.territories.domain import assignments as domain
from maillage.core.territories.domain import history
from maillage.core.territories.forms import (
    ConfirmForm,
    MergeForm,
    MoveForm,
    RenameForm,
    SplitForm,
    TerritoryForm,
    next_new_year,
)
from maillage.core.territories.models import Epci, Municipality, Territory, TerritoryAssignment
from maillage.core.territories.queries import find_municipalities
from maillage.core.ui.templatetags.ui import long_date

coordination = roles_required(Role.COORDINATOR)


@dataclass(frozen=True)
class Scope:
    """What an address points at: an EPCI's communes or one commune, its name, and what it holds today."""

    name: str
    query: str
    communes: list[Municipality]
    held: list[TerritoryAssignment]


def scope_of(request: HttpRequest) -> Scope:
    """Read ``?epci=SIREN`` or ``?commune=CODE``; Http404 when it names nothing known.

    Of an EPCI that reaches over the border of the département, only the communes that the territories of
    today know are meant.
    """
    today = timezone.localdate()
    rows = TerritoryAssignment.objects.at(today).select_related("territory", "municipality")
    siren, code = request.GET.get("epci", ""), request.GET.get("commune", "")
    if siren:
        epci = get_object_or_404(Epci, siren=siren)
        held = list(rows.filter(municipality__epci=epci).order_by("municipality__folded", "pk"))
        if not held:
            raise Http404
        return Scope(epci.name, f"epci={siren}", [row.municipality for row in held], held)
    commune = get_object_or_404(Municipality.objects.communes_at(today), scheme="insee", code=code)
    return Scope(
        commune.name, f"commune={code}", [commune], list(rows.filter(municipality=commune).order_by("pk"))
    )


@coordination
def assignments(request: PersonRequest) -> HttpResponse:
    """List who belongs where today: by EPCI, or by commune once filtered; and what is planned."""
    today = timezone.localdate()
    search = request.GET.get("q", "").strip()[:100]
    siren, wanted = request.GET.get("epci", ""), request.GET.get("territoire", "")
    doubtful = request.GET.get("a-confirmer") == "1"
    held = summaries.held_at(today)
    if search:
        held = held.filter(municipality__in=[match.municipality for match in find_municipalities(search)])
    if siren:
        held = held.filter(municipality__epci__siren=siren)
    if wanted:
        held = held.filter(territory__slug=wanted)
    if doubtful:
        held = held.filter(confidence=TerritoryAssignment.Confidence.TO_CONFIRM)
    rows = list(held)
    context = {
        "lines": summaries.epci_lines(rows),
        "rows": rows if search or siren else [],
        "count": len(rows),
        "search": search,
        "epci": Epci.objects.filter(siren=siren).first() if siren else None,
        "wanted": wanted,
        "doubtful": doubtful,
        "filtered": bool(search or siren or wanted or doubtful),
        "territories": Territory.objects.order_by("name"),
        "planned": summaries.planned_changes(today),
        "outside": list(summaries.without_territory(today)),
        "today": today,
    }
    return render(request, "territories/assignments.html", context)


@coordination
def move(request: PersonRequest) -> HttpResponse:
    """Move a commune or an EPCI's communes to another territory as of a day."""
    if not request.GET.get("epci") and not request.GET.get("commune"):
        return redirect("territories:assignments")
    scope = scope_of(request)
    form = MoveForm(posted(request), initial={"valid_from": next_new_year()})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            moved = domain.move(
                municipalities=scope.communes,
                territory=wanted["territory"],
                valid_from=wanted["valid_from"],
                source=wanted["source"],
                confidence=wanted["confidence"],
                actor=request.user,
                note=wanted["note"],
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(
                request, _moved(len(moved), wanted["territory"], long_date(wanted["valid_from"]))
            )
            return redirect("territories:assignments")
    return render(request, "territories/move.html", {"form": form, "scope": scope})


def _moved(count: int, territory: Territory | None, day: str) -> str:
    if territory is None:
        text = ngettext(
            "As of %(day)s, %(count)d commune belongs to no territory.",
            "As of %(day)s, %(count)d communes belong to no territory.",
            count,
        )
        return text % {"day": day, "count": count}
    text = ngettext(
        "As of %(day)s, %(count)d commune belongs to the territory « %(territory)s ».",
        "As of %(day)s, %(count)d communes belong to the territory « %(territory)s ».",
        count,
    )
    return text % {"day": day, "count": count, "territory": territory.name}


@coordination
def undo_move(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask (GET), then take back a move to come (POST)."""
    assignment = get_object_or_404(
        TerritoryAssignment.objects.select_related("municipality", "territory"), pk=pk
    )
    if request.method == "POST":
        try:
            domain.undo_move(assignment=assignment, actor=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(
                request,
                _("The move of %(name)s was taken back; it stays where it is.")
                % {"name": assignment.municipality.name},
            )
        return redirect("territories:assignments")
    return render(request, "territories/undo_move.html", {"assignment": assignment})


@coordination
def confirm(request: PersonRequest) -> HttpResponse:
    """Say that the territory of a commune, or of an EPCI's communes, is sure, and where it is known from."""
    if not request.GET.get("epci") and not request.GET.get("commune"):
        return redirect(f"{reverse('territories:assignments')}?a-confirmer=1")
    scope = scope_of(request)
    form = ConfirmForm(posted(request))
    if request.method == "POST" and form.is_valid():
        count = domain.confirm(assignments=scope.held, source=form.cleaned_data["source"], actor=request.user)
        done = ngettext("%(count)d commune is confirmed.", "%(count)d communes are confirmed.", count)
        messages.success(request, done % {"count": count})
        return redirect("territories:assignments")
    return render(request, "territories/confirm.html", {"form": form, "scope": scope})


@coordination
def create_territory(request: PersonRequest) -> HttpResponse:
    """Create a territory; communes are moved to it next."""
    form = TerritoryForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            created = domain.create_territory(actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(
                request,
                _("The territory « %(name)s » exists; move its communes to it now.") % {"name": created.name},
            )
            return redirect("territories:assignments")
    return render(request, "territories/create_territory.html", {"form": form})


@coordination
def rename(request: PersonRequest, code: str) -> HttpResponse:
    """Give a commune its new name."""

    def do(commune: Municipality, wanted: dict[str, Any]) -> str:
        history.rename(municipality=commune, actor=request.user, **wanted)
        return _("The new name is in place; the former one still finds the commune.")

    return _change(request, code, RenameForm, "territories/rename.html", do)


@coordination
def merge(request: PersonRequest, code: str) -> HttpResponse:
    """Record that communes join this one."""

    def do(commune: Municipality, wanted: dict[str, Any]) -> str:
        history.merge(into=commune, actor=request.user, **wanted)
        return _("The merger is recorded; the former names and codes lead to %(name)s.") % {
            "name": commune.name
        }

    return _change(request, code, MergeForm, "territories/merge.html", do)


@coordination
def split(request: PersonRequest, code: str) -> HttpResponse:
    """Record that a new commune leaves this one."""

    def do(commune: Municipality, wanted: dict[str, Any]) -> str:
        new = history.split(municipality=commune, actor=request.user, **wanted)
        return _("The commune « %(name)s » exists as of that day, in the same territory.") % {
            "name": new.name
        }

    return _change(request, code, SplitForm, "territories/split.html", do)


def _change(
    request: PersonRequest, code: str, form_class: type[Form], template: str, do: Any
) -> HttpResponse:
    commune = get_object_or_404(
        Municipality.objects.communes_at(timezone.localdate()), scheme="insee", code=code
    )
    form = form_class(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            done = do(commune, form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, done)
            return redirect("territories:municipality", commune.reference)
    return render(request, template, {"form": form, "commune": commune})
