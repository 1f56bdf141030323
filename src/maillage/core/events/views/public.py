"""What everyone sees: the events to come, one event, its calendar file. No cookie is set here."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.core.events import exports, queries
from maillage.core.events.additions import on_page
from maillage.core.events.models import Event
from maillage.core.territories.models import Territory
from maillage.core.ui.access import public


def served(public_id: UUID) -> Event:
    """Return a published event by its permanent address, or Http404."""
    event = queries.shown(public_id)
    if event is None:
        raise Http404
    return event


@public
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """List the events to come, the next one first, and the last ones that took place."""
    slug = request.GET.get("territoire", "")
    territory = Territory.objects.filter(slug=slug).first() if slug else None
    context = {
        "events": list(queries.to_come(territory)[: queries.PAGE]),
        "past": list(queries.past(territory)[:6]),
        "territory": territory,
        "territories": list(Territory.objects.order_by("name")),
    }
    return render(request, "events/public/list.html", context)


@public
@require_safe
def event(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show an event: when, where, what, who may still come, and afterwards what was decided."""
    shown = served(public_id)
    minutes = queries.last_minutes(shown)
    context = {
        "event": shown,
        "seats": queries.seats_of(shown),
        "shut": queries.why_shut(shown),
        "over": shown.ends_at <= timezone.now(),
        "programme": queries.programme_of(shown),
        "minutes": minutes if minutes and minutes.is_public else None,
        "decisions": list(shown.decisions.order_by("pk")) if minutes and minutes.is_public else [],
        "sections": on_page(shown, request.user),
        "permalink": request.build_absolute_uri(request.path),
    }
    return render(request, "events/public/event.html", context)


@public
@require_safe
def event_ics(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The event, for a calendar."""
    shown = served(public_id)
    address = request.build_absolute_uri(request.path.rsplit("/", 1)[0] + "/")
    response = HttpResponse(exports.calendar(shown, address), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rencontre.ics"'
    return response
