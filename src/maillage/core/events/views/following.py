"""Pages after an event: minutes, decisions, actions, opinions; and reminders put off."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.core.accounts.access import PersonRequest, posted
from maillage.core.events import queries
from maillage.core.events.additions import on_followup
from maillage.core.events.domain import following
from maillage.core.events.forms import ActionForm, DecisionForm, MinutesForm, SnoozeForm
from maillage.core.events.models import Event
from maillage.core.events.views.organising import organisers, prepared
from maillage.core.ui.http import key_said


@organisers
def follow(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Write the minutes, and show what was decided and who does what."""
    event = prepared(request, public_id)
    last = queries.last_minutes(event)
    held = {"text": last.text, "is_public": last.is_public} if last else {}
    form = MinutesForm(posted(request), initial=held)
    if request.method == "POST" and form.is_valid():
        try:
            following.write_minutes(event=event, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The minutes are saved; the former versions stay."))
            return redirect("events:follow", event.public_id)
    return _page(request, event, minutes_form=form)


@organisers
@require_POST
def decide(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Write a decision down."""
    event = prepared(request, public_id)
    form = DecisionForm(request.POST, prefix="decision")
    if form.is_valid():
        try:
            following.decide(event=event, text=form.cleaned_data["text"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return redirect("events:follow", event.public_id)
    return _page(request, event, decision_form=form)


@organisers
@require_POST
def act(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Write an action down."""
    event = prepared(request, public_id)
    form = ActionForm(request.POST, prefix="action")
    if form.is_valid():
        following.act(event=event, by=request.user, **form.cleaned_data)
        return redirect("events:follow", event.public_id)
    return _page(request, event, action_form=form)


@organisers
@require_POST
def settle(request: PersonRequest, public_id: UUID, pk: int) -> HttpResponse:
    """Say that an action is done, or given up."""
    event = prepared(request, public_id)
    action = get_object_or_404(event.actions, pk=pk)
    following.settle(action=action, done=request.POST.get("done") != "no", by=request.user)
    return redirect("events:follow", event.public_id)


@organisers
def snooze(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Put the reminders of an event, or of one of its actions, off."""
    event = prepared(request, public_id)
    key = key_said(request.GET.get("action", ""))
    action = get_object_or_404(event.actions, pk=key) if key is not None else None
    form = SnoozeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        following.snooze(event=event, action=action, until=form.cleaned_data["until"], by=request.user)
        messages.success(request, _("It is noted: no reminder before that day."))
        return redirect("events:follow" if action else "events:prepare", event.public_id)
    return render(request, "events/officer/snooze.html", {"form": form, "event": event, "action": action})


def _page(
    request: PersonRequest,
    event: Event,
    *,
    minutes_form: MinutesForm | None = None,
    decision_form: DecisionForm | None = None,
    action_form: ActionForm | None = None,
) -> HttpResponse:
    last = queries.last_minutes(event)
    held = {"text": last.text, "is_public": last.is_public} if last else {}
    context = {
        "event": event,
        "minutes": last,
        "minutes_form": minutes_form or MinutesForm(initial=held),
        "decision_form": decision_form or DecisionForm(prefix="decision"),
        "action_form": action_form or ActionForm(prefix="action"),
        "decisions": list(event.decisions.order_by("pk")),
        "actions": list(event.actions.order_by("due_on", "pk")),
        "opinions": queries.opinions(event),
        "seats": queries.seats_of(event),
        "arrived": event.registrations.filter(arrived_at__isnull=False).count(),
        "sections": on_followup(event, request.user),
        "today": timezone.localdate(),
        "begun": event.starts_at <= timezone.now() and event.state not in {"draft", "cancelled"},
    }
    return render(request, "events/officer/follow.html", context)
