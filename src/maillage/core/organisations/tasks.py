"""Long work on structures, away from the web server."""

from datetime import datetime

from django_tasks import task

from maillage.core.jobs.domain import current_job
from maillage.core.organisations.domain import registry


@task()
def read_registry_again(since: str) -> None:
    """Ask the registry about every structure that has a SIRET."""
    registry.read_again(job=current_job(), since=datetime.fromisoformat(since))
