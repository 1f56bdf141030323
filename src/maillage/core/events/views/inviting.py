"""Pages of invitations: whom to invite, who was, who must be called, and « do not invite me any more »."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.core.accounts.access import PersonRequest
from maillage.core.events import queries
from maillage.core.events.circles import circles_of
from maillage.core.events.domain import inviting
from maillage.core.events.forms import InviteForm
from maillage.core.events.models import Invitation
from maillage.core.events.views.organising import organisers, prepared
from maillage.core.ui.access import public


@organisers
def invite(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Choose whom to invite, see who that is (GET), then invite them (POST); below, who was invited."""
    event = prepared(request, public_id)
    asked = request.POST if request.method == "POST" else (request.GET if "voir" in request.GET else None)
    form = InviteForm(asked, circles=list(circles_of(event)))
    shown = None
    if asked is not None and form.is_valid():
        if request.method == "POST":
            try:
                found = [
                    inviting.invite(event=event, guests=guests, circle=label, by=request.user)
                    for label, guests in form.chosen()
                ]
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                written = sum(len(each.write) for each in found)
                to_call = sum(len(each.call) for each in found)
                messages.success(request, _told(written, to_call))
                return redirect("events:invite", event.public_id)
        else:
            shown = inviting.sort_out(event, [guest for _label, guests in form.chosen() for guest in guests])
    invited = list(queries.invited_to(event))
    context = {
        "event": event,
        "form": form,
        "shown": shown,
        "circles": form.cleaned_data.get("circles", ()) if shown else (),
        "invited": [each for each in invited if each.email or each.told_at or each.erased_at],
        "to_call": [each for each in invited if not each.email and not each.told_at and not each.erased_at],
        "shut": queries.why_shut(event),
    }
    return render(request, "events/officer/invite.html", context)


def _told(written: int, to_call: int) -> str:
    parts = [
        ngettext("%(count)d invitation leaves.", "%(count)d invitations leave.", written)
        % {"count": written},
    ]
    if to_call:
        calls = ngettext("%(count)d person is to be called.", "%(count)d people are to be called.", to_call)
        parts.append(calls % {"count": to_call})
    return " ".join(parts)


@organisers
@require_POST
def called(request: PersonRequest, public_id: UUID, pk: int) -> HttpResponse:
    """Note that someone was invited by voice."""
    event = prepared(request, public_id)
    inviting.called(invitation=get_object_or_404(event.invitations, pk=pk), by=request.user)
    messages.success(request, _("It is noted. They come? Write them down among the registrations."))
    return redirect("events:invite", event.public_id)


@public
@never_cache
def uninvite(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once (GET), then invite this address no more (POST)."""
    rows = Invitation.objects.filter(erased_at=None).select_related("event")
    invitation = get_object_or_404(rows, token=token)
    if request.method == "POST":
        inviting.refuse_invitations(invitation=invitation)
        return render(request, "events/public/uninvited.html", {"event": invitation.event})
    return render(
        request, "events/public/uninvite.html", {"invitation": invitation, "event": invitation.event}
    )
