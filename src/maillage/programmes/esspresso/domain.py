"""Verbs of plans made from files: read, plan, cancel, erase."""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks.base import Task

from maillage.core.activity.domain import record
from maillage.core.jobs import domain as jobs
from maillage.programmes.esspresso import document, papers, queries, rules
from maillage.programmes.esspresso.codec import encode
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.files import Brief, Upload, read_event
from maillage.programmes.esspresso.models import Plan, digest_of


class Refusal(Exception):  # noqa: N818 -- what a rule answers to a visitor, in words
    """A demand that the rules for visitors do not allow; the message is for the visitor."""


def read_files(
    *,
    brief: Brief,
    settings: Mapping[str, Any],
    participants: Upload,
    wishes: Upload,
    constraints: Upload | None,
    visitor: str,
) -> tuple[Plan, str]:
    """Read the files and keep what they say for a day. Returns the plan and the token of its private link.

    `settings` are the form's values, kept to fill it again. Raises `Refusal` when this visitor has too many
    plans already.
    """
    if Plan.objects.filter(visitor=visitor).count() >= rules.MOST_PLANS_OF_ONE:
        raise Refusal(
            _("Too many files were read from your connection today. Erase earlier plans, or wait a day.")
        )
    reading = read_event(brief, participants, wishes, constraints)
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    with transaction.atomic():
        plan = Plan.objects.create(
            link_digest=digest_of(token),
            visitor=visitor,
            created_at=now,
            expires_at=now + rules.KEPT_FOR,
            brief=dict(settings),
            findings=encode((*reading.errors, *reading.warnings)),
            event=encode(reading.event) if reading.event else None,
        )
        facts = {"errors": len(reading.errors), "warnings": len(reading.warnings)}
        record(verb="esspresso.files_read", target=plan, facts=facts)
    return plan, token


def ask_planning(*, plan: Plan, task: Task[..., Any]) -> Plan:
    """Put the calculation of a plan in the queue. Asking twice starts one calculation.

    Raises `Refusal` when the event was not read whole, or when too many calculations wait.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update(of=("self",)).select_related("job__result").get(pk=plan.pk)
        if plan.event is None:
            raise Refusal(_("The files hold errors: nothing was planned. Correct them and give them again."))
        if plan.planning is not None or queries.is_under_way(plan):
            return plan
        waiting = queries.calculations_under_way()
        if waiting.filter(visitor=plan.visitor).count() >= rules.MOST_CALCULATIONS_OF_ONE:
            raise Refusal(
                _("Your earlier calculations are not over. Your files were kept: try again in a minute.")
            )
        if waiting.count() >= rules.MOST_CALCULATIONS_OF_ALL:
            raise Refusal(_("Many people plan at this moment. Your files were kept: try again soon."))
        plan.job = jobs.start(
            task, title=_("Planning of the meetings"), owner=None, arguments={"plan_id": plan.pk}
        )
        plan.save(update_fields=["job"])
        record(verb="esspresso.planning_asked", target=plan)
    return plan


def keep_planning(*, plan_id: int, planning: Planning) -> None:
    """Keep the plan that was computed, unless it was erased meanwhile. Call it inside an effect."""
    kept = Plan.objects.filter(pk=plan_id)
    if kept.update(planning=document.to_json(planning), planned_at=timezone.now()):
        facts = {"meetings": len(planning.solution.meetings), "optimal": planning.solution.gap == 0}
        record(verb="esspresso.planned", target=kept.get(), facts=facts)


def cancel_planning(*, plan: Plan) -> None:
    """Stop the calculation of a plan. Raises `Refusal` when it is over already."""
    if plan.job is None:
        raise Refusal(_("No calculation is under way."))
    try:
        jobs.cancel(job=plan.job)
    except jobs.JobRefusal as refusal:
        raise Refusal(str(refusal)) from refusal


def erase(*, plan: Plan) -> None:
    """Erase a plan and all that its files said, now."""
    if queries.is_under_way(plan):
        # Refused when it ended in between: there is nothing left to stop.
        with suppress(Refusal):
            cancel_planning(plan=plan)
    with transaction.atomic():
        record(verb="esspresso.plan_erased", target=plan)
        plan.delete()
    papers.forget(plan)


def purge(before: datetime, dry_run: bool) -> int:
    """Erase the plans read before an instant; return how many (dry run: only count)."""
    old = Plan.objects.filter(created_at__lte=before)
    if dry_run:
        return old.count()
    erased = old.delete()[1].get(Plan._meta.label, 0)
    papers.forget_orphans()
    return erased


def erase_expired() -> None:
    """Erase the plans whose day is over (a periodic chore)."""
    queries.expired().delete()
    papers.forget_orphans()
