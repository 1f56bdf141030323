"""The charter of a démarche: read by all, written and followed by those who facilitate it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.core.accounts.access import PersonRequest, posted
from maillage.core.initiatives import forms
from maillage.core.initiatives.domain import charters as domain
from maillage.core.initiatives.models import CharterVersion, Initiative, Signature
from maillage.core.initiatives.queries import charter_sheet
from maillage.core.initiatives.rules import may_write
from maillage.core.initiatives.views.public import found
from maillage.core.initiatives.views.writing import answer, writable


@login_not_required
def charter(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """Show a version of the charter, the latest by default, and who signed it."""
    initiative = found(request, slug)
    writes = may_write(request.user, initiative)
    shown = charter_sheet(initiative, number, drafts=writes)
    if shown is None and (number is not None or not writes):
        raise Http404
    context = {"initiative": initiative, "sheet": shown, "writes": writes}
    return render(request, "initiatives/charter.html", context)


def write(request: PersonRequest, slug: str) -> HttpResponse:
    """Write the version in preparation; when none is, one begins from the last published."""
    initiative = writable(request, slug)
    latest = initiative.charter_versions.order_by("-number").first()
    form = forms.CharterForm(posted(request), initial=_as_written(latest) if latest else None)
    if request.method == "POST" and form.is_valid():
        try:
            domain.write_version(initiative=initiative, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The version in preparation is kept. Publish it when all agree."))
            return redirect("initiatives:charter", initiative.slug)
    return answer(request, form, _("Write the charter"), initiative)


def _as_written(version: CharterVersion) -> dict[str, object]:
    lines = [
        f"* {each.text}" if each.for_subcontractors else each.text
        for each in version.commitments.order_by("pk")
    ]
    return {
        "title": version.title,
        "preamble": version.preamble,
        "renewed_every": version.renewed_every,
        "commitments": "\n".join(lines),
    }


@require_POST
def publish(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Freeze the version in preparation."""
    initiative = writable(request, slug)
    version = get_object_or_404(CharterVersion, initiative=initiative, number=number)
    try:
        domain.publish_version(version=version, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The charter is published: structures can sign it."))
    return redirect("initiatives:charter", initiative.slug)


def sign(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Record a signature."""
    initiative = writable(request, slug)
    version = get_object_or_404(
        CharterVersion.objects.exclude(published_on=None), initiative=initiative, number=number
    )
    form = forms.SignForm(posted(request), initial={"signed_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            domain.sign(version=version, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The signature is recorded."))
            return redirect("initiatives:charter", initiative.slug)
    return answer(request, form, _("A structure signs"), initiative)


def signature(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Show a signature to those who follow it: what is kept, until when it holds."""
    initiative, held = _signature(request, slug, pk)
    looks = held.assessments.select_related("commitment").order_by("-seen_on", "-pk")
    context = {"initiative": initiative, "signature": held, "looks": looks}
    return render(request, "initiatives/signature.html", context)


def _signature(request: PersonRequest, slug: str, pk: int) -> tuple[Initiative, Signature]:
    initiative = writable(request, slug)
    rows = Signature.objects.select_related("version__initiative", "organisation")
    return initiative, get_object_or_404(rows, version__initiative=initiative, pk=pk)


def change_signature(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Suspend a signature, lift the suspension, or end it."""
    initiative, held = _signature(request, slug, pk)
    form = forms.SignatureStateForm(posted(request), initial={"state": held.state})
    if request.method == "POST" and form.is_valid():
        try:
            domain.set_state(signature=held, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("It is written, with the reason."))
            return redirect("initiatives:signature", initiative.slug, held.pk)
    return answer(request, form, _("%(name)s: its signature") % {"name": held.name}, initiative)


@require_POST
def renew(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Let a signature hold again from today."""
    initiative, held = _signature(request, slug, pk)
    try:
        domain.renew(signature=held, on=timezone.localdate(), actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The signature is renewed."))
    return redirect("initiatives:signature", initiative.slug, held.pk)


def assess(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Write down what was seen of a commitment."""
    initiative, held = _signature(request, slug, pk)
    form = forms.AssessmentForm(posted(request), signature=held, initial={"seen_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        domain.assess(signature=held, actor=request.user, **form.cleaned_data)
        messages.success(request, _("It is written down, with its source."))
        return redirect("initiatives:signature", initiative.slug, held.pk)
    return answer(request, form, _("%(name)s: a commitment") % {"name": held.name}, initiative)
