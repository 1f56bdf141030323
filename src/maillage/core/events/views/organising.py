"""Pages of those who prepare events: the list, one event, its changes, its series."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.core.accounts.access import PersonRequest, posted, roles_required
from maillage.core.accounts.models import Role
from maillage.core.accounts.rules import is_coordinator
from maillage.core.events import queries
from maillage.core.events.domain import preparing, repeating
from maillage.core.events.forms import CancelForm, EventForm, RepeatForm, SeriesForm
from maillage.core.events.models import Event, Reminder, Series
from maillage.core.events.rules.rights import may_organise

organisers = roles_required(Role.OFFICER, Role.COORDINATOR)


def prepared(request: PersonRequest, public_id: UUID) -> Event:
    """Return an event that this person may prepare; Http404 or a refusal in words otherwise."""
    rows = Event.objects.select_related("commune", "organiser", "series")
    event = get_object_or_404(rows, public_id=public_id)
    if not may_organise(request.user, event):
        raise PermissionDenied(
            _("This event is prepared by someone else: ask them, or the coordination, to hand it over.")
        )
    return event


@organisers
@require_safe
def organise(request: PersonRequest) -> HttpResponse:
    """List one's own events: to come first, then those that are over."""
    now = timezone.now()
    rows = queries.organised_by(request.user)
    context = {
        "coming": list(rows.filter(ends_at__gt=now).order_by("starts_at", "pk")[:100]),
        "over": list(rows.filter(ends_at__lte=now).order_by("-starts_at", "-pk")[: queries.PAGE]),
        "series": list(Series.objects.order_by("title")),
        "sees_all": is_coordinator(request.user),
    }
    return render(request, "events/officer/list.html", context)


@organisers
def create(request: PersonRequest) -> HttpResponse:
    """Prepare a new event."""
    form = EventForm(posted(request), instance=Event(organiser=request.user, reply_to=request.user.email))
    if request.method == "POST" and form.is_valid():
        event = Event(organiser=request.user, **form.changes())
        try:
            preparing.draft(
                event=event,
                territories=form.cleaned_data["territories"],
                programme=form.lines(),
                by=request.user,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The event is saved. Nobody else sees it until you publish it."))
            return redirect("events:prepare", event.public_id)
    return render(request, "events/officer/edit.html", {"form": form, "event": None})


@organisers
@require_safe
def prepare(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Show where an event stands and what to do next."""
    event = prepared(request, public_id)
    now = timezone.now()
    context = {
        "event": event,
        "seats": queries.seats_of(event),
        "territories": list(event.territories.order_by("name")),
        "programme": queries.programme_of(event),
        "announcements": list(event.announcements.order_by("-number")),
        "begun": event.starts_at <= now,
        "over": event.ends_at <= now,
        "to_tell": event.registrations.exclude(to_tell="").count(),
        "passed": event.reminders.filter(outcome=Reminder.Outcome.PASSED).count(),
        "permalink": request.build_absolute_uri(reverse("events:event", args=[event.public_id])),
    }
    return render(request, "events/officer/event.html", context)


@organisers
def edit(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Change an event; once published, a new hour or place is told to everyone who comes."""
    event = prepared(request, public_id)
    coordinates = is_coordinator(request.user)
    form = EventForm(posted(request), instance=event, may_hand_over=coordinates)
    if request.method == "POST" and form.is_valid():
        try:
            preparing.change(
                event=event,
                changes=form.changes(),
                territories=form.cleaned_data["territories"],
                programme=form.lines(),
                by=request.user,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The event is changed."))
            return redirect("events:prepare", event.public_id)
    return render(request, "events/officer/edit.html", {"form": form, "event": event})


@organisers
@require_POST
def publish(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Open the page and the registrations."""
    return _turn(request, public_id, preparing.publish, _("The event is published: people can register now."))


@organisers
@require_POST
def close(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Take no more registrations from the site."""
    return _turn(
        request, public_id, preparing.close, _("Registrations are closed on the site; you still add people.")
    )


@organisers
@require_POST
def reopen(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Take registrations from the site again."""
    return _turn(request, public_id, preparing.reopen, _("Registrations are open again."))


@organisers
@require_POST
def hold(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Say that the event took place."""
    return _turn(request, public_id, preparing.hold, _("It is noted: the event took place."))


def _turn(request: PersonRequest, public_id: UUID, verb: Callable[..., Event], done: str) -> HttpResponse:
    event = prepared(request, public_id)
    try:
        verb(event=event, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect("events:prepare", event.public_id)


@organisers
def cancel(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Ask why (GET), then cancel the event and tell everyone (POST)."""
    event = prepared(request, public_id)
    form = CancelForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            preparing.cancel(event=event, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The event is cancelled; everyone who gave an address is told."))
            return redirect("events:prepare", event.public_id)
    return render(
        request,
        "events/officer/cancel.html",
        {"form": form, "event": event, "seats": queries.seats_of(event)},
    )


@organisers
def series(request: PersonRequest) -> HttpResponse:
    """Start a series of events."""
    form = SeriesForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        repeating.start_series(
            title=given["title"],
            rhythm=given["rhythm"],
            territories=list(given["territories"]),
            by=request.user,
        )
        messages.success(request, _("The series exists: choose it when you prepare an event."))
        return redirect("events:organise")
    return render(request, "events/officer/series.html", {"form": form})


@organisers
def repeat(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Prepare the next event of a series."""
    event = prepared(request, public_id)
    form = RepeatForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            following = repeating.repeat(event=event, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The next event is prepared: complete it, then publish it."))
            return redirect("events:prepare", following.public_id)
    earlier = []
    if event.series:
        hosted = event.series.events.exclude(host="").order_by("starts_at")
        earlier = list(hosted.values_list("host", flat=True))
    return render(request, "events/officer/repeat.html", {"form": form, "event": event, "earlier": earlier})
