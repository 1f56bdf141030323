"""Pages on what is covered: zones of a contact, declared gaps, the checker and the repair of each anomaly."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from maillage.core.accounts.access import PersonRequest, posted
from maillage.core.contacts import directory, repairs
from maillage.core.contacts.domain import coverage as domain
from maillage.core.contacts.forms import (
    CoverForm,
    EndLineForm,
    FillForm,
    GapForm,
    KeepOneForm,
    zone_named,
)
from maillage.core.contacts.models import Contact, Coverage, DeclaredGap, Subject
from maillage.core.contacts.views.contacts import coordination, refused
from maillage.core.territories.models import Municipality
from maillage.core.ui.http import key_said


def day_asked(request: PersonRequest) -> date:
    """Read ``?le=2027-01-01``; today when nothing readable is asked."""
    try:
        return date.fromisoformat(request.GET.get("le", ""))
    except ValueError:
        return timezone.localdate()


@coordination
@require_safe
def report(request: PersonRequest) -> HttpResponse:
    """Check every commune and every subject on a day, and offer one repair for each anomaly."""
    on = day_asked(request)
    context = {"report": repairs.shown_report(on), "on": on, "today": timezone.localdate()}
    return render(request, "contacts/coverage.html", context)


@coordination
def cover(request: PersonRequest, pk: int) -> HttpResponse:
    """Let a contact answer in a zone."""
    contact = get_object_or_404(Contact, pk=pk)
    form = CoverForm(posted(request), initial={"valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            domain.cover(
                contact=contact,
                zones=[wanted["where"]],
                subjects=wanted["subjects"],
                valid_from=wanted["valid_from"],
                valid_to=wanted["valid_to"],
                source=wanted["source"],
                actor=request.user,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The zone is written down."))
            return redirect("contacts:contact", pk)
    return render(request, "contacts/cover.html", {"form": form, "contact": contact})


@coordination
def end_line(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    """End a line or a gap on a day."""
    line = _line(kind, pk)
    form = EndLineForm(posted(request), initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            domain.end_line(line=line, on=form.cleaned_data["on"], actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The line ends on that day; what held before stays readable."))
            return _back(line)
    return render(request, "contacts/end_line.html", {"form": form, "line": line})


@coordination
@require_POST
def follow_commune(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    """Let a line that names a commune which ended hold for its successor."""
    try:
        successor = domain.follow_commune(line=_line(kind, pk), actor=request.user)
    except ValidationError as refusal:
        refused(request, refusal)
    else:
        messages.success(request, _("The line now holds for %(name)s.") % {"name": successor.name})
    return redirect("contacts:coverage")


def _line(kind: str, pk: int) -> Coverage | DeclaredGap:
    if kind == "zone":
        return get_object_or_404(Coverage, pk=pk)
    if kind == "lacune":
        return get_object_or_404(DeclaredGap, pk=pk)
    raise Http404


def _back(line: Coverage | DeclaredGap) -> HttpResponse:
    if isinstance(line, Coverage):
        return redirect("contacts:contact", line.contact_id)
    return redirect("contacts:gaps")


@coordination
def gaps(request: PersonRequest) -> HttpResponse:
    """List the gaps declared, and declare one."""
    today = timezone.localdate()
    form = GapForm(posted(request), initial={"valid_from": today})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        domain.declare_gap(
            subjects=[wanted["subject"]],
            zones=[wanted["where"]],
            reason=wanted["reason"],
            valid_from=wanted["valid_from"],
            valid_to=wanted["valid_to"],
            actor=request.user,
        )
        messages.success(request, _("The gap is declared; visitors read why."))
        return redirect("contacts:gaps")
    return render(request, "contacts/gaps.html", {"form": form, "gaps": directory.gaps_not_over(today)})


@coordination
def fill(request: PersonRequest) -> HttpResponse:
    """Say who answers in the communes that the checker found without anybody."""
    on = day_asked(request)
    keys = request.GET.getlist("sujet")
    found = repairs.missing_at(on, request.GET.get("anomalie", ""), request.GET.get("territoire", ""), keys)
    if found is None:
        messages.warning(request, _("This was repaired meanwhile: nothing is missing there any more."))
        return redirect("contacts:coverage")
    anomaly, facts = found
    subjects = list(Subject.objects.filter(key__in=anomaly.subjects))
    form = FillForm(
        posted(request),
        family=subjects[0].family,
        zones=repairs.zone_choices(anomaly, facts),
        on=on,
        initial={"valid_from": on},
    )
    communes = Municipality.objects.communes_at(on).filter(scheme="insee", code__in=anomaly.communes)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        one_by_one = wanted["where"] == "communes"
        zones = (
            [domain.Where(each) for each in communes.order_by("pk")]
            if one_by_one
            else [zone_named(wanted["where"])]
        )
        try:
            domain.cover(
                contact=wanted["contact"],
                zones=zones,
                subjects=subjects,
                valid_from=wanted["valid_from"],
                source=wanted["source"],
                actor=request.user,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("« %(who)s » answers there now.") % {"who": wanted["contact"]})
            return redirect("contacts:coverage")
    context = {"form": form, "subjects": subjects, "communes": communes.order_by("folded")}
    return render(request, "contacts/fill.html", context)


@coordination
def keep_one(request: PersonRequest) -> HttpResponse:
    """Choose who answers where several officers do: the lines of the others end."""
    keys = [key for key in map(key_said, request.GET.getlist("ligne")) if key is not None]
    lines = list(
        Coverage.objects.filter(pk__in=keys)
        .select_related("contact", "commune", "epci", "territory", "subject")
        .order_by("pk")
    )
    contacts = list({line.contact_id: line.contact for line in lines}.values())
    if len(contacts) < 2:
        messages.warning(request, _("This was repaired meanwhile: one officer answers there."))
        return redirect("contacts:coverage")
    form = KeepOneForm(posted(request), contacts=contacts, initial={"on": day_asked(request)})
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data["keep"]
        try:
            ended = domain.keep_one(keep=kept, lines=lines, on=form.cleaned_data["on"], actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            done = ngettext(
                "« %(who)s » answers alone; %(count)d line of the others ends.",
                "« %(who)s » answers alone; %(count)d lines of the others end.",
                ended,
            )
            messages.success(request, done % {"who": kept, "count": ended})
            return redirect("contacts:coverage")
    return render(request, "contacts/keep_one.html", {"form": form, "lines": lines})
