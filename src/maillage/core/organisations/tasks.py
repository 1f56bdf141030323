"""Long work on structures, away from the web server."""

from datetime import datetime

from django.utils.translation import gettext as _
from django_tasks import task

from maillage.core.jobs.domain import current_job
from maillage.core.organisations.domain import duplicates, registry


@task()
def read_registry_again(since: str) -> None:
    """Ask the registry about every structure that has a SIRET."""
    registry.read_again(job=current_job(), since=datetime.fromisoformat(since))


@task()
def compare_many_sheets() -> None:
    """Compare the sheets that changed with all the others, and say how far it is."""
    job = current_job()

    def report(done: int, total: int) -> None:
        job.check_cancelled()
        job.report(done, total, _("Comparing the sheets"))

    duplicates.look_for_duplicates(report)
