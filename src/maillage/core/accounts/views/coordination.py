"""Pages of the coordination: people and their roles, invitations."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.core.accounts.access import PersonRequest, posted, roles_required
from maillage.core.accounts.domain import invitations, roles
from maillage.core.accounts.forms import InvitationForm
from maillage.core.accounts.models import Invitation, Role, RoleGrant
from maillage.core.accounts.queries import open_invitations, people_page
from maillage.core.ui.http import key_said


@roles_required(Role.COORDINATOR)
def people(request: PersonRequest) -> HttpResponse:
    """List who has an account and the roles they hold."""
    search = request.GET.get("q", "").strip()
    after = request.GET.get("apres", "")
    page = people_page(search=search, after=key_said(after))
    return render(request, "accounts/people.html", {"page": page, "search": search})


@roles_required(Role.COORDINATOR)
def end_role(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask (GET), then end a role (POST)."""
    grant = get_object_or_404(RoleGrant.objects.select_related("person"), pk=pk, ended_at=None)
    refusal = ""
    if request.method == "POST":
        try:
            roles.end_role(grant=grant, by=request.user)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            messages.success(
                request,
                _("%(person)s no longer holds this role. What they did stays in the journal.")
                % {"person": grant.person},
            )
            return HttpResponseRedirect(reverse("accounts:people"))
    return render(request, "accounts/end_role.html", {"grant": grant, "refusal": refusal})


@roles_required(Role.COORDINATOR)
def invitation_list(request: PersonRequest) -> HttpResponse:
    """List the invitations without an answer."""
    return render(request, "accounts/invitations.html", {"invitations": open_invitations()})


@roles_required(Role.COORDINATOR)
def invite(request: PersonRequest) -> HttpResponse:
    """Invite someone."""
    form = InvitationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            invitation = invitations.invite(
                email=wanted["email"], name=wanted["name"], role=Role(wanted["role"]), by=request.user
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(
                request, _("The invitation leaves for %(address)s.") % {"address": invitation.email}
            )
            return HttpResponseRedirect(reverse("accounts:invitations"))
    return render(request, "accounts/invite.html", {"form": form})


@roles_required(Role.COORDINATOR)
@require_POST
def resend(request: PersonRequest, pk: int) -> HttpResponse:
    """Send an invitation again."""
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        invitations.resend(invitation=invitation, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(
            request,
            _("A new link leaves for %(address)s; the former one no longer works.")
            % {"address": invitation.email},
        )
    return HttpResponseRedirect(reverse("accounts:invitations"))


@roles_required(Role.COORDINATOR)
@require_POST
def revoke(request: PersonRequest, pk: int) -> HttpResponse:
    """Close an invitation."""
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        invitations.revoke(invitation=invitation, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The invitation of %(name)s is closed.") % {"name": invitation.name})
    return HttpResponseRedirect(reverse("accounts:invitations"))
