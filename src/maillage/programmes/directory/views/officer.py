"""For the département's people: claims and reports that wait, structures that the registry lists."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.core.accounts.access import PersonRequest, posted, roles_required
from maillage.core.accounts.models import Role
from maillage.core.organisations.registry import client
from maillage.programmes.directory.domain import claims, reports
from maillage.programmes.directory.forms import RefusalForm
from maillage.programmes.directory.models import Claim, Report
from maillage.programmes.directory.structures import fetching
from maillage.programmes.directory.tasks import fetch_structures

house = roles_required(Role.COORDINATOR, Role.OFFICER)
SHOWN = 100


@house
@require_safe
def moderation(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, oldest first."""
    waiting = Claim.objects.filter(state=Claim.State.OPEN).select_related("organisation", "person")
    reported = Report.objects.filter(state=Report.State.NEW).select_related("organisation")
    context = {
        "claims": [
            (claim, claims.is_of_domain(claim)) for claim in waiting.order_by("created_at", "pk")[:SHOWN]
        ],
        "reports": list(reported.order_by("created_at", "pk")[:SHOWN]),
    }
    return render(request, "directory/moderation.html", context)


@house
@require_POST
def accept(request: PersonRequest, pk: int) -> HttpResponse:
    """Let someone keep a sheet."""
    try:
        claims.accept(claim=get_object_or_404(Claim, pk=pk), actor=request.user)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Accepted; the person is told by e-mail."))
    return redirect("directory:moderation")


@house
def refuse(request: PersonRequest, pk: int) -> HttpResponse:
    """Refuse a claim, and say why."""
    claim = get_object_or_404(Claim.objects.select_related("organisation"), pk=pk)
    form = RefusalForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            claims.refuse(claim=claim, actor=request.user, note=form.cleaned_data["note"])
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Refused; the person is told why by e-mail."))
        return redirect("directory:moderation")
    return render(request, "directory/refuse.html", {"form": form, "claim": claim})


@house
@require_POST
def handle(request: PersonRequest, pk: int) -> HttpResponse:
    """Say what came of a report."""
    corrected = request.POST.get("issue") == "corrigee"
    try:
        reports.handle(report=get_object_or_404(Report, pk=pk), corrected=corrected, actor=request.user)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Noted. The report leaves the queue."))
    return redirect("directory:moderation")


@house
def fetch(request: PersonRequest) -> HttpResponse:
    """Say what the registry of companies may bring, and fetch it when asked."""
    if request.method == "POST":
        try:
            run = fetching.ask(owner=request.user, task=fetch_structures)
        except fetching.FetchRefusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("directory:fetch")
        return redirect("imports:run", run.pk)
    return render(request, "directory/fetch.html", {"is_on": client.is_on()})
