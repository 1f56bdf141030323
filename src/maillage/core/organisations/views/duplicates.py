"""Pages of possible duplicates: the queue, a pair side by side, joining two sheets, separating them again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.core.accounts.access import PersonRequest, posted
from maillage.core.organisations import wording
from maillage.core.organisations.domain import duplicates, merging
from maillage.core.organisations.forms.sheets import MergeForm
from maillage.core.organisations.models import MatchCandidate, Merge, Organisation
from maillage.core.organisations.queries import open_candidates
from maillage.core.organisations.siret import grouped
from maillage.core.organisations.views.sheets import house

A_PAGE = 50
COMPARED = ("name", "acronym", "siret", "unit", "legal_category", "naf", "summary", "jobs", "since")


@house
def queue(request: PersonRequest) -> HttpResponse:
    """List the pairs to look at, the most alike first."""
    pairs = open_candidates()
    context = {
        "count": pairs.count(),
        "waiting": duplicates.waiting_sheets().count() if duplicates.are_many() else 0,
        "pairs": [(pair, wording.match_reasons(pair.reasons)) for pair in pairs[:A_PAGE]],
    }
    return render(request, "organisations/queue.html", context)


@house
def pair(request: PersonRequest, pk: int) -> HttpResponse:
    """Show two sheets side by side with the reasons; choose which stays, or that they are two structures."""
    candidate = _candidate(pk)
    context = {
        "pair": candidate,
        "reasons": wording.match_reasons(candidate.reasons),
        "lines": _lines(candidate.first, candidate.second),
        "form": MergeForm(pair=(candidate.first, candidate.second)),
    }
    return render(request, "organisations/pair.html", context)


def _candidate(pk: int) -> MatchCandidate:
    return get_object_or_404(MatchCandidate.objects.select_related("first", "second"), pk=pk)


def _lines(first: Organisation, second: Organisation) -> list[tuple[str, str, str, bool]]:
    """Return what both sheets say, field by field, and whether they differ."""
    lines = [(wording.field_name(field), _said(first, field), _said(second, field)) for field in COMPARED]
    lines.append((_("Sites"), _sites(first), _sites(second)))
    lines.append((_("Contacts"), _contacts(first), _contacts(second)))
    return [(name, left, right, left != right) for name, left, right in lines if left or right]


def _said(organisation: Organisation, field: str) -> str:
    value: Any = getattr(organisation, field)
    if field == "siret":
        return grouped(value)
    return "" if value is None else str(value)


def _sites(organisation: Organisation) -> str:
    rows = organisation.sites.select_related("commune").order_by("-principal", "pk")
    return " ; ".join(" ".join(filter(None, (each.address, each.commune.name))) for each in rows)


def _contacts(organisation: Organisation) -> str:
    rows = organisation.contact_points.order_by("position", "pk")
    return " ; ".join(" ".join(filter(None, (each.function, each.phone, each.email))) for each in rows)


@house
@require_POST
def keep_apart(request: PersonRequest, pk: int) -> HttpResponse:
    """Say that the pair is two structures."""
    try:
        duplicates.keep_apart(candidate=_candidate(pk), actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("They stay two structures; this pair will not come back."))
    return redirect("organisations:queue")


@house
def merge(request: PersonRequest, pk: int) -> HttpResponse:
    """Say what joining two sheets will do (GET), then do it (POST)."""
    candidate = _candidate(pk)
    both = (candidate.first, candidate.second)
    form = MergeForm(posted(request) or request.GET, pair=both)
    if not form.is_valid():
        return redirect("organisations:pair", candidate.pk)
    kept, merged = both if form.cleaned_data["kept"] == str(both[0].pk) else both[::-1]
    refusal = ""
    if request.method == "POST":
        try:
            event = merging.merge(kept=kept, merged=merged, actor=request.user)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            messages.success(
                request,
                _("« %(merged)s » joined « %(kept)s ». This can be undone from the sheet.")
                % {"merged": merged, "kept": event.kept},
            )
            return redirect("organisations:sheet", kept.slug)
    context = {"pair": candidate, "kept": kept, "merged": merged, "refusal": refusal}
    return render(request, "organisations/merge.html", context)


@house
def undo_merge(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask (GET), then separate two sheets again (POST)."""
    event = get_object_or_404(Merge.objects.select_related("kept", "merged", "by"), pk=pk)
    refusal = ""
    if request.method == "POST":
        try:
            merging.undo_merge(event=event, actor=request.user)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            messages.success(request, _("Both sheets are as they were before."))
            return redirect("organisations:sheet", event.merged.slug)
    return render(request, "organisations/undo_merge.html", {"event": event, "refusal": refusal})
