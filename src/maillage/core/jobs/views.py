"""Pages of long work: for the person who asked for it, and for the coordination."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.core.jobs import domain, queries, rules
from maillage.core.jobs.models import Job
from maillage.core.jobs.progress import progress_answer
from maillage.core.ui.access import COORDINATOR, HasHouseRole, staff_required
from maillage.core.ui.http import SignedInRequest


def _find(request: HttpRequest, job_id: UUID) -> Job:
    """Return the job if this person may see it; another's job and no job are the same « not found »."""
    try:
        job = queries.job(job_id)
    except Job.DoesNotExist as error:
        raise Http404 from error
    if not rules.may_see(request.user, job):
        raise Http404
    return job


@require_safe
def job(request: SignedInRequest, job_id: UUID) -> HttpResponse:
    """Show how far a job is, and what can be done about it."""
    found = _find(request, job_id)
    context = {
        "job": found,
        "state": queries.snapshot(found),
        "technical": cast("HasHouseRole", request.user).has_house_role(COORDINATOR),
        "error": found.result.exception_class_path,
    }
    return render(request, "jobs/job.html", context)


@require_safe
def progress(request: SignedInRequest, job_id: UUID) -> HttpResponseBase:
    """Answer the polls of a job's page."""
    return progress_answer(request, queries.snapshot(_find(request, job_id)))


@require_POST
def cancel(request: SignedInRequest, job_id: UUID) -> HttpResponse:
    """Cancel a job."""
    found = _find(request, job_id)
    try:
        cancelled = domain.cancel(job=found, by=request.user, screen="jobs:job")
    except domain.JobRefusal as refusal:
        messages.warning(request, str(refusal))
    else:
        if cancelled.cancel_requested_at:
            messages.success(request, _("The work stops at its next step. Nothing of it will be saved."))
        else:
            messages.success(request, _("The work was cancelled before it began."))
    return redirect("jobs:job", job_id)


@require_POST
def retry(request: SignedInRequest, job_id: UUID) -> HttpResponse:
    """Ask again for a job that failed or was cancelled."""
    found = _find(request, job_id)
    try:
        domain.retry(job=found, by=request.user, screen="jobs:job")
    except domain.JobRefusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The work is back in the queue."))
    return redirect("jobs:job", job_id)


@staff_required
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """List what failed and waits for a decision, then every job, newest first."""
    shown, older = queries.page_of_jobs(before=_before(request))
    context = {
        "dead_letters": [(each, queries.snapshot(each)) for each in queries.dead_letters()[:50]],
        "jobs": [(each, queries.snapshot(each)) for each in shown],
        "older": older.isoformat() if older else "",
        "failing_chores": queries.failing_chores(),
    }
    return render(request, "jobs/list.html", context)


def _before(request: HttpRequest) -> datetime | None:
    """Read the key of the page; an unreadable one shows the first page."""
    try:
        before = parse_datetime(request.GET.get("avant", ""))
    except ValueError:
        return None
    return before if before and is_aware(before) else None
