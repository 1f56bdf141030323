"""What anybody reads of démarches, and members a little more: the list, a sheet, a document."""

from io import BytesIO
from pathlib import PurePath

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from maillage.core.initiatives.models import Document, Initiative
from maillage.core.initiatives.queries import initiatives_for, sheet
from maillage.core.initiatives.rules import may_enter, runs_the_house, visible_to
from maillage.core.territories.models import Territory


def found(request: HttpRequest, slug: str) -> Initiative:
    """Return the démarche if the visitor may know of it; Http404 otherwise."""
    return get_object_or_404(Initiative.objects.filter(visible_to(request.user)), slug=slug)


@login_not_required
def initiatives(request: HttpRequest) -> HttpResponse:
    """List the démarches, of all territories or of one."""
    wanted = request.GET.get("territoire", "")
    territory = Territory.objects.filter(slug=wanted).first() if wanted else None
    context = {
        "initiatives": list(initiatives_for(request.user, territory)),
        "territories": Territory.objects.order_by("name"),
        "territory": territory,
        "opens": runs_the_house(request.user),
    }
    return render(request, "initiatives/list.html", context)


@login_not_required
def initiative_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a démarche, as much of it as the visitor may read."""
    initiative = found(request, slug)
    shown = sheet(initiative, request.user)
    parts = {
        name: reverse("initiatives:add", args=[initiative.slug, name])
        for name in ("structure", "financement", "etape", "action", "document", "recit", "membre")
    }
    return render(
        request, "initiatives/sheet.html", {"sheet": shown, "initiative": initiative, "parts": parts}
    )


@login_not_required
def document(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Send a document as a file to keep: it is never opened inside a page of the house."""
    initiative = found(request, slug)
    held = get_object_or_404(Document.objects.exclude(file=""), initiative=initiative, pk=pk)
    if held.for_members and not may_enter(request.user, initiative):
        raise Http404
    with held.file.open("rb") as file:
        content = BytesIO(file.read())  # at most ten megabytes: nothing stays open behind the answer
    return FileResponse(content, as_attachment=True, filename=PurePath(str(held.file.name)).name)
