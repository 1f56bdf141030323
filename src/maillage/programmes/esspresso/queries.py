"""Reads of plans made from files."""

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus

from maillage.programmes.esspresso import document
from maillage.programmes.esspresso.codec import decode
from maillage.programmes.esspresso.document import Planning
from maillage.programmes.esspresso.event import Event
from maillage.programmes.esspresso.files.findings import Finding, Severity
from maillage.programmes.esspresso.models import Plan, digest_of

UNDER_WAY = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def plan_behind(token: str) -> Plan:
    """The plan of a private link. Raises `Plan.DoesNotExist` once its day is over, erased yet or not."""
    return Plan.objects.select_related("job__result").get(
        link_digest=digest_of(token), expires_at__gt=timezone.now()
    )


def event_of(plan: Plan) -> Event:
    """The event that was read. The plan must have one."""
    return decode(Event, plan.event)


def planning_of(plan: Plan) -> Planning:
    """The plan that was computed. The plan must have one."""
    return document.from_json(plan.planning)


def findings_of(plan: Plan) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Errors, then warnings, of reading the files."""
    found = tuple(decode(Finding, finding) for finding in plan.findings)
    return (
        tuple(finding for finding in found if finding.severity is Severity.ERROR),
        tuple(finding for finding in found if finding.severity is Severity.WARNING),
    )


def calculations_under_way() -> QuerySet[Plan]:
    """Plans whose calculation waits or runs."""
    return Plan.objects.filter(job__result__status__in=UNDER_WAY)


def is_under_way(plan: Plan) -> bool:
    """Tell whether the calculation of this plan waits or runs."""
    return plan.job is not None and plan.job.result.status in UNDER_WAY


def expired() -> QuerySet[Plan]:
    """Plans whose day is over."""
    return Plan.objects.filter(expires_at__lte=timezone.now())
