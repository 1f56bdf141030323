"""Pages on what happens to a contact: it is away, somebody stands in, it leaves and hands over."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from maillage.core.accounts.access import PersonRequest, posted
from maillage.core.contacts.domain import absences, people
from maillage.core.contacts.forms import AbsenceForm, LeaveForm, StandInForm, next_month
from maillage.core.contacts.models import Absence, Contact
from maillage.core.contacts.views.contacts import coordination, house, own_or_refuse, refused


@house
def declare_absence(request: PersonRequest, pk: int) -> HttpResponse:
    """Say that a contact is away, and who stands in."""
    contact = own_or_refuse(request, pk)
    form = AbsenceForm(posted(request), contact=contact)
    if request.method == "POST" and form.is_valid():
        try:
            declared = absences.declare(contact=contact, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _announced(declared))
            return redirect("contacts:contact", pk)
    return render(request, "contacts/declare_absence.html", {"form": form, "contact": contact})


def _announced(absence: Absence) -> str:
    if absence.stand_in is None:
        return _("The absence is announced. Nobody stands in: visitors are led to the central team.")
    return _("The absence is announced. Visitors are led to « %(who)s ».") % {"who": absence.stand_in}


@house
def absence(request: PersonRequest, pk: int) -> HttpResponse:
    """Change who stands in during an absence."""
    shown = get_object_or_404(Absence.objects.select_related("contact", "stand_in"), pk=pk)
    own_or_refuse(request, shown.contact_id)
    form = StandInForm(
        posted(request),
        contact=shown.contact,
        on=shown.first_day,
        initial={"stand_in": shown.stand_in_id or ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            named = absences.name_stand_in(
                absence=shown, stand_in=form.cleaned_data["stand_in"], actor=request.user
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _announced(named))
            return redirect("contacts:contact", shown.contact_id)
    return render(request, "contacts/absence.html", {"form": form, "absence": shown})


@house
@require_POST
def end_absence(request: PersonRequest, pk: int) -> HttpResponse:
    """Take back an absence, or end it as of today."""
    shown = get_object_or_404(Absence.objects.select_related("contact"), pk=pk)
    own_or_refuse(request, shown.contact_id)
    try:
        absences.end(absence=shown, actor=request.user)
    except ValidationError as refusal:
        refused(request, refusal)
    else:
        messages.success(request, _("The contact answers again from today on."))
    return redirect("contacts:contact", shown.contact_id)


@coordination
def leave(request: PersonRequest, pk: int) -> HttpResponse:
    """Say when a contact leaves and who takes its lines over, if that is known."""
    contact = get_object_or_404(Contact, pk=pk)
    on = contact.until or next_month()
    initial = {"on": on, "successor": contact.successor_id or ""}
    form = LeaveForm(posted(request), contact=contact, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            done = _leave(contact, request, form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, done)
            return redirect("contacts:contact", pk)
    context = {"form": form, "contact": contact, "lines": contact.coverages.not_over(on)}
    return render(request, "contacts/leave.html", context)


def _leave(contact: Contact, request: PersonRequest, wanted: dict[str, Any]) -> str:
    successor = wanted["successor"]
    if successor is None:
        people.leave(contact=contact, on=wanted["on"], note=wanted["note"], actor=request.user)
        return _(
            "The departure is written down. Until somebody takes over, visitors are led to the central team, "
            "and the checker names the communes that wait."
        )
    taken = people.hand_over(
        contact=contact,
        successor=successor,
        on=wanted["on"],
        source=wanted["source"],
        note=wanted["note"],
        actor=request.user,
    )
    done = ngettext(
        "« %(who)s » takes over %(count)d line as of that day.",
        "« %(who)s » takes over %(count)d lines as of that day.",
        taken,
    )
    return done % {"who": successor, "count": taken}


@coordination
@require_POST
def stay(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a departure back."""
    contact = get_object_or_404(Contact, pk=pk)
    try:
        people.stay(contact=contact, actor=request.user)
    except ValidationError as refusal:
        refused(request, refusal)
    else:
        messages.success(request, _("The departure is taken back: the contact goes on answering."))
    return redirect("contacts:contact", pk)
