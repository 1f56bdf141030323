"""The part of a page that follows a job, for the jobs' own page and for those of programmes.

A page shows ``{% load jobs %}{% follow_job state poll_url %}``; the view at ``poll_url`` returns
``progress_answer(request, state)``. Without JavaScript the page's « Refresh » link does the same.
"""

from dataclasses import astuple
from hashlib import blake2b

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from maillage.core.jobs.rules import JobState


def progress_answer(request: HttpRequest, state: JobState, *, then: str = "") -> HttpResponseBase:
    """Answer a poll: 304 when nothing changed since the ETag that the browser holds, else the fragment.

    Once the job is over, the whole page is loaded again, or the page ``then`` (its result).
    """
    etag = f'"{blake2b(repr((astuple(state), get_language())).encode(), digest_size=12).hexdigest()}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = render(request, "jobs/_progress.html", {"state": state})
        if state.is_over:
            response["HX-Redirect" if then else "HX-Refresh"] = then or "true"
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
