"""Verbs of reports: say that a sheet is mistaken, say what came of it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.models import Person
from maillage.core.activity.domain import record
from maillage.core.organisations.models import Organisation
from maillage.programmes.directory.models import Report

MOST_OPEN_OF_ONE_SHEET = 20
# From one network, on all sheets: against a program that fills the officers' screen.
REPORTS_AN_HOUR = 10


def tell(*, organisation: Organisation, subject: str, message: str, email: str) -> Report:
    """Say that a sheet is mistaken. Raises ValidationError when many reports on it wait already."""
    report = Report(organisation=organisation, subject=subject, message=message.strip(), email=email.lower())
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        if organisation.reports.filter(state=Report.State.NEW).count() >= MOST_OPEN_OF_ONE_SHEET:
            raise ValidationError(
                _("Several people have already said so: an officer is about to look at it.")
            )
        report.full_clean()
        report.save()
        record(verb="directory.reported", target=organisation, others=[report], facts={"subject": subject})
    return report


def handle(*, report: Report, corrected: bool, actor: Person) -> Report:
    """Say what came of a report. Raises ValidationError when somebody did meanwhile."""
    with transaction.atomic():
        report = (
            Report.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=report.pk)
        )
        if report.state != Report.State.NEW:
            raise ValidationError(_("Nothing was changed: somebody dealt with it meanwhile."), code="handled")
        report.state = Report.State.CORRECTED if corrected else Report.State.RIGHT
        report.handled_at, report.handled_by = timezone.now(), actor
        report.save()
        facts = {"state": str(report.state)}
        record(
            verb="directory.report_handled",
            actor=actor,
            target=report.organisation,
            others=[report],
            facts=facts,
        )
    return report


def purge(before: datetime, dry_run: bool) -> int:
    """Erase the reports received before an instant; return how many."""
    old = Report.objects.filter(created_at__lt=before)
    return old.count() if dry_run else old.delete()[0]
