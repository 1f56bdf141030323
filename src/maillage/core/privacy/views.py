"""Pages of personal data: the register for everyone, one's own data, the answers of the coordination."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from maillage.core.activity.queries import entries
from maillage.core.jobs.domain import start
from maillage.core.jobs.queries import snapshot
from maillage.core.privacy import domain, queries, rules
from maillage.core.privacy.forms import AskErasureForm, RefuseErasureForm
from maillage.core.privacy.models import DataCopy, ErasureRequest
from maillage.core.privacy.tasks import make_copy
from maillage.core.ui.access import public, staff_required

RUNS_SHOWN = 10


def _me(request: HttpRequest) -> AbstractBaseUser:
    """Return who is signed in: private views are closed to others before they begin."""
    return cast("AbstractBaseUser", request.user)


@public
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Tell everyone what is kept of people, why and how long."""
    return render(request, "privacy/register.html", {"kinds": list(queries.declared_kinds())})


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show what a person can ask about their own data, and what they asked."""
    return _mine(request, AskErasureForm(person=_me(request)))


def _mine(request: HttpRequest, form: AskErasureForm) -> HttpResponse:
    now = timezone.now()
    copies = [
        {
            "copy": copy,
            "ready": rules.may_download(copy, now),
            "until": rules.expires_at(copy),
            "work": snapshot(copy.job) if copy.job and not copy.ready_at else None,
        }
        for copy in queries.copies_of(_me(request))
    ]
    context = {"copies": copies, "waiting": queries.open_request_of(_me(request)), "form": form}
    return render(request, "privacy/mine.html", context)


@require_POST
def ask_copy(request: HttpRequest) -> HttpResponse:
    """Start making a copy of the person's data."""
    try:
        with transaction.atomic():
            copy = domain.open_copy(person=_me(request), screen="privacy:mine")
            title = gettext_lazy("Copy of my data")
            copy.job = start(make_copy, title=title, owner=_me(request), arguments={"copy_id": copy.pk})
            copy.save(update_fields=["job"])
    except domain.PrivacyRefusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Your copy is being made. It will be on this page in a moment."))
    return redirect("privacy:mine")


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a copy to the person who asked for it, and to nobody else."""
    copy = get_object_or_404(DataCopy, pk=pk, person_id=request.user.pk)
    if not rules.may_download(copy, timezone.now()) or copy.archive is None:
        raise Http404
    response = HttpResponse(bytes(copy.archive), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="mes-donnees.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def ask_erasure(request: HttpRequest) -> HttpResponse:
    """Ask the coordination to erase the person."""
    form = AskErasureForm(request.POST, person=_me(request))
    if not form.is_valid():
        return _mine(request, form)
    domain.ask_erasure(person=_me(request), screen="privacy:mine")
    messages.success(request, _("Your request is with the coordination, who answers within a month."))
    return redirect("privacy:mine")


@require_POST
def withdraw_erasure(request: HttpRequest) -> HttpResponse:
    """Take back the request of erasure."""
    try:
        domain.withdraw_erasure(person=_me(request), screen="privacy:mine")
    except domain.PrivacyRefusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Your request was withdrawn: nothing is erased."))
    return redirect("privacy:mine")


@staff_required
@require_safe
def erasures(request: HttpRequest) -> HttpResponse:
    """List the requests of erasure that wait, and the last retention runs."""
    runs = list(entries(verb="privacy.retention_run")[:RUNS_SHOWN])
    context = {
        "requests": list(queries.requests_to_decide()),
        "runs": [(run, sum(run.facts.values())) for run in runs],
    }
    return render(request, "privacy/erasures.html", context)


@staff_required
@require_safe
def erasure(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request and the two answers."""
    found = get_object_or_404(ErasureRequest.objects.select_related("person"), pk=pk)
    return _erasure(request, found, RefuseErasureForm())


def _erasure(request: HttpRequest, found: ErasureRequest, form: RefuseErasureForm) -> HttpResponse:
    context = {
        "asked": found,
        "form": form,
        "to_decide": found.state == ErasureRequest.State.ASKED,
        "late": rules.is_late(found.asked_at, timezone.now()),
        "rows": sum(found.removed.values()),
    }
    return render(request, "privacy/erasure.html", context)


@staff_required
@require_POST
def carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase the person who asked for it."""
    found = get_object_or_404(ErasureRequest, pk=pk)
    try:
        domain.carry_out_erasure(request=found, by=request.user, screen="privacy:erasure")
    except domain.PrivacyRefusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The person was erased, and a message tells them so."))
    return redirect("privacy:erasure", pk=pk)


@staff_required
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse an erasure, with the reason that the person reads."""
    found = get_object_or_404(ErasureRequest.objects.select_related("person"), pk=pk)
    form = RefuseErasureForm(request.POST)
    if not form.is_valid():
        return _erasure(request, found, form)
    try:
        domain.refuse_erasure(
            request=found, by=request.user, reason=form.cleaned_data["reason"], screen="privacy:erasure"
        )
    except domain.PrivacyRefusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The request was refused, and a message tells the person why."))
    return redirect("privacy:erasure", pk=pk)
