"""Planning, away from the web server."""

from django.utils.translation import gettext as _
from django_tasks import task

from maillage.core.jobs.domain import GiveUp, current_job
from maillage.engines.meetings import ImpossibleDemandError, Progress
from maillage.programmes.esspresso import domain, queries, rules, telling
from maillage.programmes.esspresso.files.findings import Findings
from maillage.programmes.esspresso.files.reading import from_faults
from maillage.programmes.esspresso.files.wording import told
from maillage.programmes.esspresso.models import Plan
from maillage.programmes.esspresso.planner import plan as plan_event


@task()
def plan_files(plan_id: int) -> None:
    """Compute the plan of an event read from files, check it, keep it."""
    job = current_job()
    plan = Plan.objects.filter(pk=plan_id).first()
    if plan is None:
        raise GiveUp(_("This plan was erased: there is nothing to compute."))

    def report(progress: Progress) -> None:
        job.check_cancelled()
        job.report(0, 0, telling.step(progress.step))

    try:
        planning = plan_event(queries.event_of(plan), seconds=rules.SECONDS_TO_PLAN, progress=report)
    except ImpossibleDemandError as error:
        findings = Findings()
        from_faults(error.faults, findings)
        reasons = " ".join(str(told(finding)) for finding in findings.errors)
        raise GiveUp(
            _("These demands cannot all be met together; without any one of them, they could:")
            + f" {reasons}"
        ) from error
    with job.effect():
        domain.keep_planning(plan_id=plan_id, planning=planning)
