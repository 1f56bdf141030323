"""The outbox, for the coordination: what left, what did not, and what to do about it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.core.messaging import domain, queries, rules
from maillage.core.messaging.forms import OutboxFilters
from maillage.core.messaging.models import Message, State
from maillage.core.ui.access import staff_required

MESSAGES_A_PAGE = 50
BADGES = {
    State.SENT: "yes",
    State.QUEUED: "wait",
    State.SENDING: "wait",
    State.FAILED: "stop",
    State.UNKNOWN: "stop",
    State.HELD: "wait",
    State.DROPPED: "no",
}


@staff_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """List the messages, newest first, filtered by state."""
    form = OutboxFilters(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = list(
        queries.outbox(state=wanted.get("state", ""), before=wanted.get("before"))[: MESSAGES_A_PAGE + 1]
    )
    shown = page[:MESSAGES_A_PAGE]
    older = request.GET.copy()
    if len(page) > MESSAGES_A_PAGE:
        older["before"] = str(shown[-1].pk)
    context = {
        "form": form,
        "lines": [(message, BADGES[State(message.state)]) for message in shown],
        "older": older.urlencode() if len(page) > MESSAGES_A_PAGE else "",
    }
    return render(request, "messaging/outbox.html", context)


@staff_required
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message, save the text of those that open an account, and what can be decided."""
    found = get_object_or_404(Message, pk=pk)
    kind = rules.kind_or_none(found)
    context = {
        "message_sent": found,
        "badge": BADGES[State(found.state)],
        "kind": kind.label if kind else found.kind,
        "secret": rules.is_secret(found),
        "to_decide": found.state in rules.DECIDED_BY_A_PERSON,
    }
    return render(request, "messaging/message.html", context)


@staff_required
@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message again because a person decided so."""
    found = get_object_or_404(Message, pk=pk)
    try:
        domain.resend(message=found, by=request.user, screen="messaging:message")
    except domain.MessagingRefusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The message leaves again within a minute."))
    return redirect("messaging:message", pk=pk)


@staff_required
@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide that a message will not be sent."""
    found = get_object_or_404(Message, pk=pk)
    try:
        domain.give_up(message=found, by=request.user, screen="messaging:message")
    except domain.MessagingRefusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The message will not be sent. It stays in the list as given up."))
    return redirect("messaging:message", pk=pk)
