"""What people ask of a sheet: to keep it, to correct it. Open to all; a signed-in person is recognised."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.core.accounts.access import PersonRequest, posted
from maillage.core.accounts.models import Person
from maillage.core.accounts.visitors import refuse_a_flood
from maillage.core.organisations.models import Organisation
from maillage.core.ui.access import public
from maillage.programmes.directory import sheet
from maillage.programmes.directory.domain import claims, reports
from maillage.programmes.directory.forms import ClaimForm, CodeForm, OwnClaimForm, ReportForm
from maillage.programmes.directory.models import Claim


def _organisation(slug: str) -> Organisation:
    found = sheet.public_organisation(slug)
    if found is None:
        raise Http404
    return found


@public
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to keep a sheet."""
    organisation = _organisation(slug)
    person = request.user if isinstance(request.user, Person) else None
    form = OwnClaimForm(posted(request)) if person else ClaimForm(posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            refuse_a_flood(request, "directory.claim", most=claims.CLAIMS_AN_HOUR)
            made = claims.ask(
                organisation=organisation,
                person=person,
                name=person.name or person.email if person else said["name"],
                email=said.get("email", ""),
                function=said["function"],
                message=said["message"],
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return _after(request, made)
    context = {
        "form": form,
        "organisation": organisation,
        "is_closed": organisation.state == Organisation.State.CLOSED,
        "has_address": bool(person and claims.address_for_code(organisation)),
    }
    return render(request, "directory/claim.html", context)


def _after(request: HttpRequest, made: Claim) -> HttpResponse:
    if made.state == Claim.State.SETTLED:
        messages.success(
            request, _("Your address is of the structure's own domain: the sheet is in your hands.")
        )
        return redirect("organisations:sheet", made.organisation.slug)
    if made.code_sent_at:
        return redirect("directory:prove", made.pk)
    messages.success(request, _("Your request is kept. An officer answers you by e-mail."))
    return redirect("directory:structure", made.organisation.slug)


def prove(request: PersonRequest, pk: int) -> HttpResponse:
    """Enter the code that the structure received."""
    asked = get_object_or_404(Claim.objects.select_related("organisation"), pk=pk, person=request.user)
    form = CodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            claims.prove(claim=asked, code=form.cleaned_data["code"], person=request.user)
        except ValidationError as refusal:
            form.add_error("code", refusal.messages)
        else:
            messages.success(request, _("The sheet is in your hands."))
            return redirect("organisations:sheet", asked.organisation.slug)
    return render(request, "directory/prove.html", {"form": form, "claim": asked})


@require_POST
def take(request: PersonRequest, pk: int) -> HttpResponse:
    """Take in hand the sheet of an accepted claim."""
    asked = get_object_or_404(Claim.objects.select_related("organisation"), pk=pk, email=request.user.email)
    try:
        claims.take(claim=asked, person=request.user)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The sheet is in your hands."))
    return redirect("organisations:sheet", asked.organisation.slug)


def mine(request: PersonRequest) -> HttpResponse:
    """The sheets that one asked for, and where each request is."""
    own = Q(email=request.user.email) | Q(person=request.user)
    asked = Claim.objects.filter(own).select_related("organisation").order_by("-created_at", "-pk")
    return render(request, "directory/mine.html", {"claims": list(asked), "shown": sheet.PUBLIC_STATES})


@public
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that a sheet is mistaken."""
    organisation = _organisation(slug)
    form = ReportForm(posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            refuse_a_flood(request, "directory.report", most=reports.REPORTS_AN_HOUR)
            reports.tell(organisation=organisation, **said)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(
                request, _("Thank you. An officer looks at it; the sheet changes once it is checked.")
            )
            return redirect("directory:structure", organisation.slug)
    return render(request, "directory/report.html", {"form": form, "organisation": organisation})
