"""The charter of a démarche: read by all, written and followed by those who facilitate it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.core.accounts.access import PersonRequest, posted
from maillage.core.accounts.models import Person
from maillage.core.initiatives import forms
from maillage.core.initiatives.domain import charters as domain
from maillage.core.initiatives.domain import keeping
from maillage.core.initiatives.models import CharterVersion, Initiative, Review, Signature
from maillage.core.initiatives.queries import (
    charter_sheet,
    labels_ending,
    reviews_to_hold,
    signatories,
    to_renew,
)
from maillage.core.initiatives.rules import may_answer_for, may_write
from maillage.core.initiatives.views.public import found
from maillage.core.initiatives.views.writing import answer, writable
from maillage.core.ui.templatetags.ui import long_date

# What falls due, by its word in addresses, as the person who follows it reads it.
DUE: dict[str, Callable[[Person, date], QuerySet[Any]]] = {
    "signature": to_renew,
    "label": labels_ending,
    "review": reviews_to_hold,
}


@login_not_required
def charter(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """Show a version of the charter, the latest by default, and who signed it."""
    initiative = found(request, slug)
    writes = may_write(request.user, initiative)
    shown = charter_sheet(initiative, number, drafts=writes, on=timezone.localdate())
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
    return answer(
        request,
        form,
        _("Write the charter"),
        initiative,
        above=[_charter(initiative)],
        lead=_what_is_written(latest),
    )


def _what_is_written(latest: CharterVersion | None) -> str:
    """Say what becomes of what is written, and of the version that people signed."""
    if latest is None or latest.published_on is None:
        return _("What you write is a version in preparation: nobody else reads it until you publish it.")
    return _("Version %(before)d stays as it is, with its signatures. You prepare version %(number)d.") % {
        "before": latest.number,
        "number": latest.number + 1,
    }


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
    return answer(request, form, _("A structure signs"), initiative, above=[_charter(initiative)])


def _charter(initiative: Initiative) -> tuple[str, str]:
    return reverse("initiatives:charter", args=[initiative.slug]), _("Charter")


def _down_to(held: Signature) -> list[tuple[str, str]]:
    """Return the pages above a form about a signature: the charter, then the signature."""
    initiative = held.version.initiative
    own = reverse("initiatives:signature", args=[initiative.slug, held.pk])
    return [_charter(initiative), (own, held.name)]


def signature(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Show a signature to those who follow it and to the signatory: what is kept, until when it holds."""
    initiative, held = _answered_for(request, slug, pk)
    (read,) = signatories(held.version, [held], timezone.localdate())
    texts = {look.commitment.pk: look.commitment.text for look in read.grid}
    context = {
        "initiative": initiative,
        "signature": held,
        "read": read,
        "changes": [(texts[change.key], change) for change in read.result.changes],
        "looks": held.assessments.select_related("commitment").order_by("-seen_on", "-pk"),
        "subcontractors": held.subcontractors.order_by("until", "name", "pk"),
        "binds": any(look.commitment.for_subcontractors for look in read.grid),
        "writes": may_write(request.user, initiative),
        "today": timezone.localdate(),
    }
    return render(request, "initiatives/signature.html", context)


def _signature(request: PersonRequest, slug: str, pk: int) -> tuple[Initiative, Signature]:
    initiative = writable(request, slug)
    return initiative, _held(initiative, pk)


def _held(initiative: Initiative, pk: int) -> Signature:
    rows = Signature.objects.select_related("version__initiative", "organisation")
    return get_object_or_404(rows, version__initiative=initiative, pk=pk)


def _answered_for(request: PersonRequest, slug: str, pk: int) -> tuple[Initiative, Signature]:
    """Return a signature for who follows it, or keeps the sheet of the signatory; others are refused."""
    initiative = found(request, slug)
    held = _held(initiative, pk)
    if not may_answer_for(request.user, held):
        raise PermissionDenied(_("Only the signatory and those who follow the charter read this page."))
    return initiative, held


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
    heading = _("%(name)s: its signature") % {"name": held.name}
    return answer(request, form, heading, initiative, above=_down_to(held))


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
    heading = _("%(name)s: a commitment") % {"name": held.name}
    return answer(request, form, heading, initiative, above=_down_to(held))


