"""Registering without an account, and the page that a personal link opens.

Such a link may be forwarded: the page shows a first name, never an address; what changes anything is a form
that someone sends (POST).
"""

import io
from uuid import UUID

import segno
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maillage.core.accounts.access import posted
from maillage.core.accounts.models import Person
from maillage.core.accounts.visitors import refuse_a_flood
from maillage.core.events import queries
from maillage.core.events.domain import attending, registering
from maillage.core.events.forms import OpinionForm, RegistrationForm
from maillage.core.events.models import Registration, Satisfaction
from maillage.core.events.views.public import served
from maillage.core.ui.access import public


def owned(token: str) -> Registration:
    """Return the registration behind a personal link, or Http404."""
    registration = queries.find_registration(token)
    if registration is None:
        raise Http404
    return registration


@public
def register(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask who comes; the answer is the same whether the address was known or not."""
    event = served(public_id)
    person = request.user if isinstance(request.user, Person) else None
    known = {"name": person.name, "email": person.email} if person else {}
    form = RegistrationForm(posted(request), asks_photo=event.asks_photo_consent, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            refuse_a_flood(request, "events.register", most=registering.REGISTRATIONS_AN_HOUR)
            # Someone else's address is someone else's registration: the account is kept out of it.
            own = person if person and form.cleaned_data["email"].lower() == person.email else None
            registering.register(event=event, person=own, **form.answers())
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return redirect("events:thanks", event.public_id)
    shut = queries.why_shut(event)
    if shut and not form.errors:
        return redirect("events:event", event.public_id)
    context = {"event": event, "form": form, "seats": queries.seats_of(event)}
    return render(request, "events/public/register.html", context)


@public
@require_safe
def thanks(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say that a message leaves, to whoever registered."""
    return render(request, "events/public/thanks.html", {"event": served(public_id)})


@public
@never_cache
@require_safe
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Show someone their own registration."""
    registration = owned(token)
    event = registration.event
    context = {
        "registration": registration,
        "event": event,
        "queue": queries.place_in_queue(registration),
        "over": event.ends_at <= timezone.now(),
        "shut": queries.why_shut(event),
    }
    return render(request, "events/public/mine.html", context)


@public
@never_cache
@require_safe
def code(request: HttpRequest, token: str) -> HttpResponse:
    """The drawing that is read at the door: it opens the check-in page, kept for those who organise."""
    registration = owned(token)
    address = request.build_absolute_uri(reverse("events:arrive", args=[registration.token]))
    stream = io.BytesIO()
    segno.make(address, error="m").save(stream, kind="svg", border=2, scale=4, light="#fff")
    return HttpResponse(stream.getvalue(), content_type="image/svg+xml")


@public
@never_cache
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once (GET), then give the seat back (POST)."""
    registration = owned(token)
    if request.method == "POST":
        try:
            registering.withdraw(registration=registration)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("events:mine", token)
    event = registration.event
    if registration.arrived_at or event.ends_at <= timezone.now():  # the personal page says what took place
        return redirect("events:mine", token)
    waits = registration.state == Registration.State.WAITING
    context = {"registration": registration, "event": event, "waits": waits}
    return render(request, "events/public/withdraw.html", context)


@public
@never_cache
def photos(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether someone agrees to be photographed, and keep the answer."""
    registration = owned(token)
    if not registration.event.asks_photo_consent:
        raise Http404
    if request.method == "POST" and request.POST.get("agrees") in {"yes", "no"}:
        registering.consent_to_photos(registration=registration, agrees=request.POST["agrees"] == "yes")
        return redirect("events:mine", token)
    return render(
        request, "events/public/photos.html", {"registration": registration, "event": registration.event}
    )


@public
@never_cache
def opinion(request: HttpRequest, token: str) -> HttpResponse:
    """Ask someone who came what they thought of it."""
    registration = owned(token)
    event = registration.event
    if event.starts_at > timezone.now():
        return redirect("events:mine", token)
    held = Satisfaction.objects.filter(registration=registration).first()
    met = {True: "yes", False: "no", None: ""}[held.met_someone_new if held else None]
    form = OpinionForm(posted(request), instance=held, initial={"met": met})
    if request.method == "POST" and form.is_valid():
        attending.tell_opinion(registration=registration, **form.answers())
        messages.success(request, _("Thank you, it is noted. You may change your answer on this page."))
        return redirect("events:opinion", token)
    return render(
        request, "events/public/opinion.html", {"form": form, "event": event, "registration": registration}
    )
