"""The part of a page that follows a job, for the jobs' own page and for those of programmes.

A page shows ``{% load jobs %}{% follow_job state poll_url %}``; the view at ``poll_url`` returns
``progress_answer(request, state)``. Without JavaScript the page's « Refresh » link does the same.

Screen readers are told each step, once, in a live region that stays on the page: the part that is replaced
names the step it shows (the field ``dit``), each poll sends it back, and only the answer to a poll that shows
another step speaks. Figures alone that change are not announced.
"""

import hashlib
import re
from dataclasses import astuple

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from maillage.core.jobs.rules import JobState


def step_of(state: JobState) -> str:
    """What tells a step of a job from the next one, whatever figures it counts."""
    words = re.sub(r"\d+", "", f"{state.words} {state.message}")
    return _digest(words)


def progress_answer(request: HttpRequest, state: JobState, *, then: str = "") -> HttpResponseBase:
    """Answer a poll: 304 when nothing changed since the ETag that the browser holds, else the fragment.

    Once the job is over, the whole page is loaded again, or the page ``then`` (its result).
    """
    etag = f'"{_digest(repr((astuple(state), get_language())))}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        step = step_of(state)
        context = {"state": state, "step": step, "speaks": request.GET.get("dit", step) != step}
        response = render(request, "jobs/_progress.html", context)
        if state.is_over:
            response["HX-Redirect" if then else "HX-Refresh"] = then or "true"
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