def put_off(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    """Put off the warnings of a signature, a label or a review, for who follows the charter."""
    if kind not in DUE:
        raise Http404
    due: keeping.Due = get_object_or_404(DUE[kind](request.user, timezone.localdate()), pk=pk)
    form = forms.PutOffForm(posted(request), written_to=not isinstance(due, Review))
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        try:
            keeping.put_off(due=due, until=until, actor=request.user)
        except ValidationError as refusal:
            form.add_error("until", refusal.messages)
        else:
            messages.success(
                request, _("It is put off: it comes back on %(day)s.") % {"day": long_date(until)}
            )
            return redirect("portal:today")
    heading = _("Later: %(what)s") % {"what": _told(due)}
    return answer(request, form, heading, None, back=reverse("portal:today"))


def _told(due: keeping.Due) -> str:
    if isinstance(due, Signature):
        return due.name
    return due.version.title if isinstance(due, Review) else f"{due.organisation.name}, {due}"


def grid(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Say what each commitment of the version in preparation counts, and which labels it asks for."""
    initiative = writable(request, slug)
    version = get_object_or_404(CharterVersion, initiative=initiative, number=number, published_on=None)
    form = forms.GridForm(posted(request), version=version)
    if request.method == "POST" and form.is_valid():
        domain.weigh(
            version=version,
            threshold=form.cleaned_data["threshold"],
            criteria=form.criteria(),
            actor=request.user,
        )
        messages.success(request, _("The grid is kept."))
        return redirect("initiatives:charter", initiative.slug)
    return answer(
        request,
        form,
        _("What each commitment counts"),
        initiative,
        above=[_charter(initiative)],
        lead=_(
            "A commitment that counts 2 weighs as much as two that count 1. Labels are separated by commas, "
            "as they are written on sheets; none: no label is asked."
        ),
        template="initiatives/grid.html",
    )


def plan_review(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Plan the day on which a version is read again."""
    initiative = writable(request, slug)
    version = get_object_or_404(
        CharterVersion.objects.exclude(published_on=None), initiative=initiative, number=number
    )
    planned = version.reviews.filter(held_on=None).first()
    form = forms.PlanReviewForm(posted(request), initial={"on": planned.planned_on} if planned else None)
    if request.method == "POST" and form.is_valid():
        keeping.plan_review(version=version, on=form.cleaned_data["on"], actor=request.user)
        messages.success(request, _("It is planned; it awaits you on « Today » two months before."))
        return redirect("initiatives:charter", initiative.slug)
    return answer(
        request,
        form,
        _("Read the charter again"),
        initiative,
        above=[_charter(initiative)],
        lead=_("Choose the day on which its signatories read it again together. You may move it later."),
    )


def hold_review(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Write down what came of a review."""
    initiative = writable(request, slug)
    review = get_object_or_404(Review, version__initiative=initiative, pk=pk)
    form = forms.HoldReviewForm(posted(request), initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            keeping.hold_review(review=review, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("It is written down."))
            return redirect("initiatives:charter", initiative.slug)
    return answer(request, form, _("What came of the review"), initiative, above=[_charter(initiative)])


def declare_subcontractor(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Let a signatory declare a company that works for it and keeps the charter."""
    initiative, held = _answered_for(request, slug, pk)
    form = forms.SubcontractorForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            keeping.declare_subcontractor(
                signature=held,
                name=form.cleaned_data["name"],
                trade=form.cleaned_data["trade"],
                actor=request.user,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The company is declared."))
            return redirect("initiatives:signature", initiative.slug, held.pk)
    heading = _("A subcontractor keeps the charter")
    return answer(request, form, heading, initiative, above=_down_to(held))


@require_POST
def end_subcontractor(request: PersonRequest, slug: str, pk: int, company: int) -> HttpResponse:
    """Say that a company no longer works for a signatory."""
    initiative, held = _answered_for(request, slug, pk)
    declared = get_object_or_404(held.subcontractors.select_related("signature__version"), pk=company)
    keeping.end_subcontractor(subcontractor=declared, actor=request.user)
    messages.success(request, _("It no longer works for the signatory; that it did stays written."))
    return redirect("initiatives:signature", initiative.slug, held.pk)
