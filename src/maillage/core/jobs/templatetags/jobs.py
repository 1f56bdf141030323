"""Template tags of jobs."""

import random

from django import template

from maillage.core.jobs.progress import step_of
from maillage.core.jobs.rules import JobState

register = template.Library()

POLL_MILLISECONDS = (1_500, 2_500)


@register.inclusion_tag("jobs/_follow.html")
def follow_job(state: JobState, poll_url: str) -> dict[str, object]:
    """Show the progress of a job and keep it fresh, each page at its own pace: a crowd spreads out."""
    pace = random.randint(*POLL_MILLISECONDS)  # noqa: S311 -- a pace, not a secret
    return {"state": state, "step": step_of(state), "poll_url": poll_url, "pace": pace}
