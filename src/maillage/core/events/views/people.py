"""Pages about those who come: registrations, welcome on the day, papers."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.core.accounts.access import PersonRequest, posted
from maillage.core.events import exports, queries
from maillage.core.events.domain import attending, registering
from maillage.core.events.forms import AddForm
from maillage.core.events.models import Event, Registration
from maillage.core.events.rules.attendance import named_like, plain
from maillage.core.events.views.organising import organisers, prepared


def _one(event: Event, number: int) -> Registration:
    return get_object_or_404(event.registrations.select_related("event"), number=number)


@organisers
@require_safe
def registrations(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Show who comes, who waits, who withdrew, and who must be called."""
    event = prepared(request, public_id)
    rows = queries.attendees(event)
    context = {
        "event": event,
        "seats": queries.seats_of(event),
        "coming": [row for row in rows if row.state == Registration.State.REGISTERED],
        "waiting": [row for row in rows if row.state == Registration.State.WAITING],
        "withdrawn": [row for row in rows if row.state == Registration.State.WITHDRAWN],
        "to_tell": [row for row in rows if row.to_tell],
    }
    return render(request, "events/officer/registrations.html", context)


@organisers
def add(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Write someone down; on the day, they may be checked in at once."""
    event = prepared(request, public_id)
    form = AddForm(posted(request), asks_photo=event.asks_photo_consent)
    if request.method == "POST" and form.is_valid():
        try:
            added = registering.add_by_hand(event=event, by=request.user, **form.answers())
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            waits = added.state == Registration.State.WAITING
            done = (
                _("%(name)s is on the waiting list: everything is taken.")
                if waits
                else _("%(name)s has a seat.")
            )
            messages.success(request, done % {"name": added.name})
            if "welcome" in request.POST and not waits:
                attending.check_in(registration=added, by=request.user)
                return redirect("events:welcome", event.public_id)
            return redirect("events:registrations", event.public_id)
    return render(request, "events/officer/add.html", {"form": form, "event": event})


@organisers
@require_POST
def remove(request: PersonRequest, public_id: UUID, number: int) -> HttpResponse:
    """Give someone's seat back for them."""
    event = prepared(request, public_id)
    registration = _one(event, number)
    try:
        registering.withdraw(registration=registration, by=request.user, screen="events:registrations")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(
            request, _("It is noted: number %(number)s does not come.") % {"number": registration.number}
        )
    return redirect("events:registrations", event.public_id)


@organisers
@require_POST
def told(request: PersonRequest, public_id: UUID, number: int) -> HttpResponse:
    """Note that someone was told by voice."""
    event = prepared(request, public_id)
    registering.tell(registration=_one(event, number), by=request.user)
    return redirect("events:registrations", event.public_id)


@organisers
@require_safe
def welcome(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """The list at the door: type a few letters, one tap when the person is there."""
    event = prepared(request, public_id)
    rows = [
        row
        for row in queries.attendees(event)
        if row.state == Registration.State.REGISTERED and not row.erased_at
    ]
    text = request.GET.get("q", "").strip()[:60]
    shown = [row for row in rows if named_like(f"{row.name} {row.organisation} {row.number}", text)]
    context = {
        "event": event,
        "text": text,
        "expected": sorted(shown, key=lambda row: (row.arrived_at is not None, plain(row.name))),
        "arrived": sum(row.arrived_at is not None for row in rows),
        "count": len(rows),
    }
    return render(request, "events/officer/welcome.html", context)


@organisers
@require_POST
def check(request: PersonRequest, public_id: UUID, number: int) -> HttpResponse:
    """Note that someone is there, or take it back."""
    event = prepared(request, public_id)
    registration = _one(event, number)
    if request.POST.get("there") == "no":
        attending.undo_check_in(registration=registration, by=request.user)
    else:
        try:
            attending.check_in(registration=registration, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
    text = request.POST.get("q", "")
    address = reverse("events:welcome", args=[event.public_id], query={"q": text} if text else None)
    return redirect(f"{address}#n{registration.number}")


@organisers
def arrive(request: PersonRequest, token: str) -> HttpResponse:
    """What the drawing on a personal page opens: who it is (GET), « is there » (POST)."""
    registration = queries.find_registration(token)
    if registration is None:
        raise Http404
    event = prepared(request, registration.event.public_id)
    if request.method == "POST":
        try:
            attending.check_in(registration=registration, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("%(name)s is there.") % {"name": registration.name})
        return redirect("events:welcome", event.public_id)
    return render(request, "events/officer/arrive.html", {"event": event, "registration": registration})


@organisers
@require_safe
def sheet(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """The sign-in sheet, on paper."""
    event = prepared(request, public_id)
    return _attachment(
        exports.sign_in_sheet(event, queries.attendees(event)), "application/pdf", "emargement.pdf"
    )


@organisers
@require_safe
def registrations_file(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """The registrations, for a spreadsheet."""
    event = prepared(request, public_id)
    content = exports.registrations_csv(queries.attendees(event))
    return _attachment(content, "text/csv; charset=utf-8", "inscriptions.csv")


def _attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
